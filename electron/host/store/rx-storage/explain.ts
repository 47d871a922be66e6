import type { SqlValue } from './condition.ts';
import { planQuery, type StoredQuery } from './query.ts';
import type { Table } from './table.ts';

export type Explanation = {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, SqlValue>>;
  /** `exact`: SQL alone decides. `narrowed`: SQL finds candidates and RxDB's matcher decides. */
  readonly selector: 'exact' | 'narrowed';
  /** Paths and operators the matcher decides. */
  readonly undecided: readonly string[];
  readonly sort: 'sql' | 'javascript';
  /** `javascript` reads candidates one by one and stops at the last one wanted, if the sort is done in SQL. */
  readonly limit: 'sql' | 'javascript';
  /** SQLite's own account: which index it uses, where it scans, where it sorts. */
  readonly plan: readonly string[];
};

export function explainQuery(table: Table, query: StoredQuery): Explanation {
  const { sql, parameters, isSelectorExact, isSortExact, undecided } = planQuery(table, query);
  const steps = table.connection.handle.prepare(`EXPLAIN QUERY PLAN ${sql}`).raw().all(parameters);
  return {
    sql,
    parameters,
    selector: isSelectorExact ? 'exact' : 'narrowed',
    undecided,
    sort: isSortExact ? 'sql' : 'javascript',
    limit: isSelectorExact && isSortExact ? 'sql' : 'javascript',
    // The fourth column of EXPLAIN QUERY PLAN is its text.
    plan: steps.map((step) => String((step as unknown[])[3])),
  };
}
