import { msOf } from '../../../../kernel/clock.ts';
import { localTimeOf } from '../../../../kernel/local-time.ts';
import type { Incident } from '../../schema.ts';
import { type FactFields, NO_FACTS } from '../../schema/facts.ts';
import { valueText } from '../said.ts';
import type { Known } from './form.ts';

/** What several forms ask in the same words. */

export function occurredAtOf({ incident, facts }: Pick<Known, 'incident' | 'facts'>): string {
  return facts?.occurredAt ?? incident.occurredAt ?? incident.reportedAt;
}

/** Day and hour by the clock of the site, with its zone. */
export function localTimeTextOf(known: Known): { readonly date: string; readonly time: string } {
  const zone = known.site?.timeZone ?? 'UTC';
  const at = localTimeOf(msOf(occurredAtOf(known)), zone);
  const two = (part: number) => String(part).padStart(2, '0');
  return {
    date: `${at.year}-${two(at.month)}-${two(at.day)}`,
    time: `${two(at.hour)}:${two(at.minute)} ${zone}`,
  };
}

export function linesOf(texts: readonly (string | null | undefined)[]): string {
  return texts.filter((text) => (text ?? '') !== '').join('\n');
}

export function operatorOf({ site }: Known): string {
  return linesOf([site?.operatorName, site?.operatorAddress]);
}

export function descriptionOf({ incident, facts }: Known): string {
  return linesOf([incident.title, incident.description, facts?.circumstances]);
}

/** As the facts have it; before anybody has entered them, as the report says. */
export function peopleOf({ incident, facts }: Known) {
  const { dead = 0, injured = 0 } = incident;
  return {
    dead: facts?.dead ?? dead,
    missing: facts?.missing ?? 0,
    injured: facts === null ? injured : facts.seriouslyInjured + facts.treated,
  };
}

/** In words: whom the forms want named one by one, and nobody's record says who. */
export function peopleTextOf(known: Known): string {
  const { dead, missing, injured } = peopleOf(known);
  const counts = [
    [dead, 'dead'],
    [missing, 'missing'],
    [injured, 'injured'],
  ] as const;
  return counts.flatMap(([people, what]) => (people === 0 ? [] : [`${people} ${what}`])).join(', ');
}

export function elementsOf({ incident: { type, dead = 0 } }: Known, facts: FactFields): string {
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

/** Damage, as far as the facts say any. */
export function damageOf(facts: FactFields | null): string {
  if (facts === null) return '';
  return [
    ...(facts.totalLoss ? ['ship lost or abandoned'] : []),
    ...(facts.materialDamage ? ['material damage'] : []),
    ...(facts.lostControl ? ['propulsion, steering or power lost'] : []),
    ...(facts.unseaworthy ? ['seaworthiness or safety equipment affected'] : []),
  ].join(', ');
}

export function pollutionOf(facts: FactFields | null): string {
  const { pollution, pollutant, pollutantTonnes } = facts ?? NO_FACTS;
  if (pollution === 'none') return '';
  const how = { probable: 'discharge probable', discharged: 'discharged', severe: 'severe' }[pollution];
  const what = { oil: 'oil', noxious_liquid: 'noxious liquid', packaged: 'in packages', other: 'other' };
  return [
    how,
    ...(pollutant === null ? [] : [what[pollutant]]),
    ...(pollutantTonnes === null ? [] : [`${pollutantTonnes} t`]),
  ].join(', ');
}

export function shipTypeOf(facts: FactFields | null): string | null {
  return facts?.vesselKind ?? null;
}

export function flagOf({ site, facts }: Known): string | null {
  return facts?.flagState ?? site?.flagCountry ?? null;
}

export function reporterOf({ reportedByName }: Incident): string {
  return reportedByName;
}
