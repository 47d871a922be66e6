import type { StoredQuery } from './query.ts';
import { isPlainObject } from './selector.ts';

/** A query without its values: all queries of one shape have one plan, which differs in what is bound. */
export type QueryShape = {
  readonly key: string;
  /** What stands at each place where queries of this shape differ. */
  readonly values: readonly ShapeValue[];
  /** A query of this shape with a mark at each place. Nothing in a plan depends on which plain value it has. */
  template(): { readonly query: StoredQuery; readonly marks: readonly ShapeValue[] };
};
export type ShapeValue = string | number;

/**
 * The shape of a query made of comparisons with plain values, as nearly all are. Undefined for every other:
 * whatever a plan might look at more closely (lists, patterns, null, texts with characters that SQL and JavaScript
 * order differently) is planned anew each time.
 */
export function shapeOf(query: StoredQuery): QueryShape | undefined {
  const found: Found = { key: '', values: [] };
  if (!takeSelector(query.selector, found, 0)) return undefined;
  if (!takeWindow(query, found)) return undefined;
  found.key += `|${JSON.stringify(query.sort)}`;
  const { key, values } = found;
  return { key, values, template: () => templateOf(query, values) };
}

type Found = { key: string; readonly values: ShapeValue[] };

const COMPARISONS = new Set(['$eq', '$ne', '$gt', '$gte', '$lt', '$lte']);
const LISTS = new Set(['$and', '$or']);
/** Deeper ones are rare, and refused somewhere. */
const DEPTH_MAX = 8;
/** More than these make texts too long to keep. */
const VALUES_MAX = 50;

function takeSelector(selector: unknown, found: Found, depth: number): boolean {
  if (depth > DEPTH_MAX || !isPlainObject(selector)) return false;
  found.key += '{';
  for (const path in selector) {
    const inner = selector[path];
    found.key += `${JSON.stringify(path)}:`;
    if (path.startsWith('$')) {
      if (!LISTS.has(path) || !takeList(inner, found, depth)) return false;
    } else if (!takeOperators(inner, found)) return false;
  }
  found.key += '}';
  return true;
}

function takeList(list: unknown, found: Found, depth: number): boolean {
  if (!Array.isArray(list)) return false;
  found.key += '[';
  for (const selector of list) if (!takeSelector(selector, found, depth + 1)) return false;
  found.key += ']';
  return true;
}

function takeOperators(operators: unknown, found: Found): boolean {
  if (!isPlainObject(operators)) return false;
  let count = 0;
  for (const operator in operators) {
    count += 1;
    if (!COMPARISONS.has(operator)) return false;
    found.key += operator;
    if (!takeValue(operators[operator], found)) return false;
  }
  // An object without operators is a value of its own.
  return count > 0;
}

function takeValue(value: unknown, found: Found): boolean {
  if (typeof value === 'boolean') {
    // It stands in the SQL itself.
    found.key += value ? 't' : 'f';
    return true;
  }
  if (typeof value === 'string') {
    if (/[\uD800-\uFFFF]/.test(value)) return false;
    found.key += 's';
  } else if (typeof value === 'number' && Number.isFinite(value)) found.key += 'n';
  else return false;
  found.values.push(value);
  return found.values.length <= VALUES_MAX;
}

function takeWindow({ skip, limit }: StoredQuery, found: Found): boolean {
  for (const bound of [skip, limit]) {
    if (bound === undefined || bound === 0) found.key += bound === 0 ? '|0' : '|-';
    else if (Number.isSafeInteger(bound) && bound > 0) {
      found.key += '|n';
      found.values.push(bound);
    } else return false;
  }
  return true;
}

/** Numbers that nothing else binds, so that a bound value tells which place it came from. */
const FIRST_MARK = 1_000_000_007;

function templateOf(
  query: StoredQuery,
  values: readonly ShapeValue[],
): { query: StoredQuery; marks: ShapeValue[] } {
  const marks = values.map((value, place) =>
    typeof value === 'string' ? `mark ${place}` : FIRST_MARK + place,
  );
  let place = 0;
  const marked = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(marked);
    if (isPlainObject(value)) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, marked(inner)]));
    }
    if (typeof value === 'boolean') return value;
    place += 1;
    return marks[place - 1];
  };
  // Marked values are of the types they stand for, in the places they stand at.
  const selector = marked(query.selector) as StoredQuery['selector'];
  const skip = query.skip ? Number(marked(query.skip)) : query.skip;
  const { limit, ...rest } = query;
  const bounded = limit ? { limit: Number(marked(limit)) } : limit === undefined ? {} : { limit };
  return { query: { ...rest, selector, skip, ...bounded }, marks };
}
