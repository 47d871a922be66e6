import fc from 'fast-check';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { randomFrom } from '#shared/demo/random.ts';
import { HOUR_MS, MINUTE_MS } from '#shared/kernel/durations.ts';
import { OFFICE, testConsole } from '#tests/support/test-console.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { VirtualWait } from '#tests/support/virtual-wait.ts';
import { defineScheduledJob, type ScheduledJob, type ScheduledJobContext } from '../define-scheduled-job.ts';
import { jobTimes } from './job-times.ts';
import { JobTable } from './job-table.ts';
import { Scheduler } from './scheduler.ts';

const TICK_MS = HOUR_MS;

const CRONS = { nightly: '30 3 * * *', often: '0 */4 * * *', twice: '15 1,13 * * *' } as const;
type Cron = keyof typeof CRONS;

type Trouble =
  | { readonly kind: 'work'; readonly minutes: number }
  | { readonly kind: 'sleep'; readonly minutes: number }
  | { readonly kind: 'kill'; readonly minutes: number; readonly clockMinutes: number }
  | { readonly kind: 'close'; readonly minutes: number }
  | { readonly kind: 'set-clock'; readonly minutes: number };

const upTo = (days: number) => fc.integer({ min: 1, max: days * 24 * 60 });
const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('work' as const), minutes: upTo(1) }) },
  fc.record({ kind: fc.constant('sleep' as const), minutes: upTo(2) }),
  fc.record({
    kind: fc.constant('kill' as const),
    minutes: fc.integer({ min: 0, max: 3 * 24 * 60 }),
    clockMinutes: fc.integer({ min: -24 * 60, max: 24 * 60 }),
  }),
  fc.record({ kind: fc.constant('close' as const), minutes: upTo(1) }),
  fc.record({
    kind: fc.constant('set-clock' as const),
    minutes: fc.integer({ min: -2 * 24 * 60, max: 24 * 60 }),
  }),
);
const scenario = fc.record({
  cron: fc.constantFrom<Cron>('nightly', 'often', 'twice'),
  catchUp: fc.constantFrom('once' as const, 'each' as const),
  /** Around the days on which clocks are put forward and back, and one in between. */
  start: fc.constantFrom('2026-03-27T20:10:00.000Z', '2026-10-23T20:10:00.000Z', '2026-06-10T08:10:00.000Z'),
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  failing: fc.constantFrom(0, 0.2),
  troubles: fc.array(trouble, { minLength: 2, maxLength: 8 }),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

type RunSeen = Pick<ScheduledJobContext, 'key' | 'dueAt' | 'now' | 'attempt'> & { readonly failing: number };

/** A console with one job, through whatever befalls it, and what an onlooker can swear to. */
class World {
  readonly clock: VirtualClock;
  readonly wait: VirtualWait;
  readonly board;
  readonly table: JobTable;
  readonly random;
  readonly job: ScheduledJob;
  readonly times;
  readonly wrong: string[] = [];
  /** Times of the schedule that the clock went over while the scheduler looked, by their names. */
  readonly cameUp = new Set<string>();
  readonly done = new Map<string, number>();
  #lastLookMs: number;
  #running = 0;
  #life = 0;
  #scheduler: Scheduler | undefined;

  constructor({ cron, catchUp, start, seed, failing }: Scenario) {
    this.clock = new VirtualClock(start);
    this.wait = new VirtualWait(this.clock);
    this.board = testConsole({ clock: this.clock, site: OFFICE });
    this.table = new JobTable(this.board.store);
    this.random = randomFrom(seed, 'scheduler');
    this.times = jobTimes(CRONS[cron], OFFICE.timeZone);
    this.#lastLookMs = this.clock.now();
    this.job = defineScheduledJob({
      name: 'work',
      titleKey: 'work',
      schedule: { cron: CRONS[cron] },
      zone: 'site',
      catchUp,
      where: 'home',
      mayBeDisabled: false,
      run: ({ key, dueAt, now, attempt }) => this.#work({ key, dueAt, now, attempt, failing }),
    });
  }

  start(): void {
    this.#life += 1;
    this.#running = 0;
    this.#scheduler = new Scheduler({
      store: this.board.store,
      table: this.table,
      jobs: [this.job],
      clock: { now: () => this.clock.now(), monotonicMs: () => this.wait.passedMs },
      wait: this.wait,
      random: () => this.random.next(),
      tickMs: TICK_MS,
      log: pino({ level: 'silent' }),
      onChange: () => undefined,
    });
    this.#scheduler.start();
    this.#look();
  }

  get isAtRest(): boolean {
    return this.table.running().length + this.table.waiting(1).length === 0;
  }

  async through(what: Trouble): Promise<void> {
    const ms = what.minutes * MINUTE_MS;
    if (what.kind === 'work') return await this.pass(ms);
    if (what.kind === 'close') {
      const closed = this.#scheduler?.close();
      await this.wait.pass(3_000);
      await closed;
    }
    if (what.kind === 'kill' || what.kind === 'close') {
      this.wait.forget();
      this.#life += 1;
      this.clock.advanceMs(ms + (what.kind === 'kill' ? what.clockMinutes * MINUTE_MS : 0));
      this.start();
      return;
    }
    // Sleep and a clock that is set look alike: timers stand still, and the clock shows something else.
    this.clock.advanceMs(ms);
    this.#scheduler?.runDue();
    this.#look();
  }

  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += TICK_MS) {
      await this.wait.pass(Math.min(TICK_MS, ms - passed));
      this.#scheduler?.runDue();
      this.#look();
    }
  }

  /** What the clock went over since the last look has come up, and must be seen to by now. */
  #look(): void {
    const nowMs = this.clock.now();
    let at = this.times.next(this.#lastLookMs);
    let isNew = false;
    while (at !== undefined && at <= nowMs) {
      const key = this.times.keyOf(at);
      isNew ||= !this.cameUp.has(key);
      this.cameUp.add(key);
      at = this.times.next(at);
    }
    this.#lastLookMs = nowMs;
    const isBusy = this.#running > 0 || this.table.waitingOfSchedule('work').length > 0;
    const schedule = this.table.schedule('work');
    if (
      (schedule?.plannedToMs ?? 0) < (this.times.latest(nowMs) ?? 0) &&
      this.job.catchUp === 'once' &&
      isNew
    )
      this.wrong.push(`what came up until ${new Date(nowMs).toISOString()} is not planned, busy ${isBusy}`);
  }

  async #work(run: RunSeen): Promise<undefined> {
    const life = this.#life;
    // A further attempt follows the one before, also when the clock was put back in between.
    if (run.attempt === 1 && run.now < run.dueAt) this.wrong.push(`${run.key} ran early, at ${run.now}`);
    this.#running += 1;
    if (this.#running > 1) this.wrong.push(`${run.key} ran beside another one`);
    await new Promise<void>((resolve) => this.wait.set(resolve, this.random.integer(0, 20) * 10_000));
    if (life !== this.#life) return undefined;
    this.#running -= 1;
    if (this.random.next() < run.failing) throw new Error('bad luck');
    this.done.set(run.key, (this.done.get(run.key) ?? 0) + 1);
    return undefined;
  }
}

