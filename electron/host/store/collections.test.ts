import { firstValueFrom, filter } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '#shared/kernel/assert.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { AURORA, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { LiveCounts } from '../live-counts.ts';
import { openCollections } from './collections.ts';

let board: TestConsole;
let rxdb: Awaited<ReturnType<typeof openCollections>>;
beforeEach(async () => {
  board = testConsole();
  rxdb = await openCollections(board.store);
});
afterEach(async () => {
  await rxdb.close();
  board.close();
});

describe('RxDB over the store', () => {
  it('follows commands with its live queries', async () => {
    const incidents = must(rxdb.collections.incidents, 'the incidents collection');
    const query = incidents.find({ selector: { kind: 'incident' }, sort: [{ id: 'asc' }] });
    const seen = firstValueFrom(query.$.pipe(filter((found) => found.length === 2)));
    board.run(incidentCommands.report, { title: 'One', severity: 'low' });
    board.run(incidentCommands.report, { title: 'Two', severity: 'low' });
    expect((await seen).map((document) => document.get('title'))).toEqual(['One', 'Two']);
  });

  it('refuses a direct write, since it would not be journalled', async () => {
    const write = rxdb.collections.incidents?.insert({ id: 'a', kind: 'incident', siteId: 'b' });
    await expect(write).rejects.toThrow(/change through commands/);
    expect(board.store.db.prepare('SELECT count(*) FROM "incidents-0"').pluck().get()).toBe(0);
  });

  it('keeps the counts that navigation and tray show', async () => {
    let told: () => void = () => undefined;
    const counts = new LiveCounts(
      { store: board.store, collections: rxdb.collections, clock: board.clock },
      () => told(),
    );
    const until = (open: number) =>
      new Promise<void>((resolve) => {
        told = () => counts.of('all').open === open && resolve();
        told();
      });
    const { id } = board.run<{ id: string }>(incidentCommands.report, {
      title: 'Fire',
      severity: 'critical',
    });
    await until(1);
    expect(counts.of('all')).toEqual({ open: 1, escalated: 1, overdue: 0 });
    expect(counts.of([])).toEqual({ open: 0, escalated: 0, overdue: 0 });
    board.clock.advanceMinutes(300);
    expect(counts.of([AURORA.id])).toEqual({ open: 1, escalated: 1, overdue: 1 });
    board.run(incidentCommands.resolve, { id, resolution: 'Out' });
    await until(0);
    counts.stop();
  });

  it('counts open incidents from their index alone', () => {
    const sql = `SELECT siteId, count(*), sum(escalationLevel > 0 AND acknowledgedAt IS NULL), sum(dueAt <= '2026'),
                        min(CASE WHEN dueAt > '2026' THEN dueAt END) FROM open_incident GROUP BY siteId`;
    const explained = (how: string) => JSON.stringify(board.store.db.prepare(`${how} ${sql}`).all());
    expect(explained('EXPLAIN QUERY PLAN')).toMatch(/USING INDEX record:incident:open_incident/);
    // Nothing is taken out of a record's JSON.
    expect(explained('EXPLAIN')).not.toMatch(/Func/);
  });
});
