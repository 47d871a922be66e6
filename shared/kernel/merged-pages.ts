import type { Place } from './walk.ts';

/** Rows of one table in the order of a list, one more than the page where there are more. */
export type Page<Row> = {
  readonly rows: readonly Row[];
  /** Where a walk stopped to look, though more may follow; null: it found all that it was asked for. */
  readonly end: Place | null;
};

type Sorted = { readonly id: string; readonly sortValue: Place['value'] };

/**
 * Pages of several tables, read from the same place in the same order, as one page of the list that they are together.
 * Nothing beyond the first place at which one of them stopped: what it has not looked at yet may come before.
 */
export function mergedPages<Row extends Sorted>(
  pages: readonly Page<Row>[],
  { limit, direction }: { readonly limit: number; readonly direction: 'ascending' | 'descending' },
): { readonly rows: Row[]; readonly next: Place | null } {
  const sign = direction === 'ascending' ? 1 : -1;
  const inOrder = (one: Place, other: Place) => sign * compared(one, other);
  const [end = null] = pages.flatMap((page) => page.end ?? []).toSorted(inOrder);
  const found = pages
    .flatMap(({ rows }) => rows)
    .filter((row) => end === null || inOrder(placeOf(row), end) <= 0)
    .toSorted((one, other) => inOrder(placeOf(one), placeOf(other)));
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return { rows, next: last === undefined ? end : placeOf(last) };
}

function placeOf({ id, sortValue }: Sorted): Place {
  return { value: sortValue, id };
}

/** As SQLite sorts them: values of one column are all numbers or all texts. */
function compared(one: Place, other: Place): number {
  if (one.value !== other.value) return one.value < other.value ? -1 : 1;
  return one.id === other.id ? 0 : one.id < other.id ? -1 : 1;
}
