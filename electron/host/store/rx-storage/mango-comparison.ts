import { anyOf, atMost, type Condition, exactly, NEVER, type Parameters, UNKNOWN } from './condition.ts';
import type { ScalarKind } from './scalar-fields.ts';
import { NOTE } from './table-notes.ts';

/** A field whose values are all of one kind, null, or missing; both of the latter are NULL in `sql`. */
export type Comparand = {
  readonly kind: ScalarKind;
  readonly sql: string;
  /** SQL that tells an explicit null ('null') from a missing value (NULL). */
  readonly jsonType: string;
  readonly notes: number;
  readonly parameters: Parameters;
};

/** One operator on one clean scalar field, with the semantics of RxDB's matcher. */
export function compareField(operator: string, operand: unknown, field: Comparand): Condition {
  switch (operator) {
    case '$eq':
      return equals(operand, field);
    case '$in':
      // checkSelector has refused everything but lists.
      return isIn(operand as readonly unknown[], field);
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return isBeside(operator, operand, field);
    case '$regex':
      return matches(operand, field);
    case '$type':
      return isOfType(operand, field);
    case '$size':
    case '$elemMatch':
      // True of arrays only, and this field holds none.
      return NEVER;
    default:
      return UNKNOWN;
  }
}

function equals(operand: unknown, field: Comparand): Condition {
  if (operand === null || operand === undefined) return exactly(`${field.sql} IS NULL`);
  if (typeof operand !== field.kind) return NEVER;
  if (typeof operand === 'boolean') return exactly(`${field.sql} = ${operand ? 1 : 0}`);
  if (typeof operand === 'number') {
    return Number.isNaN(operand) ? NEVER : exactly(`${field.sql} = ${field.parameters.bind(operand)}`);
  }
  if (typeof operand !== 'string') return NEVER;
  if (!operand.isWellFormed()) return field.notes & NOTE.broken ? atMost(`${field.sql} IS NOT NULL`) : NEVER;
  return exactly(`${field.sql} = ${field.parameters.bind(operand)}`);
}

function isIn(operands: readonly unknown[], field: Comparand): Condition {
  if (operands.some((one) => one instanceof RegExp)) return UNKNOWN;
  const values = operands.filter((one) => typeof one === field.kind);
  const hasBroken = values.some((value) => typeof value === 'string' && !value.isWellFormed());
  if (hasBroken && field.notes & NOTE.broken) return UNKNOWN;
  const sayable = values.filter((value) => typeof value !== 'string' || value.isWellFormed());
  const list = sayable.length === 1 ? equals(sayable[0], field) : isInList(sayable, field);
  return operands.includes(null) ? anyOf([exactly(`${field.sql} IS NULL`), list]) : list;
}

function isInList(values: readonly unknown[], field: Comparand): Condition {
  if (values.length === 0) return NEVER;
  // NaN and the infinities become null in JSON, and no stored number equals them.
  const list = field.parameters.bind(JSON.stringify(values.map(sqlValueOf)));
  return exactly(`${field.sql} IN (SELECT value FROM json_each(${list}))`);
}

function sqlValueOf(value: unknown): unknown {
  return typeof value === 'boolean' ? Number(value) : value;
}

type Relation = '$gt' | '$gte' | '$lt' | '$lte';
const RELATION_SQL: Readonly<Record<Relation, string>> = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' };

/** The matcher compares values of one type only: `$gt: 0` holds for no text and not for null. */
function isBeside(relation: Relation, operand: unknown, field: Comparand): Condition {
  const isInclusive = relation === '$gte' || relation === '$lte';
  if (operand === undefined) return UNKNOWN;
  if (operand === null) return isInclusive ? isExplicitNull(field) : NEVER;
  if (typeof operand !== field.kind) return NEVER;
  if (typeof operand === 'boolean')
    return exactly(`${field.sql} ${RELATION_SQL[relation]} ${operand ? 1 : 0}`);
  if (typeof operand === 'string') return isTextBeside(relation, operand, field);
  if (typeof operand !== 'number' || Number.isNaN(operand)) return atMost(`${field.sql} IS NOT NULL`);
  return exactly(`${field.sql} ${RELATION_SQL[relation]} ${field.parameters.bind(operand)}`);
}

