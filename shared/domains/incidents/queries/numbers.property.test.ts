import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyRollUps } from '#host/store/roll-ups/verify.ts';
import { ArchiveBoard } from '#tests/support/archive-board.ts';
import { AURORA, OFFICE, personActor, type TestConsole } from '#tests/support/test-console.ts';
import type { Actor } from '../../../access/can.ts';
import { isoOf, msOf } from '../../../kernel/clock.ts';
import type { StoredRecord } from '../../../kernel/define-entity.ts';
import { SEVERITIES, severityRank } from '../../../kernel/fields.ts';
import { movedBy, startOfPeriod } from '../../../kernel/local-span.ts';
import { incidentQueries } from '../queries.ts';
import {
  HISTORY_NUMBERS,
  historyRows,
  openAtLevel,
  OPEN_DRILLS,
  openOfCategory,
  openRows,
  type RowsAsked,
} from '../rules/rows-of-numbers.ts';
import { CATEGORIES } from '../schema.ts';
import { isOpen, STAGES } from '../states.ts';

type History = ReturnType<typeof incidentQueries.history.run>;
type Dashboard = ReturnType<typeof incidentQueries.dashboard.run>;
type Page = ReturnType<typeof incidentQueries.list.run>;

/** The test's clock starts at 08:00 of the first of March; the night of the 29th is 23 hours long in Athens. */
const NOW_MS = msOf('2026-03-01T08:00:00.000Z');
const ADMINISTRATOR = personActor('AD', 'administrator', OFFICE.id);
const OF_DECK: Actor = { ...personActor('IT'), rowScope: 'team', teamId: 'deck' };

let archive: ArchiveBoard;
let board: TestConsole;
beforeEach(() => {
  archive = new ArchiveBoard();
  board = archive.board;
});
afterEach(() => archive.remove());

const minutes = (least: number, most: number) => fc.integer({ min: least, max: most });
const made = fc.record({
  siteId: fc.constantFrom(AURORA.id, OFFICE.id, 'a-site-nobody-knows'),
  reportedBefore: minutes(0, 60 * 24 * 60),
  severity: fc.constantFrom(...SEVERITIES),
  category: fc.constantFrom(...CATEGORIES),
  type: fc.constantFrom('fire', 'near_miss', 'other'),
  stage: fc.constantFrom(...STAGES),
  level: minutes(0, 3),
  assigneeId: fc.constantFrom(null, 'ines', 'petros'),
  teamId: fc.constantFrom(null, 'deck', 'engine'),
  acknowledgedAfter: fc.option(minutes(0, 300), { nil: null }),
  reopenedAfter: fc.option(minutes(1, 600), { nil: null }),
  resolvedAfter: minutes(0, 60 * 24 * 9),
  closeDueAfter: fc.option(minutes(60, 60 * 24 * 12), { nil: null }),
  dueAfter: minutes(60, 60 * 48),
  isDrill: fc.constantFrom(undefined, false, true),
  mergedIntoId: fc.constantFrom(undefined, null, null, 'another'),
});
type Made = typeof made extends fc.Arbitrary<infer Value> ? Value : never;

const span = fc
  .record({
    period: fc.constantFrom('hour' as const, 'day' as const, 'week' as const, 'month' as const),
    back: fc.integer({ min: 0, max: 60 }),
    count: fc.integer({ min: 1, max: 24 }),
  })
  .map(({ period, back, count }) => {
    const from = startOfPeriod(
      period,
      isoOf(NOW_MS - back * 24 * 60 * 60_000).slice(0, 'yyyy-mm-ddThh:mm'.length),
    );
    return { period, from, to: movedBy(period, from, count) };
  });

describe('every number of the overview', () => {
  it('is as many as the rows that it leads to, for whoever asks, whatever is in the archive', () => {
    let batches = 0;
    fc.assert(
      fc.property(
        fc.array(made, { minLength: 1, maxLength: 25 }),
        span,
        fc.constantFrom(ADMINISTRATOR, OF_DECK),
        fc.constantFrom(null, AURORA.id, OFFICE.id),
        fc.constantFrom(undefined, 0, 20),
        (incidents, asked, who, siteId, archivedAfterDays) => {
          write(incidents.map(recordOf));
          if (archivedAfterDays !== undefined)
            batches += archive.archive({ afterDays: archivedAfterDays }).length;
          expect(verifyRollUps(board.store.db).differences).toEqual([]);
          const input = { ...asked, siteId };
          for (const [name, number, rows] of [...liveNumbers(who), ...historyNumbers(who, input)]) {
            expect([name, number]).toEqual([name, rowsOf(who, rows)]);
          }
        },
      ),
      { seed: 20_260_354, numRuns: 60 },
    );
    expect(batches).toBeGreaterThan(10);
  }, 300_000);
});

type Numbered = readonly [name: string, number: number, rows: RowsAsked];

