import { formatNumber } from '#shared/domains/incidents/rules.ts';
import { deadlinesOf } from '#shared/domains/incidents/rules/clock.ts';
import { defaultTerms } from '#tests/support/default-terms.ts';
import {
  CATEGORIES,
  type Incident,
  type IncidentEvent,
  INCIDENT_TYPES,
} from '#shared/domains/incidents/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { isoOf, msOf } from '#shared/kernel/clock.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import { type Severity, severityRank } from '#shared/kernel/fields.ts';
import { DAY_MS, MINUTE_MS } from '#shared/kernel/durations.ts';

/** When the questions are asked. The history ends here. */
export const NOW = '2026-03-02T12:00:00.000Z';
const YEARS = 5;
const SPAN_MS = YEARS * 365 * DAY_MS;

/** One record in five is a step of a timeline, the others are incidents, the heaviest kind there is. */
const EVENT_EVERY = 5;
const SITES = 40;
const ZONES = [
  'UTC',
  'Europe/Athens',
  'Europe/Oslo',
  'Asia/Singapore',
  'America/New_York',
  'Australia/Sydney',
];
/** Half of a severity's incidents are resolved after this many hours; each further one takes as long again. */
const HALF_RESOLVED_HOURS: { readonly [S in Severity]: number } = {
  critical: 3,
  high: 8,
  medium: 20,
  low: 60,
};
/** Some things wait for the dry dock. */
const LINGERING_SHARE = 0.02;
const LINGERING_FACTOR = 50;

export const siteIds = Array.from(
  { length: SITES },
  (_, index) => `01950000-0000-7000-8000-00000001${String(index).padStart(4, '0')}`,
);

export function siteRecords(): StoredRecord[] {
  return siteIds.map((id, index) => ({
    id,
    kind: 'site',
    siteId: id,
    code: codeOf(index),
    name: `MV ${pick(NAMES, index * 7)} ${index}`,
    siteKind: 'vessel',
    timeZone: pick(ZONES, index),
    imoNumber: null,
    active: true,
  }));
}

/** The record at a place in five years of history: the same for the same place and length. */
export function recordAt(index: number, rows: number): StoredRecord {
  return index % EVENT_EVERY === EVENT_EVERY - 1 ? eventAt(index, rows) : incidentAt(index, rows);
}

export function incidentAt(index: number, rows: number): Incident & StoredRecord {
  const draw = randomOf(index);
  const reportedMs = msOf(NOW) - Math.round(SPAN_MS * (1 - index / rows));
  const reportedAt = isoOf(reportedMs);
  const severity = severityOf(draw());
  const { dueAt, atRiskAt } = deadlinesOf(defaultTerms(severity), reportedAt);
  const site = Math.floor(draw() * SITES);
  const person = Math.floor(draw() * PEOPLE);
  const acknowledgedMs = reportedMs + draw() * 60 * MINUTE_MS;
  const halfMs =
    HALF_RESOLVED_HOURS[severity] * 60 * MINUTE_MS * (draw() < LINGERING_SHARE ? LINGERING_FACTOR : 1);
  const resolvedMs = reportedMs - Math.log2(1 - draw() * 0.9999) * halfMs;
  const closedMs = resolvedMs + draw() * 7 * DAY_MS;
  const atOrNull = (atMs: number) => (atMs <= msOf(NOW) ? isoOf(Math.round(atMs)) : null);
  const [acknowledgedAt, resolvedAt, closedAt] = [acknowledgedMs, resolvedMs, closedMs].map(atOrNull);
  const type = pick(INCIDENT_TYPES.vessel, Math.floor(draw() * 1_000));
  const words = Array.from({ length: 18 + Math.floor(draw() * 24) }, () =>
    pick(WORDS, Math.floor(draw() * 10_000)),
  );
  return {
    id: idAt(reportedMs, index),
    kind: 'incident',
    siteId: pick(siteIds, site),
    number: formatNumber(`${codeOf(site)}-INC-${reportedAt.slice(0, 4)}`, index + 1),
    runningNumber: index + 1,
    title: `${type.replaceAll('_', ' ')} ${words.slice(0, 4).join(' ')}`,
    description: words.join(' '),
    type,
    category: pick(CATEGORIES, Math.floor(draw() * 1_000)),
    severity,
    severityRank: severityRank(severity),
    place: `${pick(PLACES, Math.floor(draw() * 1_000))} ${Math.floor(draw() * 9)}`,
    reportedAt,
    reportedById: personId(person),
    reportedByName: personName(person),
    stage: closedAt ? 'closed' : resolvedAt ? 'resolved' : acknowledgedAt ? 'triaging' : 'reported',
    stageEnteredAt: closedAt ?? resolvedAt ?? acknowledgedAt ?? reportedAt,
    progressedAt: resolvedAt ?? reportedAt,
    assigneeId: personId(person + 1),
    assigneeName: personName(person + 1),
    escalationLevel: draw() < 0.1 ? 1 : 0,
    acknowledgeDueAt: null,
    acknowledgedAt: acknowledgedAt ?? null,
    acknowledgedById: acknowledgedAt ? personId(person + 2) : null,
    acknowledgedByName: acknowledgedAt ? personName(person + 2) : null,
    clockStartedAt: reportedAt,
    dueAt,
    atRiskAt,
    overdueAt: Math.min(resolvedMs, msOf(NOW)) > msOf(dueAt) ? dueAt : null,
    resolvedAt: resolvedAt ?? null,
    resolution: resolvedAt ? words.slice(4, 14).join(' ') : null,
    closedAt: closedAt ?? null,
    rootCause: closedAt ? words.slice(2, 8).join(' ') : null,
    correctiveAction: closedAt ? words.slice(8, 14).join(' ') : null,
  };
}

