/**
 * A selector in SQL, said twice. `must` holds for every document that matches (and perhaps for more), `sure`
 * only for documents that match (and perhaps not for all). Where both are the same text, SQL alone decides;
 * elsewhere `must` narrows and RxDB's matcher finishes. Negation swaps the two, which keeps both promises.
 */
export type Condition = { readonly must: string; readonly sure: string };

export const ALWAYS: Condition = { must: '1', sure: '1' };
export const NEVER: Condition = { must: '0', sure: '0' };
/** Only the matcher knows. */
export const UNKNOWN: Condition = { must: '1', sure: '0' };

export function exactly(sql: string): Condition {
  return { must: sql, sure: sql };
}

/** Matches only where `must` holds; whether it does, the matcher says. */
export function atMost(must: string): Condition {
  return { must, sure: '0' };
}

export function allOf(conditions: readonly Condition[]): Condition {
  return { must: join(conditions, 'must', AND), sure: join(conditions, 'sure', AND) };
}

export function anyOf(conditions: readonly Condition[]): Condition {
  return { must: join(conditions, 'must', OR), sure: join(conditions, 'sure', OR) };
}

export function not(condition: Condition): Condition {
  return { must: negated(condition.sure), sure: negated(condition.must) };
}

export function isExact(condition: Condition): boolean {
  return condition.must === condition.sure;
}

/** Values bound by name, so that one value can stand at several places of a statement. */
export class Parameters {
  readonly values: Record<string, SqlValue> = {};
  #count = 0;

  get count(): number {
    return this.#count;
  }

  bind(value: SqlValue): string {
    this.#count += 1;
    const name = `p${this.#count}`;
    this.values[name] = value;
    return `@${name}`;
  }
}
export type SqlValue = string | number;

type Connective = { readonly word: string; readonly neutral: string; readonly absorbing: string };
const AND: Connective = { word: 'AND', neutral: '1', absorbing: '0' };
const OR: Connective = { word: 'OR', neutral: '0', absorbing: '1' };

function join(conditions: readonly Condition[], side: 'must' | 'sure', connective: Connective): string {
  const parts = [...new Set(conditions.map((condition) => condition[side]))];
  if (parts.includes(connective.absorbing)) return connective.absorbing;
  return joinBalanced(
    parts.filter((part) => part !== connective.neutral),
    connective,
  );
}

/** SQLite bounds the depth of an expression (1000), and a flat chain of ORs is as deep as it is long. */
function joinBalanced(parts: readonly string[], connective: Connective): string {
  const [first] = parts;
  if (first === undefined) return connective.neutral;
  if (parts.length === 1) return first;
  if (parts.length <= CHAIN_LENGTH_MAX) return `(${parts.join(` ${connective.word} `)})`;
  const middle = Math.ceil(parts.length / 2);
  const halves = [parts.slice(0, middle), parts.slice(middle)];
  return `(${halves.map((half) => joinBalanced(half, connective)).join(` ${connective.word} `)})`;
}

const CHAIN_LENGTH_MAX = 100;

/** SQL's NULL counts as "doesn't match" and so must turn into "matches". */
function negated(sql: string): string {
  if (sql === '1') return '0';
  if (sql === '0') return '1';
  return `(${sql} IS NOT TRUE)`;
}
