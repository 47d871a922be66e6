import { AUTHORITIES, coastAuthority, flagAuthority } from './authorities.ts';
import { type CaseFacts, casualtyClassOf, isAtLeast, isShip } from './casualty-class.ts';
import { hasOwnDuties } from './duties-national.ts';
import { unsafeReasons } from './duties-ship.ts';
import type { DutyRule } from './reportability.ts';

/** Member States with a coast or a merchant flag. */
const EU_STATES: ReadonlySet<string> = new Set(
  'BE BG CY DE DK EE ES FI FR GR HR IE IT LT LV MT NL PL PT RO SE SI'.split(' '),
);

/** Duties that hold in every Member State of the European Union. */
export const EU_DUTIES: readonly DutyRule[] = [
  {
    id: 'eu-2002-59-17',
    framework: 'EU',
    requirement: 'Directive 2002/59/EC Art. 17(1)',
    source:
      'Directive 2002/59/EC, as amended, Art. 17(1): the master immediately reports to the coastal station what affects the safety of the ship or compromises shipping, what is liable to pollute, and slicks, containers or packages seen adrift. Art. 19(3): the master tells the company.',
    authority: ({ coastalState }) => `Coastal station: ${coastAuthority(coastalState)}`,
    form: null,
    mustReport: true,
    within: 'at once',
    from: 'occurrence',
    because: (facts) => (isInEu(facts.coastalState) ? shippingReasons(facts) : []),
  },
  {
    id: 'eu-2009-18-6',
    framework: 'EU',
    requirement: 'Directive 2009/18/EC Art. 6',
    source:
      'Directive 2009/18/EC, as amended by Directive (EU) 2024/3017, Art. 6: the law of each Member State obliges those concerned to notify its investigation authority without delay. Of States whose own law stands in the national table, that is asked for instead.',
    authority: ({ flagState, coastalState }) =>
      isOpenIn(flagState, 'flag')
        ? `Investigation authority: ${flagAuthority(flagState)}`
        : `Investigation authority of ${nameOf(coastalState)}`,
    form: null,
    mustReport: true,
    within: 'at once',
    from: 'occurrence',
    because(facts) {
      if (!isShip(facts) || !isAtLeast(casualtyClassOf(facts), 'serious')) return [];
      return [
        ...(isOpenIn(facts.flagState, 'flag')
          ? [`a casualty under the flag of ${nameOf(facts.flagState)}`]
          : []),
        ...(isOpenIn(facts.coastalState, 'coast')
          ? [`a casualty on the coast of ${nameOf(facts.coastalState)}`]
          : []),
        // The clause binds through national law alone.
      ].map((reason) => `${reason}; the DPA confirms how its law has it`);
    },
  },
];

const isInEu = (country: string | null): country is string => country !== null && EU_STATES.has(country);

function isOpenIn(country: string | null, of: 'flag' | 'coast'): boolean {
  return isInEu(country) && !hasOwnDuties(country, of);
}

function nameOf(country: string | null): string {
  return country === null ? '' : (AUTHORITIES[country]?.name ?? country);
}

function shippingReasons(facts: CaseFacts): readonly string[] {
  if (!isShip(facts)) return [];
  return [
    ...unsafeReasons(facts).map((reason) => `safety of the ship or of shipping: ${reason}`),
    ...(facts.pollution === 'none' ? [] : ['liable to pollute']),
    ...(facts.type === 'loss_of_cargo' || facts.type === 'fire' || facts.type === 'allision'
      ? [facts.type]
      : []),
  ];
}
