import { CATEGORIES, type Incident, INCIDENT_TYPES } from '#shared/domains/incidents/schema.ts';
import { formatNumber } from '#shared/domains/incidents/rules.ts';
import { deadlinesOf } from '#shared/domains/incidents/rules/clock.ts';
import { defaultTerms } from '#tests/support/default-terms.ts';
import { type Random, randomFrom } from '#shared/demo/random.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { isoOf, msOf } from '#shared/kernel/clock.ts';
import { SEVERITIES, severityRank } from '#shared/kernel/fields.ts';
import {
  ACTIONS,
  CAUSES,
  CONSEQUENCES,
  FINDINGS,
  HAPPENINGS,
  MEASURES,
  NAMES,
  PEOPLE,
  PLACES,
  SEALS,
  THINGS,
} from './words.ts';
import { HOUR_MS } from '#shared/kernel/durations.ts';

/**
 * Reports and acknowledges every incident of every system: Fairlead's server takes only what is signed by whoever
 * sends it, and one name is smaller than many.
 */
export const OFFICER = { id: '018b9f5a-7b22-7c41-9d3e-5f60718293a4', name: 'Ines Duarte' };

/** What every system stores: one resolved incident, about 1.1 KB as JSON. */
export type Document = Omit<Incident, 'kind' | 'siteId'>;
/** A change of one field. */
export type Change = { readonly id: string; readonly place: string };

const SEED = 20_260_301;
const FIRST_AT = '2024-03-01T06:00:00.000Z';
const CREW = 40;

/** The same documents in every run and for every system. */
export function documents(count: number, siteCode: string): Document[] {
  const random = randomFrom(SEED, 'documents');
  let atMs = msOf(FIRST_AT);
  return Array.from({ length: count }, (_, index) => {
    atMs += Math.round(random.logNormal(9 * HOUR_MS, 1));
    return documentOf(random, { index, atMs, siteCode });
  });
}

/** One new value for each of the documents, in no order of theirs: people don't work along the list of ids. */
export function changes(documentsToChange: readonly Document[], count: number, round: number): Change[] {
  const random = randomFrom(SEED, `changes ${round}`);
  const order = documentsToChange.map(({ id }) => ({ id, key: random.next() }));
  const ids = order.toSorted((a, b) => a.key - b.key).slice(0, count);
  return ids.map(({ id }) => ({ id, place: placeOf(random) }));
}

/** Text of a person who has much to tell. */
export function longText(characters: number): string {
  const random = randomFrom(SEED, 'long text');
  let text = '';
  while (text.length < characters) text += `${happeningOf(random)} ${findingOf(random)} `;
  return text.slice(0, characters).trim();
}

function documentOf(random: Random, at: { index: number; atMs: number; siteCode: string }): Document {
  const { index, atMs, siteCode } = at;
  const reportedAt = isoOf(atMs);
  const severity = random.weighted(SEVERITIES, (level) => (level === 'critical' ? 1 : 6));
  const acknowledgedAt = isoOf(atMs + Math.round(random.logNormal(0.3 * HOUR_MS, 1)));
  const resolvedMs = atMs + Math.round(random.logNormal(8 * HOUR_MS, 1));
  const assignee = crewOf(random);
  const type = random.pick(INCIDENT_TYPES.vessel);
  return {
    id: RecordId.parse(idAt(random, atMs)),
    number: formatNumber(`${siteCode}-INC-${reportedAt.slice(0, 4)}`, index + 1),
    runningNumber: index + 1,
    title: `${sentence(random.pick(THINGS))}: ${random.pick(HAPPENINGS)}`,
    description: descriptionOf(random),
    type,
    category: random.pick(CATEGORIES),
    severity,
    severityRank: severityRank(severity),
    place: placeOf(random),
    reportedAt,
    reportedById: OFFICER.id,
    reportedByName: OFFICER.name,
    stage: 'resolved',
    stageEnteredAt: isoOf(resolvedMs),
    progressedAt: isoOf(resolvedMs),
    assigneeId: assignee.id,
    assigneeName: assignee.name,
    escalationLevel: random.chance(0.1) ? 1 : 0,
    acknowledgeDueAt: null,
    acknowledgedAt,
    acknowledgedById: OFFICER.id,
    acknowledgedByName: OFFICER.name,
    clockStartedAt: reportedAt,
    ...deadlinesOf(defaultTerms(severity), reportedAt),
    overdueAt: null,
    resolvedAt: isoOf(resolvedMs),
    resolution: `${sentence(random.pick(ACTIONS))}.`,
    closedAt: null,
    rootCause: null,
    correctiveAction: null,
  };
}

function descriptionOf(random: Random): string {
  const seal = `${random.pick(SEALS)} ${random.integer(100_000, 999_999)}-${random.integer(0, 9)}`;
  const more = random.chance(0.5) ? ` ${findingOf(random)}` : '';
  return `${happeningOf(random)} ${findingOf(random)}${more} Photographs and sample ${seal} are with the chief officer.`;
}

function happeningOf(random: Random): string {
  const { name } = crewOf(random);
  return `${random.pick(PEOPLE)} ${name} found at ${clockOf(random)} that ${random.pick(THINGS)} ${random.pick(HAPPENINGS)}, ${random.pick(CONSEQUENCES)}.`;
}

function findingOf(random: Random): string {
  return `${sentence(random.pick(FINDINGS))} ${random.integer(2, 180)} ${random.pick(MEASURES)}; ${random.pick(CAUSES)}.`;
}

function placeOf(random: Random): string {
  const near = random.chance(0.4) ? `, by ${random.pick(THINGS)}` : '';
  return `${random.pick(PLACES)}, frame ${random.integer(8, 210)}${near}`;
}

function clockOf(random: Random): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(random.integer(0, 23))}${two(random.integer(0, 59))}`;
}

function crewOf(random: Random): { id: string; name: string } {
  const member = random.integer(0, CREW - 1);
  const own = randomFrom(SEED, `crew ${member}`);
  return {
    id: idAt(own, msOf('2023-11-05T09:00:00.000Z') + member * 911),
    name: `${own.pick(NAMES)} ${own.pick(NAMES)}`,
  };
}

/** A UUIDv7, as the consoles draw them. */
function idAt(random: Random, atMs: number): string {
  const time = atMs.toString(16).padStart(12, '0');
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => random.integer(0, 15).toString(16)).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${random.pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
