import { type Condition, type FilterFields, operatorsOf, takesNothing } from '#shared/kernel/filter.ts';

/** Fields of a list, and how they and their values are called. */
export type FilterWords = {
  readonly fields: FilterFields;
  fieldText(field: string): string;
  choiceText(field: string, choice: string): string;
};

/** A condition with nothing filled in yet. */
export function emptyCondition(words: FilterWords, field = Object.keys(words.fields)[0] ?? ''): Condition {
  const declared = words.fields[field];
  const operator = (declared === undefined ? undefined : operatorsOf(declared)[0]) ?? '';
  return { field, operator, value: takesNothing(operator) ? null : emptyValue(declared?.type) };
}

function emptyValue(type: FilterFields[string]['type'] | undefined): Condition['value'] {
  return type === 'choice' ? [] : type === 'text' ? '' : null;
}
