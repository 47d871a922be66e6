import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { must } from '#shared/kernel/assert.ts';

const names = new Map<string, string>();

/** Statements of one open transaction, each with the organisation as its first parameter, `$1`. */
export class Scoped {
  readonly #client: ClientBase;
  readonly #organisationId: string;
  #hasBegun = false;

  constructor(client: ClientBase, organisationId: string) {
    this.#client = client;
    this.#organisationId = organisationId;
  }

  /**
   * Waits for the organisation's row and holds it until the end. Under READ COMMITTED, when this is the first
   * statement: what is read afterwards is what all earlier writers left. Otherwise under the snapshot that
   * reading has begun with, and then Postgres refuses (40001) if another writer was there since.
   */
  async lock<Row>(columns: string): Promise<Row> {
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      await this.#client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
    }
    // NO KEY: rows that refer to the organisation may be inserted meanwhile.
    const row = await this.one<Row>(`SELECT ${columns} FROM organisations WHERE id = $1 FOR NO KEY UPDATE`);
    return must(row, 'the organisation of this transaction');
  }

  async one<Row>(sql: string, ...parameters: unknown[]): Promise<Row | undefined> {
    return (await this.all<Row>(sql, ...parameters))[0];
  }

  async all<Row>(sql: string, ...parameters: unknown[]): Promise<Row[]> {
    // The row types name the columns as the statements select them.
    return (await this.#query(sql, parameters)).rows as Row[];
  }

  async run(sql: string, ...parameters: unknown[]): Promise<number> {
    return (await this.#query(sql, parameters)).rowCount ?? 0;
  }

  async commit(): Promise<void> {
    if (this.#hasBegun) await this.#client.query('COMMIT');
  }

  async rollback(): Promise<void> {
    if (this.#hasBegun) await this.#client.query('ROLLBACK');
  }

  async #query(text: string, parameters: readonly unknown[]) {
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      // Pages of an exchange are read by several statements: a record must not move between them.
      await this.#client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    }
    return this.#client.query({ name: nameOf(text), text, values: [this.#organisationId, ...parameters] });
  }
}

/** Prepared once per connection. Drawn from the text, so that replicas behind one pooler mean the same by it. */
function nameOf(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  const name = `fairlead_${createHash('sha256').update(sql).digest('hex').slice(0, 24)}`;
  names.set(sql, name);
  return name;
}
