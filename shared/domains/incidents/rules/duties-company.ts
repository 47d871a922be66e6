import type { CaseFacts } from './casualty-class.ts';
import type { DutyRule } from './reportability.ts';

const DAY_HOURS = 24;
/** One month, as companies' procedures under ISM Code 9.2 commonly have it; the Code gives no figure. */
const CLOSE_OUT_HOURS = 30 * DAY_HOURS;
const isShip = ({ siteKind }: CaseFacts) => siteKind === 'vessel';
const isHarm = ({ dead, seriouslyInjured, treated }: CaseFacts) => dead + seriouslyInjured + treated > 0;

/** Duties towards the company itself, and towards those who watch over work and data ashore. */
export const COMPANY_DUTIES: readonly DutyRule[] = [
  {
    // ISM Code 9.1: non-conformities, accidents and hazardous situations are reported to the company, investigated
    // and analysed.
    id: 'ism-9.1',
    framework: 'ISM',
    requirement: 'ISM Code 9.1',
    authority: () => 'Company (Designated Person Ashore)',
    form: null,
    mustReport: false,
    within: 'at once',
    from: 'report',
    because: (facts) =>
      isShip(facts)
        ? ['an accident, hazardous occurrence or non-conformity on board is reported to the company']
        : [],
  },
  {
    // ISM Code 9.2: procedures for corrective action, with measures that prevent it from happening again.
    id: 'ism-9.2',
    framework: 'ISM',
    requirement: 'ISM Code 9.2',
    authority: () => 'Company (Designated Person Ashore)',
    form: null,
    mustReport: false,
    within: CLOSE_OUT_HOURS,
    from: 'report',
    because: (facts) =>
      isShip(facts)
        ? ['analysed, corrected and closed within one month, as the company’s procedure has it']
        : [],
  },
  {
    // ISO 45001:2018 10.2: react, investigate, correct, and keep evidence of it.
    id: 'iso-45001-10.2',
    framework: 'ISO',
    requirement: 'ISO 45001 10.2',
    authority: () => 'Company (HSEQ)',
    form: null,
    mustReport: false,
    within: CLOSE_OUT_HOURS,
    from: 'report',
    because: (facts) =>
      !isShip(facts) && (isHarm(facts) || OF_WORK.has(facts.type))
        ? ['an accident or near miss at work is investigated, with workers taking part, and corrected']
        : [],
  },
  {
    // 29 CFR 1904.39(a)(1): each work-related fatality within 8 hours.
    id: 'us-osha-fatality',
    framework: 'US',
    requirement: '29 CFR 1904.39(a)(1)',
    authority: () => 'OSHA',
    form: null,
    mustReport: true,
    within: 8,
    from: 'report',
    because: (facts) =>
      !isShip(facts) && facts.flagState === 'US' && facts.dead > 0
        ? ['somebody died at work at a site in the United States']
        : [],
  },
  {
    // 29 CFR 1904.39(a)(2): in-patient hospitalization, amputation or loss of an eye within 24 hours.
    id: 'us-osha-hospital',
    framework: 'US',
    requirement: '29 CFR 1904.39(a)(2)',
    authority: () => 'OSHA',
    form: null,
    mustReport: true,
    within: DAY_HOURS,
    from: 'report',
    because: (facts) =>
      !isShip(facts) && facts.flagState === 'US' && facts.seriouslyInjured > 0
        ? ['a serious injury at work in the United States: due where it means hospital, amputation or an eye']
        : [],
  },
  {
    // Regulation (EU) 2016/679 Art. 33(1): not later than 72 hours after having become aware of it.
    id: 'eu-gdpr-33',
    framework: 'EU',
    requirement: 'GDPR Art. 33(1)',
    authority: () => 'Data protection authority',
    form: null,
    mustReport: true,
    within: 3 * DAY_HOURS,
    from: 'report',
    because: ({ type }) =>
      type === 'privacy_breach'
        ? [
            'personal data were breached: due unless it is unlikely to be a risk to anybody, which is then written down',
          ]
        : [],
  },
];

const OF_WORK: ReadonlySet<CaseFacts['type']> = new Set([
  'injury',
  'near_miss',
  'fire',
  'dangerous_goods_leak',
  'road_accident',
  'driver_assault',
]);