async function live(what: Scenario): Promise<World> {
  const world = new World(what);
  world.start();
  for (const trouble of what.troubles) await world.through(trouble);
  // Nothing happens any more: what waits has its turn.
  await world.pass(26 * HOUR_MS);
  for (let look = 0; look < 30 && !world.isAtRest; look += 1) await world.pass(TICK_MS);
  return world;
}

it('whatever befalls a console, no run is missed, doubled, early or beside another one', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (what) => {
      const world = await live(what);
      const rows = world.board.store.db
        .prepare(`SELECT key, state, missed FROM job_run ORDER BY number`)
        .all() as { key: string; state: string; missed: number }[];
      world.board.close();
      expect(world.wrong).toEqual([]);
      // No time of the schedule has two runs, and nothing is left half done.
      expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
      expect(rows.filter(({ state }) => state !== 'completed' && state !== 'dead-letter')).toEqual([]);
      for (const { key, state } of rows) {
        expect(world.cameUp.has(key), `${key} came up`).toBe(true);
        if (what.failing === 0)
          expect([key, state]).toEqual([key, state === 'dead-letter' ? 'killed' : 'completed']);
      }
      if (what.catchUp === 'each')
        expect(rows.map(({ key }) => key).sort()).toEqual([...world.cameUp].sort());
      const stoodFor = rows.reduce((sum, { missed }) => sum + 1 + missed, 0);
      expect(stoodFor).toBeGreaterThanOrEqual(world.cameUp.size);
      for (const [key, times] of world.done) expect([key, times]).toEqual([key, 1]);
    }),
    // A failure is told as it is found: making it smaller takes minutes.
    { seed: 20261121, numRuns: 40, endOnFailure: true },
  );
}, 120_000);
