import { localTimeOf } from '../../../kernel/local-time.ts';
import { msOf } from '../../../kernel/clock.ts';
import type { complianceOf } from '../queries/compliance.ts';
import type { Incident } from '../schema.ts';
import { NO_FACTS } from '../schema/facts.ts';
import type { FormKnown } from './form-known.ts';
import { valueText } from './said.ts';

/** One block of the form; null: the record does not know, somebody fills it in. */
export type FormField = { readonly block: string; readonly label: string; readonly value: string | null };

type Known = { readonly incident: Incident; readonly form: FormKnown } & ReturnType<typeof complianceOf>;

/**
 * The blocks of US Coast Guard form CG-2692 (Rev. 06-04, OMB 1625-0001) that a record of ours can speak to. 46 CFR
 * 4.05-10 takes the form or its data.
 */
export function cg2692Fields({ incident, site, facts: known, form }: Known): readonly FormField[] {
  const facts = known ?? NO_FACTS;
  const at = localTimeOf(
    msOf(facts.occurredAt ?? incident.occurredAt ?? incident.reportedAt),
    site?.timeZone ?? 'UTC',
  );
  const two = (part: number) => String(part).padStart(2, '0');
  const field = (block: string, label: string, value?: string | null): FormField => ({
    block,
    label,
    value: value || null,
  });
  return [
    field('1', 'Name of vessel or facility', site?.name ?? null),
    field('2', 'Official No.', site?.imoNumber === null || site === null ? null : `IMO ${site.imoNumber}`),
    field('3', 'Nationality', facts.flagState ?? site?.flagCountry ?? null),
    field('4', 'Call sign', site?.callSign),
    field('5', 'USCG Certificate of Inspection issued at'),
    field('6', 'Type', known === null ? null : facts.vesselKind),
    field('7', 'Length'),
    field('8', 'Gross tons', textOf(site?.grossTonnage)),
    field('9', 'Year built', textOf(site?.yearBuilt)),
    field('10', 'Propulsion'),
    field('11', 'Hull material'),
    field('12', 'Draft forward and aft'),
    field('13', 'Classed by', site?.classSociety),
    field('14', 'Date of occurrence', `${at.year}-${two(at.month)}-${two(at.day)}`),
    field('15', 'Time (local)', `${two(at.hour)}:${two(at.minute)} ${site?.timeZone ?? 'UTC'}`),
    field('16', 'Location', incident.place === '' ? null : incident.place),
    field(
      '17',
      'Estimated loss or damage (USD)',
      facts.propertyDamageUsd === null ? null : String(facts.propertyDamageUsd),
    ),
    field(
      '18',
      'Operating company: name, address, telephone',
      linesOf([site?.operatorName, site?.operatorAddress]),
    ),
    field('19', 'Master or person in charge', form.masters.join(' or ')),
    field('20', 'Pilot'),
    field('21', 'Casualty elements', known === null ? null : elementsOf(incident, facts)),
    field('21', 'Persons on board'),
    field('21', 'Death: how many', count(known?.dead ?? incident.dead)),
    field('21', 'Missing: how many', count(known?.missing)),
    field(
      '21',
      'Injured: how many',
      count(known === null ? incident.injured : facts.seriouslyInjured + facts.treated),
    ),
    field(
      '21',
      'Oil spill: estimated amount',
      facts.pollutantTonnes === null ? null : `${facts.pollutantTonnes} t`,
    ),
    field('22', 'Conditions: sea, weather, visibility, wind, current'),
    field('23', 'Navigation information'),
    field('24', 'Last port, where bound'),
    field('25–30', 'Tow and barges, where there were any'),
    field('31–43', 'Personnel: name, status, injury, activity (form CG-2692C)', personnelOf(incident, known)),
    field('44', 'Description of casualty', descriptionOf(incident, facts.circumstances)),
    field('45', 'Witnesses (form CG-2692D)', witnessesOf(form)),
    field('46', 'Recommendations for corrective safety measures', linesOf(form.measures)),
    field('47', 'Person making this report', incident.reportedByName === '' ? null : incident.reportedByName),
    field('47', 'Signature, title, date'),
  ];
}

function count(number: number | undefined): string | null {
  return number === undefined ? null : String(number);
}

function textOf(number: number | null | undefined): string | null {
  return number === null ? null : count(number);
}

function linesOf(texts: readonly (string | null | undefined)[]): string {
  return texts.filter((text) => (text ?? '') !== '').join('\n');
}

/** Whom the form wants named one by one: facts and report say how many, nobody's record says who. */
function personnelOf({ dead = 0, injured = 0 }: Incident, facts: Known['facts']): string {
  const counts = [
    [facts?.dead ?? dead, 'dead'],
    [facts?.missing ?? 0, 'missing'],
    [facts === null ? injured : facts.seriouslyInjured + facts.treated, 'injured'],
  ] as const;
  const said = counts.flatMap(([people, what]) => (people === 0 ? [] : [`${people} ${what}`]));
  return said.length === 0 ? '' : `${said.join(', ')}: to be named, one by one`;
}

function witnessesOf({ witnesses, named }: FormKnown): string {
  if (named.length === 0) return witnesses === 0 ? '' : `${witnesses}: their names are left out`;
  return named
    .map((one) => [one.name, one.capacity, one.contact].filter((text) => text !== '').join(', '))
    .join('\n');
}

function descriptionOf({ title, description }: Incident, circumstances: string): string {
  return [title, description, circumstances].filter((text) => text !== '').join('\n');
}

function elementsOf({ type, dead = 0 }: Incident, facts: typeof NO_FACTS): string {
  const elements = [
    valueText('type', type),
    ...(facts.dead + dead > 0 ? ['Death'] : []),
    ...(facts.missing > 0 ? ['Missing'] : []),
    ...(facts.seriouslyInjured + facts.treated > 0 ? ['Injured'] : []),
    ...(facts.lostControl ? ['Steering, propulsion or electrical failure'] : []),
    ...(facts.materialDamage ? ['Structural or material damage'] : []),
    ...(facts.pollution === 'none'
      ? []
      : [facts.pollutant === 'oil' ? 'Oil spill' : 'Hazardous material released']),
  ];
  return elements.join(', ');
}
