import type { Statements } from './statements.ts';

/** A statement takes as long to begin as three rows take: so many go into one. */
const ROWS_A_STATEMENT = 20;

/** Statements of one open transaction, each with the organisation as its first parameter. */
export class Scoped {
  readonly #statements: Statements;
  readonly #organisationId: string;

  constructor(statements: Statements, organisationId: string) {
    this.#statements = statements;
    this.#organisationId = organisationId;
  }

  one<Row>(sql: string, ...parameters: unknown[]): Row | undefined {
    // The row types name the columns of STRICT tables, as the statements select them.
    return this.#statements.get(sql).get(this.#organisationId, ...parameters) as Row | undefined;
  }

  all<Row>(sql: string, ...parameters: unknown[]): Row[] {
    // As above.
    return this.#statements.get(sql).all(this.#organisationId, ...parameters) as Row[];
  }

  run(sql: string, ...parameters: unknown[]): number {
    return this.#statements.get(sql).run(this.#organisationId, ...parameters).changes;
  }

  /**
   * New rows under the organisation's id. `into` names table and columns, `organisation_id` first. Not for upserts,
   * which take longer together than one by one.
   */
  insert(into: string, rows: readonly (readonly unknown[])[]): void {
    const organisation = { organisation: this.#organisationId };
    for (let first = 0; first < rows.length; ) {
      const isFull = rows.length - first >= ROWS_A_STATEMENT;
      const some = rows.slice(first, first + (isFull ? ROWS_A_STATEMENT : 1));
      const row = `(@organisation${', ?'.repeat(some[0]?.length ?? 0)})`;
      const values = Array.from(some, () => row).join(', ');
      const sql = `INSERT INTO ${into} VALUES ${values}`;
      this.#statements.get(sql).run(organisation, some.flat());
      first += some.length;
    }
  }

  /** An UPDATE, whose new values stand before its key. */
  set(sql: string, values: readonly unknown[], ...key: unknown[]): void {
    this.#statements.get(sql).run(...values, this.#organisationId, ...key);
  }
}
