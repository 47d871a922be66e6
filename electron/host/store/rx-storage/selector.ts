import { StorageError } from './errors.ts';

export type Selector = Readonly<Record<string, unknown>>;

/** The operators RxDB's own matcher knows; anything else is a mistake of the caller. */
const FIELD_OPERATORS = new Set([
  '$eq',
  '$ne',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$in',
  '$nin',
  '$exists',
  '$type',
  '$regex',
  '$mod',
  '$size',
  '$elemMatch',
  '$not',
]);
const LISTS_OF_SELECTORS = new Set(['$and', '$or', '$nor']);
const LISTS_OF_VALUES = new Set(['$in', '$nin']);

/** Recursion into a selector is bounded, so that no query can exhaust the stack. */
export const SELECTOR_DEPTH_MAX = 50;

/** Throws a clear error for what the matcher would misread, ignore, or fail on only once a document is there. */
export function checkSelector(selector: unknown, depth = 0): asserts selector is Selector {
  if (depth > SELECTOR_DEPTH_MAX) {
    throw new StorageError(
      'SELECTOR_TOO_DEEP',
      `The selector is nested deeper than ${SELECTOR_DEPTH_MAX} levels`,
    );
  }
  if (!isPlainObject(selector)) {
    throw new StorageError(
      'INVALID_SELECTOR',
      `A selector must be an object, not ${JSON.stringify(selector)}`,
    );
  }
  for (const [key, value] of Object.entries(selector)) {
    if (LISTS_OF_SELECTORS.has(key)) for (const inner of listOf(key, value)) checkSelector(inner, depth + 1);
    else if (key.startsWith('$')) throw unknownOperator(key);
    else checkOperators(normalizeOperand(value), depth + 1);
  }
}

/** What a field is compared with, always as operators: RxDB's matcher takes the same shorthands. */
export function normalizeOperand(operand: unknown): Selector {
  if (operand instanceof RegExp) return { $regex: operand };
  if (!isPlainObject(operand) || !Object.keys(operand).some(isOperator)) return { $eq: operand };
  if (!('$regex' in operand)) return operand;
  const { $options, ...rest } = operand;
  return { ...rest, $regex: regExpOf(operand['$regex'], $options) };
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function checkOperators(operators: Selector, depth: number): void {
  if (depth > SELECTOR_DEPTH_MAX) checkSelector(operators, depth);
  for (const [operator, value] of Object.entries(operators)) {
    if (LISTS_OF_SELECTORS.has(operator)) {
      for (const inner of listOf(operator, value)) checkSelector(inner, depth + 1);
    } else if (!FIELD_OPERATORS.has(operator)) throw unknownOperator(operator);
    else if (LISTS_OF_VALUES.has(operator)) listOf(operator, value);
    else if (operator === '$mod' && listOf(operator, value).length !== 2)
      throw invalidOperand(operator, value);
    else if (operator === '$not') checkOperators(normalizeOperand(value), depth + 1);
    else if (operator === '$elemMatch') checkElement(value, depth + 1);
  }
}

/** `$elemMatch` holds either operators for the element itself or a selector for an element that is an object. */
function checkElement(criteria: unknown, depth: number): void {
  if (!isPlainObject(criteria)) throw invalidOperand('$elemMatch', criteria);
  const keys = Object.keys(criteria);
  const isAboutElement =
    keys.length > 0 && keys.every((key) => isOperator(key) && !LISTS_OF_SELECTORS.has(key));
  if (isAboutElement) checkOperators(normalizeOperand(criteria), depth);
  else checkSelector(criteria, depth);
}

function isOperator(key: string): boolean {
  return key.startsWith('$');
}

function listOf(operator: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw invalidOperand(operator, value);
  return value;
}

function regExpOf(source: unknown, flags: unknown): RegExp {
  try {
    // The matcher makes its pattern the same way, of whatever it is given.
    return new RegExp(source as string | RegExp, flags as string | undefined);
  } catch (error) {
    throw new StorageError('INVALID_SELECTOR', `$regex: ${String(source)} is no regular expression`, {
      cause: error,
    });
  }
}

function unknownOperator(operator: string): StorageError {
  return new StorageError('UNKNOWN_OPERATOR', `"${operator}" is no operator of a selector at this place`);
}

function invalidOperand(operator: string, value: unknown): StorageError {
  return new StorageError('INVALID_SELECTOR', `${operator} can't be given ${JSON.stringify(value)}`);
}
