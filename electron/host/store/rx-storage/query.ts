import type { FilledMangoQuery, RxJsonSchema, RxStorageCountResult } from 'rxdb';
import { getQueryMatcher, getSortComparator } from 'rxdb';
import { type Condition, isExact, Parameters, type SqlValue, UNKNOWN } from './condition.ts';
import { quoted } from './connection.ts';
import { type Sort, sortToSql } from './mango-sort.ts';
import { selectorToSql } from './mango-to-sql.ts';
import { QueryPlans } from './query-plans.ts';
import { checkSelector } from './selector.ts';
import type { StoredDocument } from './stored-document.ts';
import { documentOf, type Table } from './table.ts';

export type StoredQuery = FilledMangoQuery<Record<string, unknown>>;
export type StoredSchema = RxJsonSchema<StoredDocument>;

/** How a query is answered: what SQL does, and what is left to RxDB's matcher and comparator. */
export type QueryPlan = {
  readonly sql: string;
  /** Counts what the selector matches in SQL, whatever the window. */
  readonly countSql: string;
  readonly parameters: Readonly<Record<string, SqlValue>>;
  readonly where: string;
  readonly isSelectorExact: boolean;
  readonly isSortExact: boolean;
  /** Paths and operators the matcher decides. */
  readonly undecided: readonly string[];
};

/** The documents of a query, in its order. */
export function findDocuments(table: Table, schema: StoredSchema, query: StoredQuery): StoredDocument[] {
  const plan = planOf(table, query);
  const { start, end } = windowOf(query);
  if (start >= end) return [];
  const rows = table.connection.statement(plan.sql).pluck();
  if (plan.isSelectorExact && plan.isSortExact) return rows.all(plan.parameters).map(documentOf);
  const matches = plan.isSelectorExact ? () => true : getQueryMatcher(schema, query);
  const found: StoredDocument[] = [];
  for (const data of rows.iterate(plan.parameters)) {
    const document = documentOf(data);
    if (matches(document)) found.push(document);
    if (plan.isSortExact && found.length >= end) break;
  }
  if (!plan.isSortExact) found.sort(getSortComparator(schema, query));
  return found.slice(start, end);
}

/** As many as `findDocuments` would find; slow only where documents have to be parsed for it. */
export function countDocuments(table: Table, schema: StoredSchema, query: StoredQuery): RxStorageCountResult {
  const plan = planOf(table, query);
  const { start, end } = windowOf(query);
  const matching = plan.isSelectorExact
    ? countInSql(table, plan)
    : countInMatcher(table, schema, query, plan);
  return {
    count: Math.max(0, Math.min(matching, end) - start),
    mode: plan.isSelectorExact ? 'fast' : 'slow',
  };
}

const plans = new WeakMap<Table, QueryPlans>();

/** The plan, from an earlier query of the same shape if there was one. */
function planOf(table: Table, query: StoredQuery): QueryPlan {
  table.notes.settle();
  let known = plans.get(table);
  if (known === undefined) {
    known = new QueryPlans();
    plans.set(table, known);
  }
  return known.planOf(query, {
    validFor: table.notes.edition,
    plan: (one) => planQuery(table, one),
  });
}

export function planQuery(table: Table, query: StoredQuery): QueryPlan {
  checkSelector(query.selector);
  table.notes.settle();
  const { layout, notes } = table;
  const undecided = new Set<string>();
  let parameters = new Parameters();
  let condition: Condition = selectorToSql(query.selector, { layout, notes, parameters, undecided });
  if (parameters.count > SQL_PARAMETERS_MAX) {
    parameters = new Parameters();
    condition = UNKNOWN;
    undecided.add('the whole selector, which has too many values');
  }
  const isSelectorExact = isExact(condition);
  // RxDB types the parts of a sort by field name; at run time each is one path with 'asc' or 'desc'.
  const order = sortToSql(query.sort as Sort, { layout, notes });
  const isSortExact = order !== undefined;
  const where = condition.must;
  const parts = [`SELECT data FROM ${quoted(table.name)}`];
  if (where !== '1') parts.push(`WHERE ${where}`);
  if (order !== undefined && order !== '') parts.push(`ORDER BY ${order}`);
  if (isSelectorExact && isSortExact) parts.push(...limitOf(query, parameters));
  return {
    sql: parts.join(' '),
    countSql: `SELECT count(*) FROM ${quoted(table.name)} WHERE ${where}`,
    parameters: parameters.values,
    where,
    isSelectorExact,
    isSortExact,
    undecided: isSelectorExact ? [] : [...undecided],
  };
}

/** SQLite allows 32,766 parameters; a selector near that is faster in the matcher anyway. */
export const SQL_PARAMETERS_MAX = 20_000;

function windowOf({ skip, limit }: StoredQuery): { start: number; end: number } {
  const start = skip ?? 0;
  return { start, end: typeof limit === 'number' ? start + limit : Number.POSITIVE_INFINITY };
}

function limitOf(query: StoredQuery, parameters: Parameters): string[] {
  const { start, end } = windowOf(query);
  if (start === 0 && !Number.isFinite(end)) return [];
  const limit = Number.isFinite(end) ? end - start : -1;
  return [`LIMIT ${parameters.bind(limit)} OFFSET ${parameters.bind(start)}`];
}

function countInSql(table: Table, { countSql, parameters }: QueryPlan): number {
  return Number(table.connection.statement(countSql).pluck().get(parameters));
}

function countInMatcher(table: Table, schema: StoredSchema, query: StoredQuery, plan: QueryPlan): number {
  const matches = getQueryMatcher(schema, query);
  const sql = `SELECT data FROM ${quoted(table.name)} WHERE ${plan.where}`;
  let count = 0;
  for (const data of table.connection.statement(sql).pluck().iterate(plan.parameters)) {
    if (matches(documentOf(data))) count += 1;
  }
  return count;
}
