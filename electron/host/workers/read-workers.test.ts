import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { RollUps } from '#host/store/roll-ups/roll-ups.ts';
import { type TestConsole, testConsole } from '#tests/support/test-console.ts';
import type { JobProgress } from './read-job.ts';
import { ReadWorkers } from './read-workers.ts';

const SLOW = path.join(import.meta.dirname, 'testing/slow-read-worker.ts');

let folder: string;
let board: TestConsole;
let workers: ReadWorkers;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fairlead-workers-'));
  board = testConsole({ file: path.join(folder, 'console.sqlite') });
  const rollUps = new RollUps(board.store);
  rollUps.rebuildIfNeeded();
  board.store.follow((records) => rollUps.follow(records));
  board.run(incidentCommands.report, { title: 'Fire', severity: 'critical' });
  workers = new ReadWorkers({ file: board.store.db.name }, { workerFile: SLOW, stopWaitMs: 50 });
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

describe('a reading thread', () => {
  it('counts everything again beside the host, and sees what the host has committed', async () => {
    const own = new ReadWorkers({ file: board.store.db.name });
    const progress: JobProgress[] = [];
    const verdict = await own.run('statistics.verify', undefined, {
      onProgress: (one) => progress.push(one),
    });
    expect(verdict).toEqual({ sound: true, rows: 4, differences: [] });
    expect(progress.at(-1)).toEqual({ done: 3, total: 3 });
    board.store.db.exec(`UPDATE incident_statistics SET reported = 9 WHERE period = 'month'`);
    expect((await own.run('statistics.verify', undefined)).differences.length).toBe(1);
    await own.close();
  });

  it('can’t write', async () => {
    await expect(workers.runNamed('write', undefined)).rejects.toThrow(/readonly database/);
  });

  it('refuses to bring a million rows', async () => {
    expect(await codeOf(workers.runNamed('everything', undefined))).toBe('too-many-rows');
  });

  it('says what went wrong, and goes on after it', async () => {
    await expect(workers.runNamed('broken', undefined)).rejects.toThrow('a bug');
    await expect(workers.runNamed('crash', undefined)).rejects.toThrow('ended with 3');
    expect(await workers.run('statistics.verify', undefined)).toMatchObject({ sound: true });
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
    const both = [new AbortController(), new AbortController()];
    const jobs = both.map(({ signal }) => endless('deaf', signal));
    await Promise.all(jobs.map(({ running }) => running));
    const waiting = workers.run('statistics.verify', undefined);
    for (const one of both) one.abort();
    expect(await Promise.all(jobs.map(({ ended }) => ended))).toEqual(['cancelled', 'cancelled']);
    expect(await waiting).toMatchObject({ sound: true });
  });

  it('is waited for when all are busy, unless the one who waits gives up', async () => {
    const cancel = new AbortController();
    const jobs = [endless('endless', cancel.signal), endless('endless', cancel.signal)];
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
    const jobs = [endless('deaf', never()), endless('endless', never())];
    await Promise.all(jobs.map(({ running }) => running));
    const waiting = codeOf(workers.run('statistics.verify', undefined));
    await workers.close();
    expect(await Promise.all([...jobs.map(({ ended }) => ended), waiting])).toEqual([
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
  });
});
