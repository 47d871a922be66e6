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
 * (`iterate`) only the caller knows how long SQLite took, so those are not timed.
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
    return statement;
  };
  Object.defineProperty(db, 'prepare', { value: watchedPrepare, configurable: true });
}
