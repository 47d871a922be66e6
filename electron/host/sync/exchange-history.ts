import { z } from 'zod';
import { isoOf } from '#shared/kernel/clock.ts';
import { localTimeOf } from '#shared/kernel/local-time.ts';
import { ERROR_CODES } from '#shared/kernel/errors.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import { EXCHANGE_WAYS, type ExchangeSummary } from './exchange-meter.ts';

const ROWS_MAX = 1_000;
const DAYS_MAX = 400;
const DAYS_SHOWN = 30;
/** Polls are counted in memory and kept by this: one every few seconds should not wear a disk. */
const KEEP_MS = 10 * 60_000;

const Problem = z.object({ code: z.enum(ERROR_CODES), message: z.string() });
const Row = z.object({
  number: z.int(),
  at: z.string(),
  way: z.enum(EXCHANGE_WAYS),
  durationMs: z.int(),
  sentBytes: z.int(),
  receivedBytes: z.int(),
  entries: z.int(),
  records: z.int(),
  problem: z
    .string()
    .transform((text) => Problem.parse(JSON.parse(text)))
    .nullable(),
});
export type LoggedExchange = z.infer<typeof Row>;

const Day = z.object({
  /** `2026-11-21`, in the site's own time zone. */
  day: z.string(),
  /** That moved something, that moved nothing, and that failed. */
  exchanges: z.int(),
  idle: z.int(),
  failed: z.int(),
  sentBytes: z.int(),
  receivedBytes: z.int(),
});
export type ExchangeDay = z.infer<typeof Day>;

export type ExchangePage = {
  readonly exchanges: readonly LoggedExchange[];
  readonly more: boolean;
  readonly days: readonly ExchangeDay[];
};

/** What this console said to its server and heard from it: the newest exchanges, and all of them by day. */
export class ExchangeHistory {
  readonly #store: Store;
  /** Days of which more is known than the file has. */
  readonly #days = new Map<string, ExchangeDay>();
  #keptAtMs = 0;
  #lastProblem: string | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  note(summary: ExchangeSummary): void {
    // Who ended the exchange may have closed the store since.
    if (!this.#store.db.open) return;
    this.#count(summary);
    const isLogged = this.#isLogged(summary);
    this.#lastProblem = summary.problem?.code;
    const isDue = Math.abs(summary.startedAtMs - this.#keptAtMs) >= KEEP_MS;
    if (!isLogged && !isDue) return;
    this.#keptAtMs = summary.startedAtMs;
    this.#write(() => {
      if (isLogged) this.#log(summary);
      this.#keepDays();
    });
  }

  #write(work: () => void): void {
    this.#store.bookkeeping(work);
    this.#days.clear();
  }

  /** Newest first; `before` is the number of the last one that is known already. */
  page({ before, limit }: { before: number | undefined; limit: number }): ExchangePage {
    this.keep();
    const rows = this.#store.all(
      Row,
      `SELECT * FROM exchange_log WHERE number < :before ORDER BY number DESC LIMIT :limit`,
      { before: before ?? Number.MAX_SAFE_INTEGER, limit: limit + 1 },
    );
    const days = this.#store.all(Day, `SELECT * FROM exchange_day ORDER BY day DESC LIMIT ${DAYS_SHOWN}`);
    return { exchanges: rows.slice(0, limit), more: rows.length > limit, days };
  }

  /** Writes down what was only counted so far. */
  keep(): void {
    if (this.#days.size > 0) this.#write(() => this.#keepDays());
  }

  /** What moved something; of failures in a row, the first and each that is another one. */
  #isLogged({ way, entries, records, problem, sentBytes, receivedBytes }: ExchangeSummary): boolean {
    if (problem !== null) return problem.code !== 'cancelled' && problem.code !== this.#lastProblem;
    if (way === 'attachments') return sentBytes + receivedBytes > 0;
    return way === 'file' || entries > 0 || records > 0;
  }

  #count(summary: ExchangeSummary): void {
    const { startedAtMs, sentBytes, receivedBytes, problem } = summary;
    const day = dayOf(startedAtMs, this.#store.state.site?.timeZone);
    const known = this.#days.get(day) ?? emptyDay(day);
    const isCut = problem?.code === 'cancelled';
    const hasFailed = problem !== null && !isCut;
    const hasMoved = problem === null && this.#isLogged(summary);
    this.#days.set(day, {
      day,
      exchanges: known.exchanges + (hasMoved ? 1 : 0),
      idle: known.idle + (problem === null && !hasMoved ? 1 : 0),
      failed: known.failed + (hasFailed ? 1 : 0),
      sentBytes: known.sentBytes + sentBytes,
      receivedBytes: known.receivedBytes + receivedBytes,
    });
  }

  #log({
    startedAtMs,
    way,
    durationMs,
    sentBytes,
    receivedBytes,
    entries,
    records,
    problem,
  }: ExchangeSummary) {
    const { db } = this.#store;
    const { lastInsertRowid } = connectionOf(db)
      .statement(
        `INSERT INTO exchange_log (at, way, durationMs, sentBytes, receivedBytes, entries, records, problem)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        isoOf(startedAtMs),
        way,
        durationMs,
        sentBytes,
        receivedBytes,
        entries,
        records,
        problem === null ? null : JSON.stringify({ code: problem.code, message: problem.message }),
      );
    connectionOf(db)
      .statement('DELETE FROM exchange_log WHERE number <= ?')
      .run(Number(lastInsertRowid) - ROWS_MAX);
  }

  #keepDays(): void {
    const { db } = this.#store;
    for (const { day, exchanges, idle, failed, sentBytes, receivedBytes } of this.#days.values()) {
      connectionOf(db)
        .statement(
          `INSERT INTO exchange_day (day, exchanges, idle, failed, sentBytes, receivedBytes)
           VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (day) DO UPDATE SET exchanges = exchanges + excluded.exchanges, idle = idle + excluded.idle,
             failed = failed + excluded.failed, sentBytes = sentBytes + excluded.sentBytes,
             receivedBytes = receivedBytes + excluded.receivedBytes`,
        )
        .run(day, exchanges, idle, failed, sentBytes, receivedBytes);
    }
    connectionOf(db)
      .statement(
        `DELETE FROM exchange_day
         WHERE day <= (SELECT day FROM exchange_day ORDER BY day DESC LIMIT 1 OFFSET ${DAYS_MAX})`,
      )
      .run();
  }
}

function emptyDay(day: string): ExchangeDay {
  return { day, exchanges: 0, idle: 0, failed: 0, sentBytes: 0, receivedBytes: 0 };
}

function dayOf(ms: number, timeZone = 'UTC'): string {
  const { year, month, day } = localTimeOf(ms, timeZone);
  return isoOf(Date.UTC(year, month - 1, day)).slice(0, 'yyyy-mm-dd'.length);
}
