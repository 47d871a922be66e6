import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { CATEGORIES, type Incident, incident } from '#shared/domains/incidents/schema.ts';
import { incidentStatistics } from '#shared/domains/incidents/statistics.ts';
import { must } from '#shared/kernel/assert.ts';
import { isoOf, msOf } from '#shared/kernel/clock.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import { SEVERITIES } from '#shared/kernel/fields.ts';
import { siteRecord } from '#tests/support/site-record.ts';
import { AURORA, OFFICE, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { RollUps } from './roll-ups.ts';
import { verifyRollUps } from './verify.ts';

const { report, resolve, reopen, acknowledge } = incidentCommands;

let board: TestConsole;
let rollUps: RollUps;
beforeEach(() => {
  board = testConsole();
  rollUps = new RollUps(board.store);
  rollUps.rebuildIfNeeded();
  board.store.follow((records) => rollUps.follow(records));
});
afterEach(() => board.close());

const Figures = z.object({
  reported: z.int(),
  resolved: z.int(),
  escalated: z.int(),
  resolutionMsSum: z.int(),
});
const figuresOf = (period: string) =>
  board.store.all(
    Figures,
    'SELECT reported, resolved, escalated, resolutionMsSum FROM incident_statistics WHERE period = :period',
    { period },
  );
const kept = () => board.store.all(z.record(z.string(), z.unknown()), 'SELECT * FROM incident_statistics');

describe('statistics', () => {
  it('follow an incident from its report to its resolution, and back when it is reopened', () => {
    const { id } = board.run<{ id: string }>(report, { title: 'Fire', severity: 'critical' });
    board.clock.advanceMinutes(30);
    board.run(acknowledge, { id });
    board.run(resolve, { id, resolution: 'Out' });
    const resolved = { reported: 1, resolved: 1, escalated: 1, resolutionMsSum: 30 * 60_000 };
    expect(figuresOf('month')).toEqual([resolved]);
    board.run(reopen, { id, reason: 'Smoke again' });
    expect(figuresOf('month')).toEqual([{ ...resolved, resolved: 0, escalated: 0, resolutionMsSum: 0 }]);
  });

  it('stay as they were when a command fails after its writes', () => {
    board.run(report, { title: 'First', severity: 'low' });
    const before = kept();
    expect(() =>
      board.store.receive((writer, changed) => {
        changed(writer.write('incidents', incidentOf({}), false));
        board.store.follow(() => {
          throw new Error('power cut');
        });
      }),
    ).toThrow('power cut');
    expect(kept()).toEqual(before);
  });

  it('are counted anew when a site turns out to lie in another time zone', () => {
    write(incidentOf({ reportedAt: '2026-03-01T23:30:00.000Z' }));
    write(auroraIn('Europe/Athens'));
    const starts = z.object({ periodStart: z.string() });
    expect(
      board.store.all(
        starts,
        `SELECT periodStart FROM incident_statistics WHERE period = 'day' AND reported = 1`,
      ),
    ).toEqual([{ periodStart: '2026-03-01T22:00:00.000Z' }]);
    expect(verifyRollUps(board.store.db).sound).toBe(true);
  });

  it('are built from the records that a console has already', () => {
    write(incidentOf({}));
    board.store.db.exec('DELETE FROM incident_statistics; DELETE FROM read_model');
    expect(verifyRollUps(board.store.db)).toMatchObject({ sound: false, rows: 0 });
    rollUps.rebuildIfNeeded();
    expect(verifyRollUps(board.store.db)).toEqual({ sound: true, rows: 4, differences: [] });
  });

  it('names the row that says something else than the records', () => {
    write(incidentOf({ reportedAt: '2026-03-01T10:30:00.000Z' }));
    board.store.db.exec(`UPDATE incident_statistics SET closed = 7 WHERE period = 'hour'`);
    expect(verifyRollUps(board.store.db).differences).toEqual([
      `incident_statistics hour 2026-03-01T10:00:00.000Z (2026-03-01T10:00) ${AURORA.id}`,
    ]);
  });

  it('equal a full count after any history of inserts, changes, moves, removals and moved clocks', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        for (const batch of steps) {
          board.store.receive((writer, changed) => {
            for (const { record, removed } of new Map(batch.map((one) => [one.record.id, one])).values()) {
              const collection = record.kind === 'site' ? 'settings' : 'incidents';
              changed(writer.write(collection, record, removed));
            }
          });
        }
        expect(verifyRollUps(board.store.db).differences).toEqual([]);
        expect(keptMonths()).toEqual(countedMonths());
      }),
      { seed: 20260302, numRuns: 60 },
    );
  });
});

