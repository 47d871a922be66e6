import type { Statements } from './statements.ts';

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

  /** An UPDATE, whose new values stand before its key. */
  set(sql: string, values: readonly unknown[], ...key: unknown[]): void {
    this.#statements.get(sql).run(...values, this.#organisationId, ...key);
  }
}
