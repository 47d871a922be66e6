import { coastAuthority, flagAuthority } from './authorities.ts';
import {
  type CaseFacts,
  casualtyClassOf,
  isAtLeast,
  isSevere,
  isShip,
  SEVERE_TONNES,
} from './casualty-class.ts';
import type { DutyRule } from './reportability.ts';

/** Duties that a ship has under any flag, on any coast. */
export const SHIP_DUTIES: readonly DutyRule[] = [
  {
    id: 'solas-xi-1-6',
    framework: 'SOLAS',
    requirement: 'SOLAS I/21, XI-1/6',
    source:
      'SOLAS I/21 and XI-1/6: the Administration investigates casualties, and so must hear of them; MSC.255(84) ch. 6 and 7 on very serious ones.',
    authority: ({ flagState }) => flagAuthority(flagState),
    form: null,
    mustReport: true,
    within: 'at once',
    from: 'occurrence',
    because: (facts) =>
      isAtLeast(casualtyClassOf(facts), 'serious')
        ? [`the Administration investigates marine casualties: ${casualtyReasons(facts).join(', ')}`]
        : [],
  },
  {
    id: 'solas-i-11c',
    framework: 'SOLAS',
    requirement: 'SOLAS I/11(c)',
    source:
      'SOLAS I/11(c): an accident or defect that affects the safety of the ship or its equipment is reported at the earliest opportunity to the Administration, surveyor or recognized organization, in a port also to its State.',
    authority: () => 'Classification society; in port also the port State',
    form: null,
    mustReport: true,
    within: 'at once',
    from: 'occurrence',
    because: (facts) =>
      isShip(facts) && isUnsafe(facts)
        ? [`the safety of the ship is affected: ${unsafeReasons(facts).join(', ')}`]
        : [],
  },
  {
    id: 'marpol-protocol-i',
    framework: 'MARPOL',
    requirement: 'MARPOL Art. 8, Protocol I',
    source:
      'MARPOL Art. 8 and Protocol I Art. I, II(1), V: without delay, by the fastest means, to the nearest coastal State; (c) and (d) for ships of 15 m and more. Form of the report: A.851(20).',
    authority: ({ coastalState }) => coastAuthority(coastalState),
    form: 'A.851',
    mustReport: true,
    within: 'at once',
    from: 'occurrence',
    because: (facts) => (isShip(facts) ? marpolReasons(facts) : []),
  },
  {
    id: 'imo-circ-4',
    framework: 'IMO',
    requirement: 'MSC-MEPC.3/Circ.4/Rev.1',
    source:
      'MSC-MEPC.3/Circ.4/Rev.1: what the Administration reports to IMO (GISIS) by severity. The ship and company keep ready what its annexes ask for.',
    authority: ({ flagState }) => flagAuthority(flagState),
    form: 'MSC-MEPC.3-Circ.4',
    mustReport: false,
    within: null,
    from: 'occurrence',
    because(facts) {
      const found = casualtyClassOf(facts);
      return isAtLeast(found, 'marine_incident')
        ? [`classed as ${CLASS_TEXT[found]}; data for GISIS are kept ready`]
        : [];
    },
  },
];

const CLASS_TEXT = {
  none: 'none',
  near_miss: 'near miss',
  marine_incident: 'marine incident',
  serious: 'serious: a marine casualty',
  very_serious: 'very serious marine casualty',
} as const;

function casualtyReasons(facts: CaseFacts): string[] {
  const { dead, missing, seriouslyInjured } = facts;
  return [
    ...(dead > 0 ? [`${dead} dead`] : []),
    ...(missing > 0 ? [`${missing} missing`] : []),
    ...(seriouslyInjured > 0
      ? [`${seriouslyInjured} unable to function normally for more than 72 hours`]
      : []),
    ...(facts.totalLoss ? ['the ship is lost or abandoned'] : []),
    ...(facts.materialDamage ? ['material damage'] : []),
    ...(facts.lostControl ? ['the ship is or was disabled'] : []),
    ...(facts.type === 'grounding' || facts.type === 'collision' ? [facts.type] : []),
    ...(isSevere(facts) ? [`severe damage to the environment (${SEVERE_TONNES} t or judged so)`] : []),
  ];
}

function isUnsafe(facts: CaseFacts): boolean {
  return unsafeReasons(facts).length > 0;
}

/** What affects the safety of the ship, in words. */
export function unsafeReasons(facts: CaseFacts): string[] {
  return [
    ...(facts.materialDamage || facts.totalLoss ? ['damage'] : []),
    ...(facts.lostControl ? ['propulsion, steering or power lost'] : []),
    ...(facts.unseaworthy ? ['seaworthiness or safety equipment'] : []),
    ...(facts.type === 'grounding' || facts.type === 'collision' ? [facts.type] : []),
  ];
}

function marpolReasons(facts: CaseFacts): string[] {
  const unsafe = unsafeReasons(facts);
  const clause = facts.pollutant === 'packaged' ? 'II(1)(b)' : 'II(1)(a) or (d)';
  return [
    ...(facts.pollution === 'none'
      ? []
      : [`${clause}: ${facts.pollution === 'probable' ? 'a discharge is probable' : 'a discharge'}`]),
    ...(unsafe.length === 0 ? [] : [`II(1)(c), ship of 15 m or more: ${unsafe.join(', ')}`]),
  ];
}