function eventAt(index: number, rows: number): IncidentEvent & StoredRecord {
  const whole = incidentAt(index - 1, rows);
  const draw = randomOf(index);
  const isEscalation = draw() < 0.3;
  const atMs = Math.min(msOf(NOW), msOf(whole.reportedAt) + draw() * 90 * MINUTE_MS);
  return {
    id: idAt(msOf(whole.reportedAt) + 1, index),
    kind: 'incident-event',
    siteId: whole.siteId,
    incidentId: whole.id,
    type: isEscalation ? 'escalated' : 'commented',
    at: isoOf(Math.round(atMs)),
    byId: whole.reportedById,
    byName: whole.reportedByName,
    consoleSiteId: whole.siteId,
    consoleSiteName: 'MV',
    labelKey: isEscalation ? 'incidents.event.escalated' : 'incidents.event.commented',
    labelParams: { number: whole.number },
    text: isEscalation ? null : `${whole.place} ${whole.title}`,
  };
}

const PEOPLE = 2_000;
const NAMES =
  'Aurora Borealis Calypso Delphin Electra Fortuna Galatea Hermes Isolde Juno Kestrel Leander'.split(' ');
const FAMILIES =
  'Duarte Okafor Nilsen Papadakis Santos Kowalski Ivanova Reyes Haddad Tan Virtanen Moreau'.split(' ');
const PLACES = ['Engine room', 'Galley', 'Hold', 'Bridge', 'Pump room', 'Main deck', 'Paint store', 'Cabin'];
/** About as many different words as such reports have. */
const WORDS = wordsOf(3_000);

function wordsOf(count: number): string[] {
  const plain =
    'valve leak pump bilge oil fire smoke alarm crane hatch cover slipped injured crew deck cargo lashing hose pressure bearing overheated generator failed steering radar anchor winch rope parted sprinkler door seal water ingress ballast tank sounding gangway watch officer reported found checked isolated replaced inspected temperature sensor cable short circuit breaker'.split(
      ' ',
    );
  const syllables = 'ba co di fe gu ha jo ka le mi no pu ra se ti vo wa xe yo zu'.split(' ');
  const made = Array.from({ length: count - plain.length }, (_, index) =>
    [0, 1, 2].map((place) => pick(syllables, Math.floor(index / 20 ** place))).join(''),
  );
  // Plain words come up more often than the long tail, as in any text.
  return [...plain, ...plain, ...plain, ...plain, ...plain, ...plain, ...made];
}

function severityOf(drawn: number): Severity {
  if (drawn < 0.05) return 'critical';
  if (drawn < 0.2) return 'high';
  return drawn < 0.6 ? 'medium' : 'low';
}

function codeOf(site: number): string {
  return `S${String(site).padStart(2, '0')}`;
}

function personId(person: number): string {
  return `01950000-0000-7000-8000-00000002${String(person % PEOPLE).padStart(4, '0')}`;
}

function personName(person: number): string {
  return `${pick(NAMES, person)} ${pick(FAMILIES, Math.floor(person / NAMES.length))}`;
}

/** A UUID of version 7, as the program draws them: in the order of time. */
function idAt(atMs: number, index: number): RecordId {
  const time = atMs.toString(16).padStart(12, '0');
  return RecordId.parse(
    `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${index.toString(16).padStart(12, '0')}`,
  );
}

function pick<Value>(values: readonly Value[], index: number): Value {
  return must(values[index % values.length], 'a value to pick');
}

/** Mulberry32: small, fast, and the same on every machine. */
function randomOf(seed: number): () => number {
  let state = (seed * 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
