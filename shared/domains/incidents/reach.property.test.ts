import fc from 'fast-check';
import { expect, it } from 'vitest';
import { historyOf } from '#host/audit/record-history.ts';
import { openReadModels } from '#host/store/read-models.ts';
import { AURORA, OFFICE, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { can, may, type PersonActor } from '../../access/can.ts';
import { JOB_PROFILES, ROLES, ROW_SCOPES } from '../../access/roles.ts';
import { targetOf } from '../../access/target.ts';
import { isoOf, msOf } from '../../kernel/clock.ts';
import type { StoredRecord } from '../../kernel/define-entity.ts';
import { isDomainError } from '../../kernel/errors.ts';
import { SEVERITIES, severityRank } from '../../kernel/fields.ts';
import { incidentQueries } from './queries.ts';
import type { IncidentListInput } from './queries/list.ts';
import { incident } from './schema.ts';
import { isOpen, type Stage } from './states.ts';

type Page = ReturnType<typeof incidentQueries.list.run>;
type Dashboard = ReturnType<typeof incidentQueries.dashboard.run>;
type Statistics = ReturnType<typeof incidentQueries.statistics.run>;

const PEOPLE = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b'] as const;
const STARTED_AT = '2026-03-01T08:00:00.000Z';
const YEAR = { period: 'month', from: '2025-12-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' } as const;

const group = fc.constantFrom('deck', 'engine', null);
const made = fc.record({
  siteId: fc.constantFrom(AURORA.id, OFFICE.id),
  teamId: group,
  providerId: group,
  organisationId: group,
  reportedById: fc.constantFrom(...PEOPLE, 'somebody-else'),
  assigneeId: fc.constantFrom(...PEOPLE, null),
  severity: fc.constantFrom(...SEVERITIES),
  stage: fc.constantFrom<Stage>('reported', 'escalated', 'resolved'),
  afterMinutes: fc.integer({ min: 0, max: 60 * 24 * 90 }),
  escalations: fc.integer({ min: 0, max: 2 }),
});
type Made = typeof made extends fc.Arbitrary<infer Value> ? Value : never;

const reader: fc.Arbitrary<PersonActor> = fc
  .record({
    type: fc.constant('person' as const),
    id: fc.constantFrom(...PEOPLE),
    name: fc.constant('Somebody'),
    role: fc.constantFrom(...ROLES),
    jobProfile: fc.constantFrom(...JOB_PROFILES),
    siteId: fc.constantFrom(AURORA.id, OFFICE.id),
    granted: fc.constant([]),
    denied: fc.constant([]),
    organisationId: group,
    providerId: group,
    teamId: group,
    rowScope: fc.constantFrom(...ROW_SCOPES, null),
  })
  // The others are refused before a row is looked at.
  .filter((who) => may(who, 'incidents.read').allowed);

it('answers every question about incidents with the very rows that the policy lets somebody read', () => {
  fc.assert(
    fc.property(
      fc.array(made, { minLength: 1, maxLength: 20 }),
      fc.array(reader, { minLength: 3, maxLength: 5 }),
      (incidents, readers) => {
        const board = withReadModels();
        try {
          const records = incidents.map((one, place) => incidentOf(one, place));
          write(board, records, incidents);
          for (const who of readers)
            expect(answered(board, who, records)).toEqual(expected(who, records, incidents));
        } finally {
          board.close();
        }
      },
    ),
    { seed: 20_260_301, numRuns: 30 },
  );
}, 60_000);

it('says the same of a team with more incidents than are looked up one by one', () => {
  const board = withReadModels();
  const many = Array.from(
    { length: 2_100 },
    (_, place): Made => ({
      siteId: AURORA.id,
      teamId: place % 50 === 0 ? 'engine' : 'deck',
      providerId: null,
      organisationId: null,
      reportedById: 'somebody-else',
      assigneeId: null,
      severity: 'low',
      stage: place % 3 === 0 ? 'reported' : 'resolved',
      afterMinutes: place,
      escalations: 0,
    }),
  );
  write(
    board,
    many.map((one, place) => incidentOf(one, place)),
    many,
  );
  const [first] = fc.sample(reader, { seed: 1, numRuns: 1 });
  const deck = {
    ...first,
    type: 'person',
    jobProfile: 'crew',
    role: 'IT',
    rowScope: 'team',
    teamId: 'deck',
  } as PersonActor;
  const ask = (input: IncidentListInput, who = deck) => list(board, who, input);
  expect(ask({ state: 'all' })).toMatchObject({ total: 1_000, totalIsLeast: true });
  expect(ask({ state: 'open' })).toMatchObject({ total: 686, totalIsLeast: false });
  expect(ask({ state: 'all', text: 'leak' }, { ...deck, teamId: 'engine' })).toMatchObject({ total: 42 });
  expect(statistics(board, deck).reported).toBe(2_058);
  board.close();
});

function withReadModels(): TestConsole & { readonly models: ReturnType<typeof openReadModels> } {
  const board = testConsole({ runTimers: false });
  return { ...board, models: openReadModels(board.store, board.clock) };
}

type MadeRecord = StoredRecord & { readonly stage: Stage; readonly reportedAt: string };

function incidentOf(one: Made, place: number): MadeRecord {
  const { afterMinutes, escalations, stage, severity, ...whose } = one;
  const at = isoOf(msOf(STARTED_AT) + afterMinutes * 60_000);
  return {
    ...whose,
    id: idOf('1', place),
    kind: 'incident',
    number: `AUR-INC-2026-${String(place + 1).padStart(4, '0')}`,
    runningNumber: place + 1,
    title: 'Leak',
    description: '',
    type: 'other',
    category: 'safety',
    severity,
    severityRank: severityRank(severity),
    place: '',
    reportedAt: at,
    reportedByName: '',
    stage,
    stageEnteredAt: at,
    progressedAt: at,
    assigneeName: null,
    escalationLevel: escalations,
    acknowledgeDueAt: null,
    acknowledgedAt: null,
    acknowledgedById: null,
    acknowledgedByName: null,
    clockStartedAt: at,
    dueAt: at,
    atRiskAt: at,
    overdueAt: null,
    resolvedAt: isOpen(stage) ? null : at,
    resolution: null,
    closedAt: null,
    rootCause: null,
    correctiveAction: null,
  };
}

/** Each with a comment, and as many steps up the ladder as it is said to have had; of nobody whom the test asks as. */
function write({ store }: TestConsole, records: readonly MadeRecord[], incidents: readonly Made[]): void {
  store.receive((writer, changed) => {
    for (const [place, record] of records.entries()) {
      changed(writer.write('incidents', record, false));
      const steps = Array.from({ length: incidents[place]?.escalations ?? 0 }, () => 'escalated');
      for (const [step, type] of ['commented', ...steps].entries()) {
        changed(writer.write('incidents', eventOf(record, type, idOf(String(2 + step), place)), false));
      }
    }
  });
}

function eventOf(about: MadeRecord, type: string, id: string): StoredRecord {
  return {
    id,
    kind: 'incident-event',
    siteId: about.siteId,
    incidentId: about.id,
    type,
    at: about.reportedAt,
    byId: PEOPLE[0],
    byName: '',
    consoleSiteId: about.siteId,
    consoleSiteName: '',
    labelKey: `incidents.event.${type}`,
    labelParams: {},
    text: type === 'commented' ? 'Sprinkler' : null,
  };
}

function idOf(block: string, place: number): string {
  return `00000000-0000-7000-800${block}-${String(place).padStart(12, '0')}`;
}

function list(board: TestConsole, who: PersonActor, input: IncidentListInput): Page {
  return board.queries.run<Page>(incidentQueries.list, { limit: 200, ...input }, who);
}

function statistics(board: TestConsole, who: PersonActor): Statistics['total'] {
  return board.queries.run<Statistics>(incidentQueries.statistics, YEAR, who).total;
}

/** Everything that somebody is told of incidents, one way or another. */
function answered(
  board: ReturnType<typeof withReadModels>,
  who: PersonActor,
  records: readonly StoredRecord[],
) {
  const idsIn = (input: IncidentListInput) => sorted(list(board, who, input).rows.map(({ id }) => id));
  const totalOf = (input: IncidentListInput) => list(board, who, input).total;
  const foundBy = (text: string) => board.models.search.find(who, { text, limit: 50 }).found;
  const { reported, escalated } = statistics(board, who);
  return {
    all: idsIn({ state: 'all' }),
    open: idsIn({ state: 'open', sort: 'reportedAt' }),
    done: idsIn({ state: 'done', sort: 'dueAt' }),
    byText: idsIn({ state: 'all', text: 'leak', sort: 'number' }),
    totals: [totalOf({ state: 'all' }), totalOf({ state: 'open' }), totalOf({ state: 'all', text: 'leak' })],
    overview: board.queries.run<Dashboard>(incidentQueries.dashboard, {}, who).totals.open,
    statistics: { reported, escalated },
    found: sorted(foundBy('leak').map(({ id }) => id)),
    foundComments: sorted(foundBy('sprinkler').map(({ partOf }) => partOf?.id ?? '')),
    shown: sorted(records.filter(({ id }) => isAnswered(() => detailOf(board, who, id))).map(({ id }) => id)),
    history: sorted(
      records.filter(({ id }) => isAnswered(() => history(board, who, id))).map(({ id }) => id),
    ),
  };
}

function expected(who: PersonActor, records: ReturnType<typeof incidentOf>[], incidents: readonly Made[]) {
  const seen = records.filter((record) => can(who, 'incidents.read', targetOf(incident, record)).allowed);
  const ids = (some: readonly StoredRecord[]) => sorted(some.map(({ id }) => id));
  const open = seen.filter(({ stage }) => isOpen(stage));
  const escalated = seen.filter((record) => (incidents[records.indexOf(record)]?.escalations ?? 0) > 0);
  return {
    all: ids(seen),
    open: ids(open),
    done: ids(seen.filter(({ stage }) => !isOpen(stage))),
    byText: ids(seen),
    totals: [seen.length, open.length, seen.length],
    overview: open.length,
    statistics: { reported: seen.length, escalated: escalated.length },
    found: ids(seen),
    foundComments: ids(seen),
    shown: ids(seen),
    history: ids(seen),
  };
}

function detailOf(board: TestConsole, who: PersonActor, id: string): unknown {
  return board.queries.run(incidentQueries.detail, { id }, who);
}

function history(board: TestConsole, who: PersonActor, id: string): unknown {
  return historyOf(board.store, who, { key: { collection: 'incidents', id }, before: null, limit: 10 });
}

function isAnswered(ask: () => unknown): boolean {
  try {
    ask();
    return true;
  } catch (error) {
    if (isDomainError(error) && error.code === 'not-found') return false;
    throw error;
  }
}

function sorted(texts: readonly string[]): string[] {
  return texts.toSorted();
}
