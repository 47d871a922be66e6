import type { CaseFacts } from './casualty-class.ts';
import type { DutyRule } from './reportability.ts';

/** 46 CFR 4.05-1(a)(7), as raised on 2018-04-18 (83 FR 11889). */
const PROPERTY_DAMAGE_USD = 75_000;
/** 46 CFR 4.03-2(a)(3), raised by the same rule. */
const SERIOUS_PROPERTY_DAMAGE_USD = 200_000;
/** 46 CFR 4.03-2(b): 10,000 US gallons of oil are about 32 t; the figure is kept on the safe side. */
const SERIOUS_OIL_TONNES = 30;
/** 46 CFR 4.05-10(a). */
const WRITTEN_REPORT_HOURS = 5 * 24;
/** 33 CFR 146.35(a). */
const SHELF_REPORT_HOURS = 10 * 24;
/** 46 CFR 4.06-3(a)(1)(i) and (b). */
const ALCOHOL_TEST_HOURS = 2;
const DRUG_TEST_HOURS = 32;
/** 33 CFR 146.303(b). */
const SHELF_INJURED = 5;

const OCMI = 'US Coast Guard Sector or Marine Inspection Office';

/** Duties towards the United States: of its own ships anywhere, of all ships on its waters and its shelf. */
export const US_DUTIES: readonly DutyRule[] = [
  {
    id: 'us-46-4.05-1',
    framework: 'US',
    requirement: '46 CFR 4.05-1',
    source: '46 CFR 4.05-1(a): immediately after resultant safety concerns have been addressed.',
    authority: () => OCMI,
    form: null,
    mustReport: true,
    within: 'at once',
    from: 'occurrence',
    because: casualtyReasons,
  },
  {
    id: 'us-46-4.05-10',
    framework: 'US',
    requirement: '46 CFR 4.05-10',
    source: '46 CFR 4.05-10: within 5 days, on Form CG-2692, beside the immediate notice.',
    authority: () => OCMI,
    form: 'CG-2692',
    mustReport: true,
    within: WRITTEN_REPORT_HOURS,
    from: 'occurrence',
    because: casualtyReasons,
  },
  {
    id: 'us-46-4.06-alcohol',
    framework: 'US',
    requirement: '46 CFR 4.06-3(a)',
    source:
      '46 CFR 4.06-3(a): alcohol testing of those directly involved within 2 hours of a serious marine incident.',
    authority: () => OCMI,
    form: 'CG-2692B',
    mustReport: false,
    within: ALCOHOL_TEST_HOURS,
    from: 'occurrence',
    because: seriousReasons,
  },
  {
    id: 'us-46-4.06-drug',
    framework: 'US',
    requirement: '46 CFR 4.06-3(b)',
    source: '46 CFR 4.06-3(b): specimens for drug tests within 32 hours.',
    authority: () => OCMI,
    form: 'CG-2692B',
    mustReport: false,
    within: DRUG_TEST_HOURS,
    from: 'occurrence',
    because: seriousReasons,
  },
  {
    id: 'us-33-153.203',
    framework: 'US',
    requirement: '33 CFR 153.203',
    source:
      '33 CFR 153.203: whoever is in charge notifies the National Response Center as soon as they know.',
    authority: () => 'National Response Center',
    form: null,
    mustReport: true,
    within: 'at once',
    from: 'occurrence',
    because: (facts) =>
      facts.inUsWaters && isDischarge(facts) ? ['oil or a hazardous substance went into US waters'] : [],
  },
  {
    id: 'us-33-146.30',
    framework: 'US',
    requirement: '33 CFR 146.30',
    source: '33 CFR 146.30 by way of 146.303: notice as soon as possible.',
    authority: () => 'Officer in Charge, Marine Inspection',
    form: null,
    mustReport: true,
    within: 'at once',
    from: 'occurrence',
    because: shelfReasons,
  },
  {
    id: 'us-33-146.35',
    framework: 'US',
    requirement: '33 CFR 146.35',
    source: '33 CFR 146.35(a): written report within 10 days of the casualty.',
    authority: () => 'Officer in Charge, Marine Inspection',
    form: 'CG-2692',
    mustReport: true,
    within: SHELF_REPORT_HOURS,
    from: 'occurrence',
    because: shelfReasons,
  },
];

const isDischarge = ({ pollution }: CaseFacts) => pollution === 'discharged' || pollution === 'severe';

/** 46 CFR 4.03-1: US ships wherever they are, others on the navigable waters of the United States. */
function isUnderPart4({ siteKind, flagState, inUsWaters }: CaseFacts): boolean {
  return siteKind === 'vessel' && (flagState === 'US' || inUsWaters);
}

function casualtyReasons(facts: CaseFacts): readonly string[] {
  if (!isUnderPart4(facts)) return [];
  const { propertyDamageUsd } = facts;
  return [
    ...(facts.type === 'grounding' ? ['(a)(1) unintended grounding'] : []),
    ...(facts.type === 'allision'
      ? ['(a)(1) strike of a bridge (of other things by the criteria below only)']
      : []),
    ...(facts.lostControl ? ['(a)(3) loss of propulsion, steering or a control system'] : []),
    ...(facts.unseaworthy || facts.materialDamage || facts.totalLoss
      ? ['(a)(4) seaworthiness or fitness for service affected']
      : []),
    ...(facts.dead + facts.missing > 0 ? ['(a)(5) loss of life'] : []),
    ...(facts.treated + facts.seriouslyInjured > 0 ? ['(a)(6) injury that needs more than first aid'] : []),
    ...((propertyDamageUsd ?? 0) > PROPERTY_DAMAGE_USD ? ['(a)(7) property damage above 75,000 USD'] : []),
    ...(facts.pollution === 'none' ? [] : ['(a)(8) significant harm to the environment (46 CFR 4.03-65)']),
  ];
}

/** 46 CFR 4.03-2. */
function seriousReasons(facts: CaseFacts): readonly string[] {
  if (!isUnderPart4(facts)) return [];
  const isMuchOil =
    facts.pollution === 'severe' ||
    (facts.pollution === 'discharged' && (facts.pollutantTonnes ?? 0) >= SERIOUS_OIL_TONNES);
  return [
    ...(facts.dead + facts.missing > 0 ? ['serious marine incident: one or more deaths'] : []),
    ...(facts.treated + facts.seriouslyInjured > 0
      ? ['serious marine incident: an injury beyond first aid that makes unfit for duty']
      : []),
    ...((facts.propertyDamageUsd ?? 0) > SERIOUS_PROPERTY_DAMAGE_USD
      ? ['serious marine incident: property damage above 200,000 USD']
      : []),
    ...(facts.totalLoss ? ['serious marine incident: loss of the ship'] : []),
    ...(isMuchOil ? ['serious marine incident: 10,000 US gallons of oil or more'] : []),
  ];
}

/** 33 CFR 146.303, for ships. */
function shelfReasons({ siteKind, onUsShelf, ...facts }: CaseFacts): readonly string[] {
  if (siteKind !== 'vessel' || !onUsShelf) return [];
  const injured = facts.treated + facts.seriouslyInjured;
  return [
    ...(facts.dead + facts.missing > 0 ? ['146.303(a) death'] : []),
    ...(injured >= SHELF_INJURED ? ['146.303(b) five or more persons injured'] : []),
    ...(facts.seriouslyInjured > 0 ? ['146.303(c) incapacitated for more than 72 hours'] : []),
  ];
}
