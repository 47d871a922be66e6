import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReadModels } from '#host/store/read-models.ts';
import { MASTER, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { incidentQueries } from '../queries.ts';
import { incident } from '../schema.ts';
import type { HistoryInput } from './history.ts';
import type { z } from 'zod';

const { report, acknowledge, resolve } = incidentCommands;
type Answer = ReturnType<typeof incidentQueries.history.run>;

let board: TestConsole;
beforeEach(() => {
  board = testConsole();
  openReadModels(board.store, board.clock);
});
afterEach(() => board.close());

const MARCH = { period: 'day', from: '2026-03-01', to: '2026-04-01' } as const;
const ask = (input: z.input<typeof HistoryInput>) =>
  board.queries.run<Answer>(incidentQueries.history, input, MASTER);

/** Reported, acknowledged after ten minutes and resolved after so many. */
function resolvedAfter(minutes: number, severity: 'low' | 'high' = 'high'): string {
  const { id } = board.run<{ id: string }>(report, { title: 'Leak', severity });
  board.clock.advanceMinutes(10);
  board.run(acknowledge, { id });
  board.clock.advanceMinutes(minutes - 10);
  board.run(resolve, { id, resolution: 'Done' });
  return id;
}

function change(id: string, fields: object): void {
  board.store.receive((writer, changed) => {
    const record = board.store.record(incident, id);
    if (record !== undefined) changed(writer.write('incidents', { ...record, ...fields }, false));
  });
}

describe('the history', () => {
  it('INC-51: says how many of those resolved were resolved before their deadline', () => {
    for (const minutes of [30, 60, 90, 13 * 60]) resolvedAfter(minutes);
    const { total } = ask(MARCH);
    expect([total.resolved, total.deadlineMet, total.deadlineMissed, total.complianceRate]).toEqual([
      4, 3, 1, 0.75,
    ]);
    expect(total.acknowledge.average).toBe(10);
    // Half are done within an hour, and the slowest stands for the last tenth: each within the factor of its bucket.
    expect(total.resolution.p50).toBeGreaterThan(60 / 1.044);
    expect(total.resolution.p50).toBeLessThan(60 * 1.044);
    expect(total.resolution.p95).toBeGreaterThan((13 * 60) / 1.044);
  });

  it('INC-52: says how many of those reported were escalated since', () => {
    board.run(report, { title: 'Fire', severity: 'critical' });
    for (const severity of ['low', 'low', 'low']) board.run(report, { title: 'Rust', severity });
    expect(ask(MARCH).total).toMatchObject({ reported: 4, escalated: 1, escalationRate: 0.25 });
  });

  it('INC-53: counts neither drills nor what was merged into another, and counts them again when they are not', () => {
    const [drill, merged] = [resolvedAfter(30), resolvedAfter(40)];
    resolvedAfter(50);
    change(drill, { isDrill: true });
    change(merged, { mergedIntoId: 'another' });
    expect(ask(MARCH).total).toMatchObject({ reported: 1, resolved: 1, acknowledged: 1, leftOutHigh: 2 });
    change(merged, { mergedIntoId: null });
    expect(ask(MARCH).total).toMatchObject({ reported: 2, resolved: 2, leftOutHigh: 1 });
  });

  it('says of each period how many of each category were reported, which makes all of them', () => {
    for (const category of ['safety', 'safety', 'hr'])
      board.run(report, { title: 'Leak', severity: 'low', category });
    board.clock.advanceMinutes(24 * 60);
    board.run(report, { title: 'Leak', severity: 'low', category: 'environmental' });
    expect(
      ask(MARCH).periods.map((one) => [
        one.reported,
        one.reportedSafety,
        one.reportedOperational,
        one.reportedEnvironmental,
        one.reportedSecurity,
        one.reportedHr,
      ]),
    ).toEqual([
      [3, 2, 0, 0, 0, 1],
      [1, 0, 0, 1, 0, 0],
    ]);
  });

  it('compares with the time of equal length before', () => {
    for (let count = 0; count < 9; count += 1) board.run(report, { title: 'Leak', severity: 'low' });
    board.clock.advanceMinutes(31 * 24 * 60);
    board.run(report, { title: 'Leak', severity: 'low' });
    const { previous, trend } = ask({ period: 'month', from: '2026-04-01', to: '2026-05-01' });
    expect([previous.from, previous.to, previous.reported, trend]).toEqual([
      '2026-03-01',
      '2026-04-01',
      9,
      'decreasing',
    ]);
  });

  it('refuses a time that is none of whole periods, or of too many', () => {
    expect(() => ask({ ...MARCH, to: MARCH.from })).toThrow(/starts of such periods/);
    expect(() => ask({ period: 'week', from: '2026-03-03', to: '2026-03-10' })).toThrow(/starts of such/);
    expect(() => ask({ ...MARCH, from: '2025-01-01' })).toThrow(/not shown at once/);
  });
});
