import { AUTHORITIES, coastAuthority, flagAuthority } from './authorities.ts';
import { type CaseFacts, casualtyClassOf, isAtLeast, isShip } from './casualty-class.ts';
import type { NationalDuty } from './national-duty.ts';
import { NATIONAL_EUROPE } from './national-europe.ts';
import { NATIONAL_WORLD } from './national-world.ts';
import type { DutyRule } from './reportability.ts';

const NATIONAL: readonly NationalDuty[] = [...NATIONAL_EUROPE, ...NATIONAL_WORLD];

/** INC-46: what stands in the reasons where the law itself was not compared. */
const TO_CONFIRM = 'time and clause by the authority’s own notice: the DPA confirms them';

export const NATIONAL_DUTIES: readonly DutyRule[] = NATIONAL.map((duty) => ({
  id: duty.id,
  framework: 'NATIONAL',
  requirement: duty.requirement,
  source: duty.source,
  authority: ({ flagState, coastalState }) =>
    duty.authority ?? (flagState === duty.country ? flagAuthority(flagState) : coastAuthority(coastalState)),
  form: duty.form,
  mustReport: true,
  within: duty.within,
  from: duty.from,
  because(facts) {
    if (!isShip(facts) || !isAtLeast(casualtyClassOf(facts), duty.least)) return [];
    if (duty.only !== undefined && !duty.only(facts)) return [];
    const name = AUTHORITIES[duty.country]?.name ?? duty.country;
    const links = linksOf(facts, duty).map((link) => `${link} ${name}`);
    return links.length === 0 || duty.toConfirm === undefined ? links : [...links, TO_CONFIRM];
  },
}));

/** Countries whose law stands here for a ship under their flag, or on their coast. */
export function hasOwnDuties(country: string, of: 'flag' | 'coast'): boolean {
  return NATIONAL.some((duty) => duty.country === country && (duty.of === of || duty.of === 'either'));
}

function linksOf(
  { flagState, coastalState }: CaseFacts,
  { country, of }: Pick<NationalDuty, 'country' | 'of'>,
): string[] {
  return [
    ...(of !== 'coast' && flagState === country ? ['under the flag of'] : []),
    ...(of !== 'flag' && coastalState === country ? ['on the coast of'] : []),
  ];
}
