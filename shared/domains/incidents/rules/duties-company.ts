import { type CaseFacts, isShip } from './casualty-class.ts';
import type { DutyRule } from './reportability.ts';

const DAY_HOURS = 24;
/** One month, as companies' procedures under ISM Code 9.2 commonly have it; the Code gives no figure. */
const CLOSE_OUT_HOURS = 30 * DAY_HOURS;
const isHarm = ({ dead, seriouslyInjured, treated }: CaseFacts) => dead + seriouslyInjured + treated > 0;

/** Duties towards the company itself, and towards those who watch over work and data ashore. */
export const COMPANY_DUTIES: readonly DutyRule[] = [
  {
    id: 'ism-9.1',
    framework: 'ISM',
    requirement: 'ISM Code 9.1',
    source:
      'ISM Code 9.1: non-conformities, accidents and hazardous situations are reported to the company, investigated and analysed.',
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
    id: 'ism-9.2',
    framework: 'ISM',
    requirement: 'ISM Code 9.2',
    source:
      'ISM Code 9.2: procedures for corrective action, with measures that prevent it from happening again.',
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
    id: 'iso-45001-10.2',
    framework: 'ISO',
    requirement: 'ISO 45001 10.2',
    source: 'ISO 45001:2018 10.2: react, investigate, correct, and keep evidence of it.',
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
    id: 'iso-14001-10.2',
    framework: 'ISO',
    requirement: 'ISO 14001 10.2',
    source:
      'ISO 14001:2015 10.2 (as in the edition of 2026): react, deal with the consequences including adverse environmental impacts, act on the causes, keep evidence. It gives no figure either. On board ISM Code 9 asks for the same.',
    authority: () => 'Company (HSEQ)',
    form: null,
    mustReport: false,
    within: CLOSE_OUT_HOURS,
    from: 'report',
    because: (facts) =>
      !isShip(facts) && isOfEnvironment(facts)
        ? ['harm to the environment is mitigated, its causes are found, corrected and written down']
        : [],
  },
  {
    id: 'iso-27001-a-5.26',
    framework: 'ISO',
    requirement: 'ISO/IEC 27001 A 5.26, 5.27',
    source:
      'ISO/IEC 27001:2022 Annex A 5.26 and 5.27: responded to as the procedures say, and learnt from. Confidentiality, integrity and availability are all of them security of information (ISO/IEC 27000 3.28).',
    authority: () => 'Company (information security)',
    form: null,
    mustReport: false,
    within: CLOSE_OUT_HOURS,
    from: 'report',
    because: (facts) =>
      !isShip(facts) && OF_INFORMATION.has(facts.type)
        ? ['an information security incident is responded to by the procedures, analysed and learnt from']
        : [],
  },
  {
    id: 'iso-9001-10.2',
    framework: 'ISO',
    requirement: 'ISO 9001 10.2',
    source: 'ISO 9001:2015 10.2: react to the nonconformity, act on its causes, keep evidence; no figure.',
    authority: () => 'Company (quality)',
    form: null,
    mustReport: false,
    within: CLOSE_OUT_HOURS,
    from: 'report',
    because: (facts) =>
      !isShip(facts) && OF_SERVICE.has(facts.type)
        ? ['what the service was to deliver was lost or stood still: corrected, its causes acted on']
        : [],
  },
  {
    id: 'us-osha-fatality',
    framework: 'US',
    requirement: '29 CFR 1904.39(a)(1)',
    source: '29 CFR 1904.39(a)(1): each work-related fatality within 8 hours.',
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
    id: 'us-osha-hospital',
    framework: 'US',
    requirement: '29 CFR 1904.39(a)(2)',
    source: '29 CFR 1904.39(a)(2): in-patient hospitalization, amputation or loss of an eye within 24 hours.',
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
    id: 'eu-gdpr-33',
    framework: 'EU',
    requirement: 'GDPR Art. 33(1)',
    source: 'Regulation (EU) 2016/679 Art. 33(1): not later than 72 hours after having become aware of it.',
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

function isOfEnvironment({ type, category, pollution }: CaseFacts): boolean {
  const isByType = type === 'pollution' || type === 'dangerous_goods_leak';
  return isByType || category === 'environmental' || pollution !== 'none';
}

const OF_INFORMATION: ReadonlySet<CaseFacts['type']> = new Set([
  'data_loss',
  'system_outage',
  'privacy_breach',
]);
const OF_SERVICE: ReadonlySet<CaseFacts['type']> = new Set(['data_loss', 'system_outage']);

const OF_WORK: ReadonlySet<CaseFacts['type']> = new Set([
  'injury',
  'near_miss',
  'fire',
  'dangerous_goods_leak',
  'road_accident',
  'driver_assault',
]);