function liveNumbers(who: Actor): Numbered[] {
  const { totals, drills, bySite, byCategory, byLevel, byAssignee } = board.queries.run<Dashboard>(
    incidentQueries.dashboard,
    {},
    who,
  );
  return [
    ['open', totals.open, openRows()],
    ['on track', totals.onTrack, openRows({ sla: 'on_track' })],
    ['at risk', totals.atRisk, openRows({ sla: 'at_risk' })],
    ['overdue', totals.overdue, openRows({ sla: 'overdue' })],
    ['unacknowledged', totals.unacknowledged, openRows({ ladder: 'unacknowledged' })],
    ['escalated', totals.escalated, openRows({ ladder: 'escalated' })],
    ['drills', drills, OPEN_DRILLS],
    ...SEVERITIES.map((one): Numbered => [one, totals[one], openRows({ severities: [one] })]),
    ...bySite.flatMap(({ siteId, open, overdue, critical }): Numbered[] => [
      ['site', open, openRows({ siteId })],
      ['site overdue', overdue, openRows({ siteId, sla: 'overdue' })],
      ['site critical', critical, openRows({ siteId, severities: ['critical'] })],
    ]),
    ...byCategory.map(({ category, open }): Numbered => [category, open, openOfCategory(category)]),
    ...byLevel.map(({ level, open }): Numbered => [`level ${level}`, open, openAtLevel(level)]),
    ...byAssignee.flatMap(({ assignee, open, overdue }): Numbered[] => [
      [assignee, open, openRows({ assignee })],
      [`${assignee} overdue`, overdue, openRows({ assignee, sla: 'overdue' })],
    ]),
  ];
}

function historyNumbers(
  who: Actor,
  input: { period: 'hour' | 'day' | 'week' | 'month'; from: string; to: string; siteId: string | null },
): Numbered[] {
  const { total, previous, periods, bySite, byType } = board.queries.run<History>(
    incidentQueries.history,
    input,
    who,
  );
  const counts = new Map<string, number>([
    ...Object.entries(total).flatMap(([name, value]) =>
      typeof value === 'number' ? [[name, value] as const] : [],
    ),
    ...byType.map(({ type, reported }) => [`type_${type}`, reported] as const),
  ]);
  return [
    ...HISTORY_NUMBERS.map((name): Numbered => [name, counts.get(name) ?? 0, historyRows(name, input)]),
    ['before', previous.reported, historyRows('reported', { ...previous, siteId: input.siteId })],
    ...periods.flatMap(({ localStart, reported, resolved }): Numbered[] => {
      const time = { from: localStart, to: movedBy(input.period, localStart, 1), siteId: input.siteId };
      return [
        [`reported ${localStart}`, reported, historyRows('reported', time)],
        [`resolved ${localStart}`, resolved, historyRows('resolved', time)],
      ];
    }),
    ...bySite.flatMap(({ siteId, reported, deadlineMissed }): Numbered[] => [
      [`of ${siteId}`, reported, historyRows('reported', { ...input, siteId })],
      [`missed of ${siteId}`, deadlineMissed, historyRows('deadlineMissed', { ...input, siteId })],
    ]),
  ];
}

function rowsOf(who: Actor, rows: RowsAsked): number {
  const page = board.queries.run<Page>(incidentQueries.list, { limit: 200, ...rows }, who);
  expect([page.rows.length, page.next]).toEqual([page.total, null]);
  return page.rows.length;
}

function write(records: readonly StoredRecord[]): void {
  board.store.receive((writer, changed) => {
    for (const record of records) changed(writer.write('incidents', record, false));
  });
}

function recordOf(one: Made, place: number): StoredRecord {
  const reportedMs = NOW_MS - one.reportedBefore * 60_000;
  const after = (count: number | null) => (count === null ? null : isoOf(reportedMs + count * 60_000));
  const isDone = !isOpen(one.stage);
  const clockStartedAt = after(one.reopenedAfter ?? 0);
  const { isDrill, mergedIntoId } = one;
  return {
    id: `00000000-0000-7000-8009-${String(place).padStart(12, '0')}`,
    kind: 'incident',
    siteId: one.siteId,
    teamId: one.teamId,
    providerId: null,
    organisationId: null,
    number: `AUR-INC-2026-${String(place + 1).padStart(4, '0')}`,
    runningNumber: place + 1,
    title: 'Leak',
    description: '',
    type: one.type,
    category: one.category,
    severity: one.severity,
    severityRank: severityRank(one.severity),
    place: '',
    reportedAt: isoOf(reportedMs),
    reportedById: 'somebody',
    reportedByName: '',
    stage: one.stage,
    stageEnteredAt: isoOf(reportedMs),
    progressedAt: isoOf(reportedMs),
    assigneeId: one.assigneeId,
    assigneeName: one.assigneeId,
    escalationLevel: one.level,
    acknowledgeDueAt: null,
    acknowledgedAt: after(one.acknowledgedAfter),
    acknowledgedById: null,
    acknowledgedByName: null,
    clockStartedAt,
    dueAt: after(one.dueAfter),
    atRiskAt: after(Math.floor(one.dueAfter * 0.75)),
    overdueAt: one.resolvedAfter > one.dueAfter ? after(one.dueAfter) : null,
    resolvedAt: isDone ? after(one.resolvedAfter) : null,
    resolution: null,
    closedAt: one.stage === 'closed' ? after(one.resolvedAfter + 60) : null,
    ...(one.closeDueAfter === null ? {} : { closeDueAt: after(one.closeDueAfter) }),
    rootCause: null,
    correctiveAction: null,
    ...(isDrill === undefined ? {} : { isDrill }),
    ...(mergedIntoId === undefined ? {} : { mergedIntoId }),
  };
}
