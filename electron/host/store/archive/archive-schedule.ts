import { statSync } from 'node:fs';
import type { Logger } from 'pino';
import { RETENTION } from '#shared/domains/settings/retention.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import { type ErrorDetails, isDomainError } from '#shared/kernel/errors.ts';
import type { Store } from '../store.ts';
import { archivedMonths } from './archived-records.ts';
import { ArchiveRun } from './archive-run.ts';
import { archiveError } from './errors.ts';

/** How the latest run goes or went. */
export type ArchiveWork = {
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Wholes that ended long enough ago, and how many of them have moved. */
  readonly total: number;
  readonly moved: number;
  readonly records: number;
  /** The longest that anybody else had to wait for a batch. */
  readonly longestBatchMs: number;
  readonly problem: ErrorDetails | null;
};

export type ArchiveOverview = {
  readonly afterDays: number;
  /** Newest first. Of a file that is missing there is no size. */
  readonly months: readonly {
    readonly month: string;
    readonly records: number;
    readonly sizeBytes: number | null;
  }[];
  readonly work: ArchiveWork | null;
};

/** What administrators see and do with the archive. */
export type ArchiveService = {
  overview(): ArchiveOverview;
  /** Moves what is due now; joins a run that is under way. */
  start(): void;
  cancel(): void;
};

/** A batch holds up the host for about this long: one in twenty takes three times as long, when the disk is busy. */
const BATCH_MS = 6;
const RECORDS_MIN = 10;
const RECORDS_MAX = 400;
/** Between two batches, and while search or statistics are being built: what people ask comes first. */
const PAUSE_MS = 30;
const HELD_UP_MS = 5_000;
/** A backup or a check reads a month for seconds, and nothing can be added to it then. Longer is worth a word. */
const MONTH_READ_MS = 500;
const MONTH_READ_TRIES_MAX = 120;

/** Moves what ended long ago to the archive, a few milliseconds at a time. */
export class ArchiveSchedule implements ArchiveService {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #log: Pick<Logger, 'info' | 'error'>;
  readonly #afterDays: () => number;
  readonly #waiting: ((work: ArchiveWork) => void)[] = [];
  #next: NodeJS.Timeout | undefined;
  #triesInARow = 0;
  #work: ArchiveWork | null = null;

  constructor(parts: {
    store: Store;
    clock: Clock;
    log: Pick<Logger, 'info' | 'error'>;
    /** Asked at every run: people change it. */
    afterDays?: () => number;
  }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#afterDays = parts.afterDays ?? (() => RETENTION.archiveAfterDays.usual);
  }

  overview(): ArchiveOverview {
    const { db, archived } = this.#store;
    const months = archivedMonths(db).map(({ month, records }) => ({
      month,
      records,
      sizeBytes: statSync(archived.months.fileOf(month), { throwIfNoEntry: false })?.size ?? null,
    }));
    return { afterDays: this.#afterDays(), months, work: this.#work };
  }

  start(): void {
    if (this.#work?.state === 'running') return;
    const nowMs = this.#clock.now();
    const run = this.#newRun(nowMs);
    this.#triesInARow = 0;
    this.#work = {
      state: 'running',
      startedAt: isoOf(nowMs),
      endedAt: null,
      total: run.count(),
      moved: 0,
      records: 0,
      longestBatchMs: 0,
      problem: null,
    };
    this.#continue(run, RECORDS_MIN, 0);
  }

  /** Starts, or joins a run that is under way; resolves with how it ended. */
  async run(): Promise<ArchiveWork> {
    this.start();
    return await new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** What has moved stays moved. */
  cancel(): void {
    this.#end('cancelled');
  }

  close(): void {
    this.cancel();
  }

  #continue(run: ArchiveRun, recordsMax: number, delayMs: number): void {
    this.#next = setTimeout(() => {
      if (run.isHeldUp) {
        this.#continue(run, recordsMax, HELD_UP_MS);
        return;
      }
      const startedMs = this.#clock.monotonicMs();
      try {
        const moved = run.moveBatch(recordsMax);
        const tookMs = this.#clock.monotonicMs() - startedMs;
        this.#triesInARow = 0;
        if (this.#note(moved, tookMs)) this.#continue(run, nextSize(recordsMax, tookMs), PAUSE_MS);
        else this.#end('done');
      } catch (error) {
        if (this.#waitsFor(error)) {
          // A run remembers how far it has looked; what it could not move is found by a new one.
          this.#continue(this.#newRun(this.#clock.now()), recordsMax, MONTH_READ_MS);
          return;
        }
        this.#log.error({ err: error }, 'moving records to the archive failed');
        this.#end('failed', isDomainError(error) ? error.details : archiveError('move-failed').details);
      }
    }, delayMs);
    this.#next.unref();
  }

  #newRun(nowMs: number): ArchiveRun {
    return new ArchiveRun(this.#store, { nowMs, afterDays: this.#afterDays() });
  }

  #waitsFor(error: unknown): boolean {
    if (!isDomainError(error) || error.details.code !== 'store-locked') return false;
    this.#triesInARow += 1;
    return this.#triesInARow <= MONTH_READ_TRIES_MAX;
  }

  #note(moved: ReturnType<ArchiveRun['moveBatch']>, tookMs: number): boolean {
    if (moved === undefined || this.#work === null) return false;
    this.#work = {
      ...this.#work,
      moved: this.#work.moved + moved.aggregates,
      records: this.#work.records + moved.records,
      longestBatchMs: Math.max(this.#work.longestBatchMs, tookMs),
    };
    return true;
  }

  #end(state: 'done' | 'failed' | 'cancelled', problem: ErrorDetails | null = null): void {
    clearTimeout(this.#next);
    if (this.#work?.state !== 'running') return;
    const nowMs = this.#clock.now();
    this.#work = { ...this.#work, state, endedAt: isoOf(nowMs), problem };
    const { moved, records, longestBatchMs } = this.#work;
    if (records > 0) this.#log.info({ moved, records, longestBatchMs }, 'records moved to the archive');
    for (const resolve of this.#waiting.splice(0)) resolve(this.#work);
  }
}

function nextSize(records: number, tookMs: number): number {
  const fitting = Math.round((records * BATCH_MS) / Math.max(1, tookMs));
  return Math.min(RECORDS_MAX, records * 2, Math.max(RECORDS_MIN, fitting));
}
