import { z } from 'zod';
import { Instant } from './fields.ts';
import type { SqlParameters, SqlValue } from './transaction.ts';
import { HOUR_MS } from './durations.ts';

/** What a person may filter a list by. The column is the query's own text; nothing a person types reaches it. */
export type FilterField = {
  readonly type: 'text' | 'number' | 'instant' | 'choice';
  /** An SQL expression, such as `i.title`. */
  readonly column: string;
  /** Of a choice: every value there is. */
  readonly choices?: readonly string[];
  /** May there be nothing in it? Then it can be asked for that. */
  readonly nullable?: boolean;
};
export type FilterFields = { readonly [field: string]: FilterField };

/** What may be asked of each type of field; `empty` and `filled` of nullable fields only. */
export const OPERATORS = {
  text: ['contains', 'lacks', 'starts', 'is', 'isNot', 'empty', 'filled'],
  number: ['is', 'isNot', 'less', 'more', 'atMost', 'atLeast', 'empty', 'filled'],
  instant: ['before', 'since', 'withinHours', 'withinDays', 'empty', 'filled'],
  choice: ['anyOf', 'noneOf', 'empty', 'filled'],
} as const satisfies { readonly [Type in FilterField['type']]: readonly string[] };
export type Operator = (typeof OPERATORS)[FilterField['type']][number];

export const CONDITIONS_MAX = 12;
export const GROUPS_MAX = 4;
const TEXT_MAX = 200;
const CHOICES_MAX = 100;
const PERIODS_MAX = 100_000;

const Condition = z.strictObject({
  field: z.string().max(40),
  operator: z.string().max(20),
  value: z.union([
    z.string().max(TEXT_MAX),
    z.number(),
    z.array(z.string().max(80)).max(CHOICES_MAX),
    z.null(),
  ]),
});
export type Condition = z.infer<typeof Condition>;

const Match = z.enum(['all', 'any']);
const Group = z.strictObject({ match: Match, conditions: z.array(Condition).min(1).max(CONDITIONS_MAX) });
export type FilterGroup = z.infer<typeof Group>;

/** A filter of any list: conditions, and groups of conditions one level deep. Which fields there are, its query says. */
export const AnyFilter = z.strictObject({
  match: Match,
  conditions: z.array(Condition).max(CONDITIONS_MAX),
  groups: z.array(Group).max(GROUPS_MAX),
});
export type Filter = z.infer<typeof AnyFilter>;

export const NO_FILTER: Filter = { match: 'all', conditions: [], groups: [] };

export function isNoFilter(filter: Filter): boolean {
  return filter.conditions.length === 0 && filter.groups.length === 0;
}

/** The schema of filters over these fields: it refuses a field, an operator or a value that there is not. */
export function filterOver(fields: FilterFields) {
  return AnyFilter.superRefine((filter, context) => {
    for (const [condition, path] of conditionsIn(filter)) {
      const problem = problemOf(fields, condition);
      if (problem !== undefined)
        context.addIssue({ code: 'custom', path: [...path, problem[0]], message: problem[1] });
    }
  });
}

/** What is wrong with a condition, and with which part of it. */
export function problemOf(
  fields: FilterFields,
  { field: name, operator, value }: Condition,
): [part: 'field' | 'operator' | 'value', message: string] | undefined {
  const field = fieldOf(fields, name);
  if (field === undefined) return ['field', 'Choose a field.'];
  if (!operatorsOf(field).some((known) => known === operator)) return ['operator', 'Choose a comparison.'];
  const checked = valueSchema(field, operator).safeParse(value);
  return checked.success ? undefined : ['value', checked.error.issues[0]?.message ?? 'Fill this in.'];
}

export function operatorsOf(field: FilterField): readonly Operator[] {
  const operators: readonly Operator[] = OPERATORS[field.type];
  return field.nullable === true ? operators : operators.filter((one) => !takesNothing(one));
}

/** Whether a comparison stands without a value. */
export function takesNothing(operator: string): boolean {
  return operator === 'empty' || operator === 'filled';
}

/**
 * The SQL condition of a filter. Only columns that the query declared and comparisons known here make its text; every
 * value is bound. `now` is what "in the last days" counts back from.
 */