/** What the view says, counted by SQL alone: months of the site that keeps UTC. */
function countedMonths() {
  const count = (field: string) =>
    `SELECT substr(${field}, 1, 7) AS month, '${field}' AS what, count(*) AS n FROM incident
     WHERE siteId = '${OFFICE.id}' AND ${field} IS NOT NULL GROUP BY 1`;
  return board.store.all(
    z.object({ month: z.string(), what: z.string(), n: z.int() }),
    `${['reportedAt', 'acknowledgedAt', 'resolvedAt', 'closedAt', 'overdueAt'].map(count).join(' UNION ALL ')} ORDER BY 1, 2`,
  );
}

function keptMonths() {
  const count = (measure: string) =>
    `SELECT substr(periodStart, 1, 7) AS month, '${measure}At' AS what, ${measure} AS n FROM incident_statistics
     WHERE siteId = '${OFFICE.id}' AND period = 'month' AND ${measure} <> 0`;
  return board.store.all(
    z.object({ month: z.string(), what: z.string(), n: z.int() }),
    `${['reported', 'acknowledged', 'resolved', 'closed', 'overdue'].map(count).join(' UNION ALL ')} ORDER BY 1, 2`,
  );
}

function write(record: StoredRecord): void {
  board.store.receive((writer, changed) =>
    changed(writer.write(record.kind === 'site' ? 'settings' : 'incidents', record, false)),
  );
}

const START_MS = msOf('2026-03-20T00:00:00.000Z');
/** Two weeks around the night in which Europe's clocks change, so that a month and some days meet in it. */
const instant = fc
  .integer({ min: 0, max: 14 * 24 * 60 })
  .map((minutes) => isoOf(START_MS + minutes * 60_000));
const maybe = fc.option(instant, { nil: null });
const incidentRecord = fc
  .record({
    number: fc.integer({ min: 0, max: 9 }),
    siteId: fc.constantFrom(AURORA.id, OFFICE.id, 'a-site-nobody-knows'),
    reportedAt: instant,
    severity: fc.constantFrom(...SEVERITIES),
    category: fc.constantFrom(...CATEGORIES),
    acknowledgedAt: maybe,
    resolvedAt: maybe,
    closedAt: maybe,
    overdueAt: maybe,
  })
  .map(({ number, ...fields }) => incidentOf({ id: idOf(number), ...fields }));
const siteChange = fc.constantFrom('UTC', 'Europe/Athens', 'America/St_Johns').map(auroraIn);
const change = fc.record({
  record: fc.oneof({ weight: 6, arbitrary: incidentRecord }, { weight: 1, arbitrary: siteChange }),
  removed: fc.integer({ min: 0, max: 4 }).map((drawn) => drawn === 0),
});
const step = fc.array(change, { minLength: 1, maxLength: 4 });

function idOf(number: number): string {
  return `01950000-0000-7000-8000-0000000002${String(number).padStart(2, '0')}`;
}

function auroraIn(timeZone: string): StoredRecord {
  return siteRecord({ ...AURORA, timeZone });
}

function incidentOf(
  fields: { readonly [Field in keyof Omit<Incident, 'id' | 'siteId' | 'kind'>]?: string | null } & {
    readonly id?: string;
    readonly siteId?: string;
  },
): StoredRecord {
  const at = fields.reportedAt ?? '2026-03-01T10:30:00.000Z';
  return {
    id: idOf(0),
    siteId: AURORA.id,
    kind: incident.kind,
    // No timer waits for a closed one, whatever its deadlines.
    stage: 'closed',
    severity: 'low',
    category: must(CATEGORIES[0], 'a category'),
    reportedAt: at,
    clockStartedAt: at,
    acknowledgedAt: null,
    resolvedAt: null,
    closedAt: null,
    overdueAt: null,
    ...fields,
  };
}

it('has a column for each measure and each histogram', () => {
  const columns = testConsole().store.db.pragma('table_info(incident_statistics)');
  const names = z.array(z.object({ name: z.string() })).parse(columns);
  const { measures, histograms = [] } = incidentStatistics;
  const counted = names.map(({ name }) => name).slice(4);
  expect(counted.toSorted()).toEqual([...measures, ...histograms].toSorted());
});
