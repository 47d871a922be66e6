import type { Logger } from 'pino';
import type { Clock } from '#shared/kernel/clock.ts';
import { CLOCK_JUMP_MS } from '#shared/domains/incidents/rules/clock-jump.ts';
import { entityOf } from '#shared/domains/registry.ts';
import { messageOf } from '#shared/kernel/errors.ts';
import { plannedRetryMs } from '#shared/kernel/retry.ts';
import type { Actor } from '#shared/access/can.ts';
import type { CommandRunner } from '../commands/command-runner.ts';
import type { Store } from '../store/store.ts';
import { type DueTimer, timerNamed, type TimerTable } from './timer-table.ts';

/** How often the runner looks at the clock even when nothing is due: sleep and clock changes show here. */
const TICK_MS = 15_000;
/** Wall clock and monotonic clock may drift this far apart between two ticks before it counts as a jump. */
const JUMP_MS = 2_000;
/** How often it is written down what the clock shows, so that the next start knows whether it was set back. */
const SEEN_EVERY_MS = 60_000;
/** Timers run in one go before the host answers others again. */
const BATCH_MAX = 200;
/** A timer that is not caught up is dropped when it is later than this. */
const SKIP_AFTER_MS = 60_000;

export type TimerWait = { set(callback: () => void, delayMs: number): () => void };

/**
 * Fires what is due, oldest first, at its home site. Deadlines are rows, so nothing is lost by sleep, a
 * crash or a clock change: on start, on resume, after a jump and after every commit it asks what is due. Between
 * two looks the monotonic clock tells how much time has passed; a wall clock that says otherwise was set, and
 * whoever keeps deadlines hears of it before any of them fires. Across a restart, one that shows less than was
 * written down was set back by at least as much.
 */
export class TimerRunner {
  readonly #store: Store;
  readonly #table: TimerTable;
  readonly #commands: CommandRunner;
  readonly #clock: Clock;
  readonly #wait: TimerWait;
  readonly #log: Logger;
  readonly #onJump: (jumpMs: number) => void;
  #cancelWait: (() => void) | undefined;
  #lastWallMs: number;
  #lastMonotonicMs: number;
  #stopped = true;

  constructor(parts: {
    store: Store;
    table: TimerTable;
    commands: CommandRunner;
    clock: Clock;
    wait: TimerWait;
    log: Logger;
    /** The wall clock was set by more than `CLOCK_JUMP_MS`. */
    onJump(jumpMs: number): void;
  }) {
    this.#store = parts.store;
    this.#table = parts.table;
    this.#commands = parts.commands;
    this.#clock = parts.clock;
    this.#wait = parts.wait;
    this.#log = parts.log;
    this.#onJump = parts.onJump;
    this.#lastWallMs = parts.clock.now();
    this.#lastMonotonicMs = parts.clock.monotonicMs();
  }

  start(): void {
    this.#stopped = false;
    this.#noteJumpBeforeStart();
    this.runDue();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelWait?.();
  }

  /** Runs everything due and waits for the next. Called on start, resume, clock changes and after commits. */
  runDue(): void {
    if (this.#stopped) return;
    this.lookAtClock();
    for (let run = 0; run < BATCH_MAX; run += 1) {
      const timer = this.#table.due(this.#clock.now());
      if (timer === undefined) break;
      this.#fire(timer);
    }
    this.#schedule();
  }

  #fire(timer: DueTimer): void {
    const definition = timerNamed(timer.name);
    const { site, deviceId } = this.#store.state;
    const entity = definition === undefined ? undefined : entityOf(definition.entity.kind);
    if (definition === undefined || entity === undefined || site === undefined || deviceId === undefined) {
      this.#table.drop(timer);
      return;
    }
    const lateMs = this.#clock.now() - timer.dueAtMs;
    if (definition.catchUp === 'skip' && lateMs > SKIP_AFTER_MS) {
      this.#table.drop(timer);
      return;
    }
    const actor: Actor = { type: 'system', id: deviceId, siteId: site.id };
    try {
      const record = this.#store.record(entity, timer.recordId);
      if (record === undefined) this.#table.drop(timer);
      else this.#commands.run(definition.command, { input: definition.input(record) }, actor);
      this.#log.info({ timer: timer.id, lateMs }, 'timer fired');
      // A command that ran and left its own timer as it was would be fired again for ever.
      if (this.#table.stillDue(timer)) this.#postpone(timer, 'ran and changed nothing');
    } catch (error) {
      this.#log.error({ timer: timer.id, err: error }, 'timer failed');
      this.#postpone(timer, messageOf(error));
    }
  }

  #postpone(timer: DueTimer, problem: string): void {
    this.#table.postpone(timer, this.#clock.now() + plannedRetryMs(timer.attempts + 1), problem);
  }

  #schedule(): void {
    this.#cancelWait?.();
    const next = this.#table.nextAtMs();
    const delayMs = next === undefined ? TICK_MS : Math.min(Math.max(next - this.#clock.now(), 0), TICK_MS);
    this.#cancelWait = this.#wait.set(() => this.runDue(), delayMs);
  }

  /** Called before commands too, so that none of them goes by a clock that was set without anybody knowing. */
  lookAtClock(): void {
    const wallMs = this.#clock.now();
    const monotonicMs = this.#clock.monotonicMs();
    const jumpMs = wallMs - this.#lastWallMs - (monotonicMs - this.#lastMonotonicMs);
    this.#lastWallMs = wallMs;
    this.#lastMonotonicMs = monotonicMs;
    if (Math.abs(jumpMs) > JUMP_MS) this.#jumped(jumpMs);
    this.#writeDown(wallMs);
  }

  #noteJumpBeforeStart(): void {
    const seenMs = this.#store.state.clockSeenMs;
    const jumpMs = seenMs === undefined ? 0 : this.#clock.now() - seenMs;
    if (jumpMs < -JUMP_MS) this.#jumped(jumpMs);
  }

  #jumped(jumpMs: number): void {
    this.#log.warn({ jumpMs }, 'the clock jumped');
    if (Math.abs(jumpMs) > CLOCK_JUMP_MS) this.#onJump(jumpMs);
    this.#writeDown(this.#clock.now(), { always: true });
  }

  #writeDown(wallMs: number, { always = false } = {}): void {
    const seenMs = this.#store.state.clockSeenMs;
    if (!always && seenMs !== undefined && wallMs - seenMs < SEEN_EVERY_MS) return;
    this.#store.bookkeeping(() => {
      this.#store.state.clockSeenMs = wallMs;
    });
  }
}
