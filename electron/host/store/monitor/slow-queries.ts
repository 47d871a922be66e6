import type { Logger } from 'pino';
import type { SqliteConnection } from '../connection.ts';

export const SLOW_WARN_MS = 500;
export const SLOW_ALARM_MS = 5_000;
const KEPT_MAX = 100;
/** Long enough to know a statement by; the rest of a list of a thousand branches says no more. */
const SQL_CHARACTERS_MAX = 1_000;

export type SlowQuery = {
  readonly at: string;
  readonly sql: string;
  readonly durationMs: number;
  readonly level: 'warning' | 'alarm';
};

/** Statements that took too long: the last ones, newest first, with their text and without their values. */
export class SlowQueries {
  readonly #now: () => string;
  readonly #log: Pick<Logger, 'warn' | 'error'>;
  readonly #kept: SlowQuery[] = [];

  constructor(options: { now: () => string; log: Pick<Logger, 'warn' | 'error'> }) {
    this.#now = options.now;
    this.#log = options.log;
  }

  list(): readonly SlowQuery[] {
    return [...this.#kept].reverse();
  }

  note(sql: string, durationMs: number): void {
    if (durationMs <= SLOW_WARN_MS) return;
    const level = durationMs > SLOW_ALARM_MS ? 'alarm' : 'warning';
    const text = sql.replaceAll(/\s+/g, ' ').trim().slice(0, SQL_CHARACTERS_MAX);
    const slow = { at: this.#now(), sql: text, durationMs: Math.round(durationMs), level } as const;
    this.#kept.push(slow);
    if (this.#kept.length > KEPT_MAX) this.#kept.shift();
    if (level === 'alarm') this.#log.error({ sql: text, durationMs: slow.durationMs }, 'very slow query');
    else this.#log.warn({ sql: text, durationMs: slow.durationMs }, 'slow query');
  }
}

type Timed = 'run' | 'get' | 'all';
const TIMED: readonly Timed[] = ['run', 'get', 'all'];

/**
 * Times every statement that is prepared on a connection from now on. Of a statement that is stepped through
 * (`iterate`) the steps count, not what its caller does between them.
 */
export function watchStatements(
  db: SqliteConnection,
  slowQueries: Pick<SlowQueries, 'note'>,
  monotonicMs: () => number = () => performance.now(),
): void {
  const prepare = db.prepare.bind(db);
  const watchedPrepare = (sql: string) => {
    const statement = prepare<unknown[]>(sql);
    for (const name of TIMED) {
      const method: (...parameters: unknown[]) => unknown = statement[name].bind(statement);
      Object.defineProperty(statement, name, {
        value(...parameters: unknown[]) {
          const startedMs = monotonicMs();
          try {
            return method(...parameters);
          } finally {
            slowQueries.note(sql, monotonicMs() - startedMs);
          }
        },
      });
    }
    const iterate = statement.iterate.bind(statement);
    const timer = { monotonicMs, note: (durationMs: number) => slowQueries.note(sql, durationMs) };
    Object.defineProperty(statement, 'iterate', {
      value: (...parameters: unknown[]) => timedSteps(iterate(...parameters), timer),
    });
    return statement;
  };
  Object.defineProperty(db, 'prepare', { value: watchedPrepare, configurable: true });
}

type StepTimer = { monotonicMs(): number; note(durationMs: number): void };

/** The same rows; notes how long SQLite took for them when they end, are given up, or fail. */
function timedSteps(rows: IterableIterator<unknown>, timer: StepTimer): IterableIterator<unknown> {
  let tookMs = 0;
  let isOver = false;
  const timed = <Result>(step: () => Result): Result => {
    const startedMs = timer.monotonicMs();
    let isBroken = true;
    try {
      const result = step();
      isBroken = false;
      return result;
    } finally {
      tookMs += timer.monotonicMs() - startedMs;
      if (isBroken) end();
    }
  };
  const end = () => {
    if (!isOver) timer.note(tookMs);
    isOver = true;
  };
  return {
    [Symbol.iterator]() {
      return this;
    },
    next() {
      const result = timed(() => rows.next());
      if (result.done === true) end();
      return result;
    },
    return(value?: unknown) {
      end();
      return rows.return?.(value) ?? { done: true, value };
    },
  };
}
