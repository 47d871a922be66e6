import { AUTHORITIES, coastAuthority, flagAuthority } from './authorities.ts';
import { type CaseFacts, type CasualtyClass, casualtyClassOf, isAtLeast } from './casualty-class.ts';
import type { DutyRule } from './reportability.ts';

/** What a country asks of ships under its flag or on its coast, beside the conventions. One line a duty. */
type NationalDuty = {
  readonly id: string;
  readonly country: string;
  readonly of: 'flag' | 'coast' | 'either';
  readonly least: CasualtyClass;
  readonly requirement: string;
  readonly within: DutyRule['within'];
  readonly from: DutyRule['from'];
  readonly form: string | null;
};

const NATIONAL: readonly NationalDuty[] = [
  {
    // AMSA, "Report a marine incident": alert within 4 hours of becoming aware (regulated Australian and foreign ships).
    id: 'national-au-alert',
    country: 'AU',
    of: 'either',
    least: 'marine_incident',
    requirement: 'Navigation Act 2012, Marine Order 1: alert',
    within: 4,
    from: 'report',
    form: 'AMSA-18',
  },
  {
    // The same: report within 72 hours of becoming aware.
    id: 'national-au-report',
    country: 'AU',
    of: 'either',
    least: 'marine_incident',
    requirement: 'Navigation Act 2012, Marine Order 1: report',
    within: 72,
    from: 'report',
    form: 'AMSA-19',
  },
  {
    // Merchant Shipping (Accident Reporting and Investigation) Regulations 2012, reg. 6: by the quickest means.
    id: 'national-gb-accident',
    country: 'GB',
    of: 'either',
    least: 'serious',
    requirement: 'SI 2012/1743 reg. 6',
    within: 'at once',
    from: 'occurrence',
    form: null,
  },
];

export const NATIONAL_DUTIES: readonly DutyRule[] = NATIONAL.map((duty) => ({
  id: duty.id,
  framework: 'NATIONAL',
  requirement: duty.requirement,
  authority: ({ flagState, coastalState }) =>
    flagState === duty.country ? flagAuthority(flagState) : coastAuthority(coastalState),
  form: duty.form,
  mustReport: true,
  within: duty.within,
  from: duty.from,
  because(facts) {
    if (facts.siteKind !== 'vessel' || !isAtLeast(casualtyClassOf(facts), duty.least)) return [];
    const name = AUTHORITIES[duty.country]?.name ?? duty.country;
    return linksOf(facts, duty).map((link) => `${link} ${name}`);
  },
}));

function linksOf(
  { flagState, coastalState }: CaseFacts,
  { country, of }: Pick<NationalDuty, 'country' | 'of'>,
): string[] {
  return [
    ...(of !== 'coast' && flagState === country ? ['under the flag of'] : []),
    ...(of !== 'flag' && coastalState === country ? ['on the coast of'] : []),
  ];
}
