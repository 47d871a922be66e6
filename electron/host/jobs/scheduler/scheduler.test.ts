import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '#shared/kernel/canonical-json.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/kernel/durations.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import { parseEntry } from '#host/sync/outbox.ts';
import { createAuditNotes } from '#host/audit/audit-notes.ts';
import { OFFICE, personActor, testConsole, type TestConsole } from '#tests/support/test-console.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { VirtualWait } from '#tests/support/virtual-wait.ts';
import { z } from 'zod';
import { defineScheduledJob, type ScheduledJob, type ScheduledJobContext } from '../define-scheduled-job.ts';
import type { JobAlert } from '../jobs-service.ts';
import { ConsoleJobs } from './console-jobs.ts';
import { JobTable } from './job-table.ts';
import { Scheduler } from './scheduler.ts';

/** What is due has timers of its own; between them, clocks that were set show at a tick. */
const TICK_MS = 10 * MINUTE_MS;
const SOMEBODY = personActor('AD');

type Work = (context: ScheduledJobContext<null>) => Promise<undefined> | undefined;

let clock: VirtualClock;
let wait: VirtualWait;
let board: TestConsole;
let table: JobTable;
let scheduler: Scheduler;
let people: ConsoleJobs;
let alerts: JobAlert[];
/** When runs began, as the clock showed, and what they were for. */
let began: string[];

beforeEach(() => open('2026-03-01T03:10:00.000Z'));
afterEach(() => board.close());

function open(iso: string, site?: Site): void {
  board?.close();
  clock = new VirtualClock(iso);
  wait = new VirtualWait(clock);
  board = testConsole({ clock, ...(site === undefined ? {} : { site }) });
  table = new JobTable(board.store);
  alerts = [];
  began = [];
}

function job(
  parts: Partial<Omit<ScheduledJob, 'input' | 'run'>> = {},
  work: Work = () => undefined,
): ScheduledJob {
  return defineScheduledJob({
    name: 'night.work',
    titleKey: 'night',
    schedule: { cron: '0 2 * * *' },
    zone: 'site',
    catchUp: 'once',
    where: 'home',
    ...parts,
    run(context) {
      began.push(context.now);
      return work(context);
    },
  });
}

function start(...jobs: readonly ScheduledJob[]): void {
  scheduler = new Scheduler({
    store: board.store,
    table,
    jobs,
    clock,
    wait,
    random: () => 0.5,
    tickMs: TICK_MS,
    log: pino({ level: 'silent' }),
    onAlert: (alert) => alerts.push(alert),
  });
  const audit = createAuditNotes(board.store, clock);
  people = new ConsoleJobs({ store: board.store, clock, table, scheduler, jobs, audit });
  scheduler.start();
}

const broken = () =>
  Promise.reject(new DomainError({ code: 'disk-full', message: 'No room.', remedy: 'Make some.' }));

/** The process ends as with `kill -9`, and starts again after a while. */
async function killAndStart(downMs: number, ...jobs: readonly ScheduledJob[]): Promise<void> {
  wait.forget();
  clock.advanceMs(downMs);
  start(...jobs);
  await wait.pass(0);
}

const states = () =>
  people
    .history({ before: undefined, limit: 100 })
    .runs.map(({ state, missed }) => [state, missed])
    .reverse();

