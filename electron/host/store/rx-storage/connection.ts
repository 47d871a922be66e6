import type BetterSqlite3 from 'better-sqlite3';

/** An open better-sqlite3 connection. */
export type SqliteHandle = BetterSqlite3.Database;
export type SqliteStatement = BetterSqlite3.Statement<unknown[]>;

/**
 * What everybody who works on one connection shares: its prepared statements and the state of its tables.
 * There is one per handle, however many storages, instances or transactions use that handle.
 */
export class Connection {
  readonly handle: SqliteHandle;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(handle: SqliteHandle) {
    this.handle = handle;
    handle.function('rx_regexp', { deterministic: true }, testRegExp);
  }

  /**
   * The prepared statement of this text, which gives rows as objects until its caller says `pluck` or `raw`.
   * The least recently used are forgotten.
   */
  statement(sql: string): SqliteStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) {
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      // Two callers with the same text may want their rows in two forms; the form stays with the statement.
      return known.reader ? known.pluck(false).raw(false) : known;
    }
    const statement: SqliteStatement = this.handle.prepare(sql);
    // The connection is somebody else's and may be set to give bigints; this storage asks for no number beyond 2^53.
    statement.safeIntegers(false);
    if (sql.length <= CACHED_STATEMENT_LENGTH_MAX) this.#remember(sql, statement);
    return statement;
  }

  #remember(sql: string, statement: SqliteStatement): void {
    const [oldest] = this.#statements.keys();
    if (this.#statements.size >= CACHED_STATEMENTS_MAX && oldest !== undefined)
      this.#statements.delete(oldest);
    this.#statements.set(sql, statement);
  }

  /** Runs `work` in a transaction of its own, or in the one that is already open. */
  transaction<Result>(work: () => Result): Result {
    if (this.handle.inTransaction) return work();
    this.statement('BEGIN IMMEDIATE').run();
    try {
      const result = work();
      this.statement('COMMIT').run();
      return result;
    } catch (error) {
      // SQLite rolls back by itself after some errors (disk full); a second rollback would hide the first error.
      if (this.handle.inTransaction) this.statement('ROLLBACK').run();
      throw error;
    }
  }
}

export function connectionOf(handle: SqliteHandle): Connection {
  let connection = connections.get(handle);
  if (connection === undefined) {
    connection = new Connection(handle);
    connections.set(handle, connection);
  }
  return connection;
}

/** A name as SQL text; names of collections hold `-`, digits and, in tests, anything. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const CACHED_STATEMENTS_MAX = 500;
/** A selector with thousands of branches is rarely asked twice; its text would crowd out useful statements. */
const CACHED_STATEMENT_LENGTH_MAX = 10_000;
const COMPILED_PATTERNS_MAX = 100;

const connections = new WeakMap<SqliteHandle, Connection>();
const patterns = new Map<string, RegExp>();

function testRegExp(source: unknown, flags: unknown, value: unknown): number {
  if (typeof value !== 'string') return 0;
  const text = `/${String(source)}/${String(flags)}`;
  let pattern = patterns.get(text);
  if (pattern === undefined) {
    if (patterns.size >= COMPILED_PATTERNS_MAX) patterns.clear();
    pattern = new RegExp(String(source), String(flags));
    patterns.set(text, pattern);
  }
  return pattern.test(value) ? 1 : 0;
}