/**
 * SQLite and JavaScript order two texts differently only if, at their first difference, one has a character
 * from U+E000 to U+FFFF and the other one beyond. Where that can't be excluded, the part of the bound before
 * the first such character narrows and the matcher decides. This is also what makes the usual bound for
 * "starts with", '\uffff', find text that goes on with an emoji.
 */
function isTextBeside(relation: Relation, bound: string, field: Comparand): Condition {
  if (isOrderShared(bound, field.notes)) {
    return exactly(`${field.sql} ${RELATION_SQL[relation]} ${field.parameters.bind(bound)}`);
  }
  const common = bound.slice(0, bound.search(/[\uD800-\uFFFF]/));
  if (common === '') return atMost(`${field.sql} IS NOT NULL`);
  if (relation === '$gt' || relation === '$gte')
    return atMost(`${field.sql} >= ${field.parameters.bind(common)}`);
  return atMost(`${field.sql} < ${field.parameters.bind(successorOf(common))}`);
}

function isOrderShared(bound: string, notes: number): boolean {
  if (!/[\uD800-\uFFFF]/.test(bound)) return true;
  if (!bound.isWellFormed() || notes & NOTE.broken) return false;
  const isAstral = /[\uD800-\uDFFF]/.test(bound);
  const isHigh = /[\uE000-\uFFFF]/.test(bound);
  return !(isAstral && notes & NOTE.high) && !(isHigh && notes & NOTE.astral);
}

/** The first text, in either order, after all texts that start with `text`, which has no character above U+D7FF. */
function successorOf(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return text.slice(0, -1) + (last === 0xd7ff ? '\ue000' : String.fromCharCode(last + 1));
}

function isExplicitNull(field: Comparand): Condition {
  return field.notes & NOTE.explicitNull ? exactly(`${field.jsonType} = 'null'`) : NEVER;
}

function matches(operand: unknown, field: Comparand): Condition {
  if (field.kind !== 'string') return NEVER;
  // A sticky or global pattern remembers where it stopped; a lone surrogate doesn't survive the way to SQL.
  if (!(operand instanceof RegExp) || /[gy]/.test(operand.flags) || field.notes & NOTE.broken) {
    return atMost(`${field.sql} IS NOT NULL`);
  }
  if (!operand.source.isWellFormed()) return atMost(`${field.sql} IS NOT NULL`);
  const source = field.parameters.bind(operand.source);
  const flags = field.parameters.bind(operand.flags);
  return exactly(`rx_regexp(${source}, ${flags}, ${field.sql})`);
}

function isOfType(operand: unknown, field: Comparand): Condition {
  const types: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  return anyOf(types.map((type) => isOfOneType(type, field)));
}

function isOfOneType(type: unknown, field: Comparand): Condition {
  const name = String(type);
  if (name === 'null' || name === '10') return isExplicitNull(field);
  if (name === 'undefined' || name === '6') return exactly(`${field.sql} IS NULL`);
  if (WHOLE_NUMBER_TYPES.has(name))
    return field.kind === 'number' ? atMost(`${field.sql} IS NOT NULL`) : NEVER;
  return TYPES_OF_KIND[field.kind].has(name) ? exactly(`${field.sql} IS NOT NULL`) : NEVER;
}

const WHOLE_NUMBER_TYPES = new Set(['int', 'long', '16', '18']);
const TYPES_OF_KIND: Readonly<Record<ScalarKind, ReadonlySet<string>>> = {
  string: new Set(['string', '2']),
  number: new Set(['number', 'double', 'decimal', '1', '19']),
  boolean: new Set(['boolean', 'bool', '8']),
};
