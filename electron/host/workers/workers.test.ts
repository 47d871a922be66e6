import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { RollUps } from '#host/store/roll-ups/roll-ups.ts';
import { type TestConsole, testConsole } from '#tests/support/test-console.ts';
import type { JobProgress } from './job.ts';
import { Workers } from './workers.ts';

const SLOW = path.join(import.meta.dirname, 'testing/slow-worker.ts');

let folder: string;
let board: TestConsole;
let workers: Workers;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fairlead-workers-'));
  board = testConsole({ file: path.join(folder, 'console.sqlite') });
  const rollUps = new RollUps(board.store);
  rollUps.rebuildIfNeeded();
  board.store.follow((records) => rollUps.follow(records));
  board.run(incidentCommands.report, { title: 'Fire', severity: 'critical' });
  workers = new Workers({ file: board.store.db.name }, { workerFile: SLOW, stopWaitMs: 50 });
});
afterEach(async () => {
  await workers.close();
  board.close();
  rmSync(folder, { recursive: true });
});

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );
/** A job that runs until somebody stops it, and the moment at which it does run. */
function endless(name: string, signal: AbortSignal, timeLimitMs = 60_000) {
  let started: () => void = () => undefined;
  const running = new Promise<void>((resolve) => {
    started = resolve;
  });
  const ended = codeOf(
    workers.runNamed(name, undefined, { signal, timeLimitMs, onProgress: () => started() }),
  );
  return { running, ended };
}
const never = () => new AbortController().signal;

describe('a worker', () => {
  it('counts everything again beside the host, and sees what the host has committed', async () => {
    const own = new Workers({ file: board.store.db.name });
    const progress: JobProgress[] = [];
    const verdict = await own.run('statistics.verify', undefined, {
      onProgress: (one) => progress.push(one),
    });
    expect(verdict).toEqual({ sound: true, rows: 4, differences: [] });
    expect(progress.at(-1)).toEqual({ done: 7, total: 7 });
    board.store.db.exec(`UPDATE incident_statistics SET reported = 9 WHERE period = 'month'`);
    expect((await own.run('statistics.verify', undefined)).differences.length).toBe(1);
    await own.close();
  });

  it('can’t write', async () => {
    await expect(workers.runNamed('write', undefined)).rejects.toThrow(/readonly database/);
  });

  it('refuses to bring a million rows', async () => {
    await expect(workers.runNamed('everything', undefined)).rejects.toMatchObject({
      details: { code: 'too-many-rows', says: { key: 'store.too-many-rows', params: { limit: 10_000 } } },
    });
  });

  it('says what went wrong, and goes on after it', async () => {
    await expect(workers.runNamed('broken', undefined)).rejects.toThrow('a bug');
    await expect(workers.runNamed('crash', undefined)).rejects.toThrow('ended with 3');
    expect(await workers.run('statistics.verify', undefined)).toMatchObject({ sound: true });
  });

  it('that ends with no job leaves its place to another', async () => {
    await workers.runNamed('crashLater', undefined);
    await expect.poll(() => workers.threads).toBe(0);
    expect(await workers.run('statistics.verify', undefined)).toMatchObject({ sound: true });
  });

  it('that nobody needs any more ends', async () => {
    const brief = new Workers({ file: board.store.db.name }, { workerFile: SLOW, idleMs: 10 });
    expect(await brief.run('statistics.verify', undefined)).toMatchObject({ sound: true });
    expect(brief.threads).toBe(1);
    await expect.poll(() => brief.threads).toBe(0);
    expect(await brief.run('statistics.verify', undefined)).toMatchObject({ sound: true });
    await brief.close();
  });

  it('is left to people while upkeep takes its time', async () => {
    const cancel = new AbortController();
    const upkeep = (onProgress: () => void) =>
      codeOf(workers.runNamed('endless', undefined, { signal: cancel.signal, isUpkeep: true, onProgress }));
    const jobs = [1, 2, 3].map(() => Promise.withResolvers<void>());
    const ended = jobs.map(({ resolve }) => upkeep(resolve));
    await Promise.all(jobs.slice(0, 2).map(({ promise }) => promise));
    expect(await workers.run('statistics.verify', undefined)).toMatchObject({ sound: true });
    cancel.abort();
    expect(await Promise.all(ended)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });

  it('does the upkeep of the store', async () => {
    const input = { dataFolder: folder, startedAtMs: board.clock.now() };
    expect(await workers.run('store.verify-chain', input)).toEqual({ sound: true, entries: 1 });
    expect(await workers.run('store.integrity', input)).toEqual({ problems: [] });
    expect(await workers.run('store.backup', input)).toMatchObject({ journalSeq: 1 });
    expect((await workers.run('store.measure', input)).journalRows).toBe(1);
    expect(await workers.run('store.export', input)).toMatchObject({ tables: expect.any(Number) });
  });

  it('stops when nobody waits any more, and takes the next job', async () => {
    const cancel = new AbortController();
    const job = endless('endless', cancel.signal);
    await job.running;
    cancel.abort();
    expect(await job.ended).toBe('cancelled');
    expect(await workers.run('statistics.verify', undefined)).toMatchObject({ sound: true });
  });

  it('is stopped when its time is up', async () => {
    expect(await endless('endless', never(), 20).ended).toBe('timed-out');
  });

  it('is ended when it does not listen, and another one takes its place', async () => {
    const all = [new AbortController(), new AbortController(), new AbortController()];
    const jobs = all.map(({ signal }) => endless('deaf', signal));
    await Promise.all(jobs.map(({ running }) => running));
    const waiting = workers.run('statistics.verify', undefined);
    for (const one of all) one.abort();
    expect(await Promise.all(jobs.map(({ ended }) => ended))).toEqual([
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
    expect(await waiting).toMatchObject({ sound: true });
  });

  it('is waited for when all are busy, unless the one who waits gives up', async () => {
    const cancel = new AbortController();
    const jobs = [1, 2, 3].map(() => endless('endless', cancel.signal));
    await Promise.all(jobs.map(({ running }) => running));
    const impatient = new AbortController();
    const gaveUp = codeOf(workers.run('statistics.verify', undefined, { signal: impatient.signal }));
    const waiting = workers.run('statistics.verify', undefined);
    impatient.abort();
    expect(await gaveUp).toBe('cancelled');
    cancel.abort();
    expect(await waiting).toMatchObject({ sound: true });
  });

  it('ends with the host, whatever it is doing', async () => {
    const jobs = [endless('deaf', never()), endless('endless', never()), endless('endless', never())];
    await Promise.all(jobs.map(({ running }) => running));
    const waiting = codeOf(workers.run('statistics.verify', undefined));
    await workers.close();
    expect(await Promise.all([...jobs.map(({ ended }) => ended), waiting])).toEqual([
      'cancelled',
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
  });
});