describe('a schedule', () => {
  it('runs at its time on the clock of the site, and not when it is first heard of', async () => {
    open('2026-07-01T03:10:00.000Z', OFFICE);
    start(job());
    await wait.pass(2 * DAY_MS);
    expect(began).toEqual(['2026-07-01T23:00:00.000Z', '2026-07-02T23:00:00.000Z']);
    expect(people.overview().jobs).toEqual([
      expect.objectContaining({ name: 'night.work', state: 'active', nextAt: '2026-07-03T23:00:00.000Z' }),
    ]);
  });

  it('runs once on the day when its time is left out, and once when its time comes twice', async () => {
    // In Athens clocks go from 03:00 to 04:00 on 29 March, and from 04:00 to 03:00 on 25 October.
    open('2026-03-28T00:00:00.000Z', OFFICE);
    start(job({ schedule: { cron: '30 3 * * *' } }));
    await wait.pass(3 * DAY_MS);
    expect(began).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    open('2026-10-23T12:00:00.000Z', OFFICE);
    start(job({ schedule: { cron: '30 3 * * *' } }));
    await wait.pass(3 * DAY_MS);
    expect(began).toEqual([
      '2026-10-24T00:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  it('comes once a day when the ship’s clock is put back over it, and is made up for when put forward', async () => {
    start(job({ zone: 'site' }));
    await wait.pass(DAY_MS);
    expect(began).toEqual(['2026-03-02T02:00:00.000Z']);
    const at = (timeZone: string) => {
      const { site } = board.store.state;
      if (site !== undefined) board.store.state.site = { ...site, timeZone };
    };
    clock.advanceMs(-50 * MINUTE_MS);
    at('Atlantic/Azores');
    // 01:20 there: its 02:00 comes again, and was there today.
    await wait.pass(12 * HOUR_MS);
    expect(began).toHaveLength(1);
    at('Pacific/Auckland');
    await wait.pass(HOUR_MS);
    expect(began).toHaveLength(2);
  });

  it.each([
    ['once', [['completed', 2]]],
    [
      'each',
      [
        ['completed', 0],
        ['completed', 0],
        ['completed', 0],
      ],
    ],
    ['skip', [['skipped', 2]]],
  ] as const)('makes up for nights that the console was off: %s', async (catchUp, expected) => {
    start(job({ catchUp }));
    await killAndStart(3 * DAY_MS, job({ catchUp }));
    await wait.pass(HOUR_MS);
    expect(states()).toEqual(expected);
  });

  it('makes up for what came during sleep, and runs nothing twice when the clock is set back', async () => {
    start(job({ schedule: { cron: '0 * * * *' } }));
    await wait.pass(HOUR_MS);
    clock.advanceMs(10 * HOUR_MS);
    await wait.pass(TICK_MS);
    expect(states()).toEqual([
      ['completed', 0],
      ['completed', 9],
    ]);
    clock.advanceMs(-30 * MINUTE_MS);
    await wait.pass(30 * MINUTE_MS);
    expect(states()).toHaveLength(2);
    await wait.pass(HOUR_MS);
    expect(states()).toHaveLength(3);
  });

  it('goes on at its next time after the clock was a year ahead by mistake', async () => {
    start(job());
    clock.advanceMs(365 * DAY_MS);
    await wait.pass(TICK_MS);
    clock.advanceMs(-365 * DAY_MS);
    await wait.pass(2 * DAY_MS);
    expect(began).toHaveLength(3);
  });

  it('is the first console’s of a site alone, unless it is every console’s', async () => {
    board.store.state.station = 2;
    start(job(), job({ name: 'own.work', where: 'every-console' }));
    await wait.pass(DAY_MS);
    expect(people.history({ before: undefined, limit: 9 }).runs.map(({ name }) => name)).toEqual([
      'own.work',
    ]);
    expect(scheduler.enqueue('night.work', { key: 'asked' })).toBe(false);
    board.store.state.station = 1;
    await wait.pass(DAY_MS);
    expect(began).toHaveLength(3);
  });

  it('is not started before people had the machine for themselves', async () => {
    start(job());
    await wait.pass(MINUTE_MS);
    wait.forget();
    clock.advanceMs(DAY_MS);
    scheduler = new Scheduler({
      store: board.store,
      table,
      jobs: [job()],
      clock,
      wait,
      random: () => 0.5,
      log: pino({ level: 'silent' }),
      firstLookMs: 20_000,
    });
    scheduler.start();
    await wait.pass(15_000);
    expect(began).toEqual([]);
    await wait.pass(15_000);
    expect(began).toHaveLength(1);
  });
});

describe('a run that fails', () => {
  it('is tried again after 1, 5 and 25 minutes, and then waits for a person', async () => {
    start(job({}, broken));
    await wait.pass(23 * HOUR_MS);
    expect(began).toEqual([
      '2026-03-02T02:00:00.000Z',
      '2026-03-02T02:01:00.000Z',
      '2026-03-02T02:06:00.000Z',
    ]);
    expect(people.overview().waiting).toEqual([
      expect.objectContaining({
        state: 'failed',
        attempts: 3,
        attemptsMax: 4,
        nextAt: '2026-03-02T02:31:00.000Z',
        problem: { code: 'disk-full', message: 'No room.', remedy: 'Make some.' },
      }),
    ]);
    await wait.pass(HOUR_MS);
    expect(people.overview()).toMatchObject({
      waiting: [],
      deadLetters: [{ state: 'dead-letter', attempts: 4 }],
    });
    expect(alerts).toMatchObject([
      { job: 'night.work', kind: 'dead-letter', problem: { code: 'disk-full' } },
    ]);
  });

  it('runs when a person retries it by hand', async () => {
    let isBroken = true;
    start(job({ attempts: 0 }, () => (isBroken ? broken() : undefined)));
    await wait.pass(DAY_MS);
    isBroken = false;
    const [dead] = people.overview().deadLetters;
    people.retry(SOMEBODY, dead?.number ?? 0);
    await wait.pass(0);
    expect(people.overview()).toMatchObject({
      deadLetters: [],
      jobs: [
        {
          failuresInRow: 0,
          last: { state: 'completed', askedBy: SOMEBODY.type === 'person' ? SOMEBODY.name : '' },
        },
      ],
    });
    expect(() => people.retry(SOMEBODY, dead?.number ?? 0)).toThrow('does not wait');
  });

  it('disables its job after three in a row, with an alert; what waits goes on when it is resumed', async () => {
    start(job({ attempts: 0 }, broken));
    await wait.pass(3 * DAY_MS);
    expect(alerts.map(({ kind }) => kind)).toEqual(['dead-letter', 'dead-letter', 'disabled']);
    await wait.pass(3 * DAY_MS);
    expect(began).toHaveLength(3);
    expect(people.overview().jobs).toMatchObject([{ state: 'disabled', failuresInRow: 3, nextAt: null }]);
    people.resume(SOMEBODY, 'night.work');
    await wait.pass(0);
    expect(began).toHaveLength(4);
  });

  it('never disables what must go on trying', async () => {
    start(job({ attempts: 0, mayBeDisabled: false }, broken));
    await wait.pass(6 * DAY_MS);
    expect(began).toHaveLength(6);
  });
});

describe('a run that takes too long', () => {
  /** Stops only when it is let go. */
  function stubborn(): { work: Work; letGo(): void } {
    let letGo: () => void = () => undefined;
    const work: Work = ({ signal }) =>
      new Promise<undefined>((resolve, reject) => {
        letGo = () => (signal.aborted ? reject(new Error('stopped')) : resolve(undefined));
      });
    return { work, letGo: () => letGo() };
  }

  it('is told to stop after its time, and tried again', async () => {
    const untilStopped: Work = ({ signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    start(job({}, untilStopped));
    await wait.pass(22 * HOUR_MS + 55 * MINUTE_MS);
    expect(people.overview().waiting).toMatchObject([
      { state: 'failed', problem: { code: 'timed-out' }, tookMs: 300_000 },
    ]);
  });

  it('is written off when it does not stop, and never runs twice at once', async () => {
    const { work, letGo } = stubborn();
    start(job({}, work));
    await wait.pass(DAY_MS);
    expect(began).toHaveLength(1);
    expect(people.overview()).toMatchObject({
      jobs: [{ isStuck: true, runningNumber: null }],
      waiting: [{ state: 'failed', problem: { code: 'timed-out' } }],
    });
    letGo();
    await wait.pass(0);
    expect(began).toHaveLength(2);
  });

  it('is cancelled by a person, and not tried again', async () => {
    const { work, letGo } = stubborn();
    start(job({}, work));
    await wait.pass(22 * HOUR_MS + 51 * MINUTE_MS);
    people.cancel(SOMEBODY, people.overview().jobs[0]?.runningNumber ?? 0);
    letGo();
    await wait.pass(HOUR_MS);
    expect(states()).toEqual([['cancelled', 0]]);
    expect(began).toHaveLength(1);
  });

  it('is taken up again as a further attempt after the process was killed', async () => {
    start(job({}, stubborn().work));
    await wait.pass(22 * HOUR_MS + 51 * MINUTE_MS);
    await killAndStart(10 * MINUTE_MS, job());
    expect(people.overview().waiting).toMatchObject([{ state: 'failed', attempts: 1 }]);
    await wait.pass(2 * MINUTE_MS);
    expect(people.overview().jobs[0]?.last).toMatchObject({ state: 'completed', attempts: 2 });
  });

  it('runs after the next start as if it had not begun when the console was closed', async () => {
    const { work, letGo } = stubborn();
    start(job({}, work));
    await wait.pass(22 * HOUR_MS + 51 * MINUTE_MS);
    const closed = scheduler.close();
    letGo();
    await wait.pass(0);
    await closed;
    expect(people.overview().waiting).toMatchObject([{ state: 'pending', attempts: 0 }]);
    await killAndStart(HOUR_MS, job());
    expect(people.overview().jobs[0]?.last).toMatchObject({ state: 'completed', attempts: 1 });
  });
});

describe('what is asked for', () => {
  const seen: Json[] = [];
  const asked = () =>
    defineScheduledJob({
      name: 'asked.work',
      titleKey: 'asked',
      schedule: undefined,
      zone: 'site',
      catchUp: 'each',
      where: 'home',
      input: z.object({ page: z.int() }),
      run({ input: { page } }) {
        seen.push(page);
        return { key: 'did', params: { page } };
      },
    });

  beforeEach(() => {
    seen.length = 0;
  });

  it('runs once under its key, with what it was given, and keeps what came of it', async () => {
    start(asked());
    expect(scheduler.enqueue('asked.work', { input: { page: 7 }, key: 'seven' })).toBe(true);
    expect(scheduler.enqueue('asked.work', { input: { page: 7 }, key: 'seven' })).toBe(false);
    await wait.pass(0);
    expect(seen).toEqual([7]);
    expect(people.history({ before: undefined, limit: 9 }).runs).toMatchObject([
      { cause: 'request', state: 'completed', result: { key: 'did', params: { page: 7 } } },
    ]);
    expect(scheduler.enqueue('asked.work', { input: { page: 7 }, key: 'seven' })).toBe(false);
  });

  it('runs at the time asked for, and waits for what goes before it', async () => {
    start(asked());
    const runAt = '2026-03-01T05:00:00.000Z';
    scheduler.enqueue('asked.work', { input: { page: 2 }, key: 'two', runAt });
    scheduler.enqueue('asked.work', { input: { page: 1 }, key: 'one' });
    await wait.pass(HOUR_MS);
    expect(seen).toEqual([1]);
    await wait.pass(HOUR_MS);
    expect(seen).toEqual([1, 2]);
  });

  it('was never asked for when what asked for it is rolled back', async () => {
    start(asked());
    expect(() =>
      board.store.bookkeeping(() => {
        scheduler.enqueue('asked.work', { input: { page: 1 }, key: 'one' });
        throw new Error('no');
      }),
    ).toThrow('no');
    await wait.pass(HOUR_MS);
    expect(seen).toEqual([]);
  });

  it('fails for good with input that is not its own, without trying again and again at once', async () => {
    start(asked());
    scheduler.enqueue('asked.work', { input: 'nonsense', key: 'x' });
    await wait.pass(HOUR_MS);
    expect(people.overview().deadLetters).toMatchObject([{ attempts: 4, problem: { code: 'rule-broken' } }]);
    expect(seen).toEqual([]);
  });
});

describe('people', () => {
  it('pause a job, and what it missed is made up for when they resume it', async () => {
    start(job());
    await wait.pass(MINUTE_MS);
    people.pause(SOMEBODY, 'night.work');
    await wait.pass(3 * DAY_MS);
    expect(began).toEqual([]);
    expect(people.overview().jobs).toMatchObject([
      { state: 'paused', changedBy: expect.any(String), nextAt: null },
    ]);
    people.resume(SOMEBODY, 'night.work');
    await wait.pass(0);
    expect(states()).toEqual([['completed', 2]]);
  });

  it('run a job now, also while it is paused, and not twice', async () => {
    start(job());
    people.pause(SOMEBODY, 'night.work');
    people.runNow(SOMEBODY, 'night.work');
    expect(() => people.runNow(SOMEBODY, 'night.work')).toThrow('runs already');
    await wait.pass(0);
    expect(people.history({ before: undefined, limit: 9 }).runs).toMatchObject([
      { cause: 'person', state: 'completed' },
    ]);
  });

  it('stand in the journal with what they did to which job', async () => {
    start(job({ attempts: 0 }, broken));
    people.pause(SOMEBODY, 'night.work');
    people.resume(SOMEBODY, 'night.work');
    people.runNow(SOMEBODY, 'night.work');
    expect(() => people.runNow(SOMEBODY, 'night.work')).toThrow('runs already');
    await wait.pass(0);
    people.retry(SOMEBODY, people.overview().deadLetters[0]?.number ?? 0);
    await wait.pass(0);
    people.cancel(SOMEBODY, people.overview().deadLetters[0]?.number ?? 0);
    const entries = board.store.db
      .prepare('SELECT entry FROM journal ORDER BY seq')
      .pluck()
      .all()
      .map((text) => parseEntry(String(text)));
    expect(entries.map(({ actor, command, label }) => [actor.id, command, label.params])).toEqual(
      ['paused', 'resumed', 'run', 'retried', 'cancelled'].map((act) => [
        SOMEBODY.id,
        'audit.job-steered',
        { job: 'night.work', act },
      ]),
    );
  });

  it('take away what waits', async () => {
    start(job());
    scheduler.enqueue('night.work', { key: 'later', runAt: '2026-03-01T20:00:00.000Z' });
    const [waiting] = people.overview().waiting;
    people.cancel(SOMEBODY, waiting?.number ?? 0);
    await wait.pass(20 * HOUR_MS);
    expect(states()).toEqual([['cancelled', 0]]);
    expect(() => people.cancel(SOMEBODY, waiting?.number ?? 0)).toThrow('ended already');
  });
});

it('keeps at most four jobs running at once, and starts the others as these end', async () => {
  const letGo: (() => void)[] = [];
  const work: Work = () => new Promise<undefined>((resolve) => letGo.push(() => resolve(undefined)));
  start(...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => job({ name }, work)));
  await wait.pass(22 * HOUR_MS + 50 * MINUTE_MS);
  expect(letGo).toHaveLength(4);
  letGo[0]?.();
  await wait.pass(0);
  expect(letGo).toHaveLength(5);
});
