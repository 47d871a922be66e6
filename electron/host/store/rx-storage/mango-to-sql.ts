import { ALWAYS, allOf, anyOf, type Condition, exactly, not, type Parameters, UNKNOWN } from './condition.ts';
import { compareField } from './mango-comparison.ts';
import { jsonPathLiteral, keysOfPath, type ScalarField } from './scalar-fields.ts';
import { normalizeOperand, type Selector } from './selector.ts';
import type { TableLayout } from './table-layout.ts';
import { NOTE, type TableNotes } from './table-notes.ts';

/** What a translation needs to know of the table it is for. */
export type Translation = {
  readonly layout: TableLayout;
  readonly notes: TableNotes;
  readonly parameters: Parameters;
  /** Dotted paths and operators that SQL could not decide alone; for people who read an explanation. */
  readonly undecided: Set<string>;
};

/** A checked selector as SQL that holds exactly, or at least, for the documents RxDB's matcher accepts. */
export function selectorToSql(selector: Selector, translation: Translation): Condition {
  const conditions = Object.entries(selector).map(([key, value]) =>
    key.startsWith('$')
      ? listToSql(key, value, translation)
      : fieldToSql(key, normalizeOperand(value), translation),
  );
  return conditions.length === 0 ? ALWAYS : allOf(conditions);
}

/** The SQL that reads a scalar path: a column where there is one. */
export function sqlOfField(field: ScalarField, layout: TableLayout): string {
  return layout.columns.get(field.path) ?? `json_extract(data, ${jsonPathLiteral(field.keys)})`;
}

/** A path whose every value in this table is of the one kind its schema names, or null, or missing. */
export function cleanField(path: string, { layout, notes }: Pick<Translation, 'layout' | 'notes'>) {
  const field = layout.fields.find((one) => one.path === path);
  return field === undefined || notes.has(path, NOTE.odd) ? undefined : field;
}

function listToSql(operator: string, list: unknown, translation: Translation): Condition {
  // checkSelector has refused everything but lists of selectors here.
  const selectors = list as readonly Selector[];
  const conditions = selectors.map((selector) => selectorToSql(selector, translation));
  if (operator === '$and') return allOf(conditions);
  return operator === '$or' ? anyOf(conditions) : not(anyOf(conditions));
}

function fieldToSql(path: string, operators: Selector, translation: Translation): Condition {
  const conditions = Object.entries(operators).map(([operator, operand]) => {
    const condition = operatorToSql(path, operator, operand, translation);
    if (condition.must !== condition.sure && operator !== '$not')
      translation.undecided.add(`${path} ${operator}`);
    return condition;
  });
  return conditions.length === 0 ? ALWAYS : allOf(conditions);
}

function operatorToSql(
  path: string,
  operator: string,
  operand: unknown,
  translation: Translation,
): Condition {
  switch (operator) {
    case '$not':
      return not(fieldToSql(path, normalizeOperand(operand), translation));
    case '$ne':
      return not(operatorToSql(path, '$eq', operand, translation));
    case '$nin':
      return not(operatorToSql(path, '$in', operand, translation));
    case '$and':
    case '$or':
    case '$nor':
      // RxDB's matcher applies these to the whole document wherever they stand.
      return listToSql(operator, operand, translation);
    case '$exists':
      return existsToSql(path, Boolean(operand), translation);
    default:
      return valueToSql(path, operator, operand, translation);
  }
}

function existsToSql(path: string, shouldExist: boolean, translation: Translation): Condition {
  const field = cleanField(path, translation);
  const keys = keysOfPath(path);
  if (keys === undefined || (keys.length > 1 && field === undefined)) return UNKNOWN;
  const sql =
    field !== undefined && !translation.notes.has(path, NOTE.explicitNull)
      ? `${sqlOfField(field, translation.layout)} IS NOT NULL`
      : `json_type(data, ${jsonPathLiteral(keys)}) IS NOT NULL`;
  return shouldExist ? exactly(sql) : not(exactly(sql));
}

function valueToSql(path: string, operator: string, operand: unknown, translation: Translation): Condition {
  const field = cleanField(path, translation);
  if (field === undefined) return UNKNOWN;
  const { notes, layout, parameters } = translation;
  return compareField(operator, operand, {
    kind: field.kind,
    sql: sqlOfField(field, layout),
    jsonType: `json_type(data, ${jsonPathLiteral(field.keys)})`,
    notes: notes.bitsOf(path),
    parameters,
  });
}