export function filterCondition(
  fields: FilterFields,
  filter: Filter,
  now: string,
): { readonly sql: string; readonly parameters: SqlParameters } {
  const parameters: { [name: string]: SqlValue } = {};
  const bind = (value: SqlValue) => {
    const name = `filter${Object.keys(parameters).length}`;
    parameters[name] = value;
    return `:${name}`;
  };
  const one = (condition: Condition) =>
    conditionSql(mustField(fields, condition.field), condition, { bind, now });
  const parts = [
    ...filter.conditions.map(one),
    ...filter.groups.map((group) => joined(group.match, group.conditions.map(one))),
  ];
  return { sql: joined(filter.match, parts), parameters };
}

function joined(match: Filter['match'], parts: readonly string[]): string {
  if (parts.length === 0) return '1';
  return `(${parts.join(match === 'all' ? ' AND ' : ' OR ')})`;
}

type Compiler = { bind(value: SqlValue): string; readonly now: string };

/** What is empty is neither like a value nor excluded by "is not": a row without a value is not that value. */
function conditionSql(
  { column, type }: FilterField,
  { operator, value }: Condition,
  compiler: Compiler,
): string {
  const { bind } = compiler;
  if (operator === 'empty') return type === 'text' ? `coalesce(${column}, '') = ''` : `${column} IS NULL`;
  if (operator === 'filled')
    return type === 'text' ? `coalesce(${column}, '') <> ''` : `${column} IS NOT NULL`;
  switch (type) {
    case 'text':
      return textSql(column, operator, bind(lowerCase(String(value))));
    case 'number':
      return `${column} ${COMPARISONS[operator] ?? 'IS'} ${bind(Number(value))}`;
    case 'instant': {
      const instant = instantOf(operator, value, compiler.now);
      return `${column} ${operator === 'before' ? '<' : '>='} ${bind(instant)}`;
    }
    case 'choice': {
      const chosen = `(SELECT value FROM json_each(${bind(JSON.stringify(value))}))`;
      return operator === 'anyOf'
        ? `${column} IN ${chosen}`
        : `(${column} IS NULL OR ${column} NOT IN ${chosen})`;
    }
  }
}

/** Case does not count, for the letters that SQLite knows the case of: A to Z. */
function textSql(column: string, operator: string, value: string): string {
  const text = `lower(coalesce(${column}, ''))`;
  if (operator === 'contains') return `instr(${text}, ${value}) > 0`;
  if (operator === 'lacks') return `instr(${text}, ${value}) = 0`;
  if (operator === 'starts') return `instr(${text}, ${value}) = 1`;
  return `${text} ${operator === 'isNot' ? '<>' : '='} ${value}`;
}

const COMPARISONS: { readonly [operator: string]: string } = {
  is: 'IS',
  isNot: 'IS NOT',
  less: '<',
  more: '>',
  atMost: '<=',
  atLeast: '>=',
};

/** The instant a condition compares with. */
export function instantOf(operator: string, value: Condition['value'], now: string): string {
  if (operator === 'before' || operator === 'since') return String(value);
  const unitMs = operator === 'withinHours' ? HOUR_MS : 24 * HOUR_MS;
  return new Date(Date.parse(now) - Number(value) * unitMs).toISOString();
}

/** Lower case as SQLite's `lower` makes it. */
export function lowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function* conditionsIn(filter: Filter): Generator<[Condition, (string | number)[]]> {
  for (const [index, condition] of filter.conditions.entries()) yield [condition, ['conditions', index]];
  for (const [at, group] of filter.groups.entries()) {
    for (const [index, condition] of group.conditions.entries()) {
      yield [condition, ['groups', at, 'conditions', index]];
    }
  }
}

function valueSchema(field: FilterField, operator: string): z.ZodType {
  if (takesNothing(operator)) return z.null();
  switch (field.type) {
    case 'text':
      return z
        .string('Fill this in.')
        .min(1, 'Fill this in.')
        .max(TEXT_MAX, `At most ${TEXT_MAX} characters.`);
    case 'number':
      return z.number('A number.');
    case 'instant':
      return operator === 'before' || operator === 'since'
        ? Instant
        : z.int('A whole number.').min(1, 'At least 1.').max(PERIODS_MAX, `At most ${PERIODS_MAX}.`);
    case 'choice':
      return z.array(z.enum(field.choices ?? []), 'Choose at least one.').min(1, 'Choose at least one.');
  }
}

function fieldOf(fields: FilterFields, name: string): FilterField | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function mustField(fields: FilterFields, name: string): FilterField {
  const field = fieldOf(fields, name);
  if (field === undefined) throw new Error(`No field ${name} to filter by: the filter was not checked`);
  return field;
}
