import { useState } from 'react';

export type Selection<Row> = {
  readonly count: number;
  has(id: string): boolean;
  /** Selected rows as they are now; those that have left the window as they last were. */
  rows(): Row[];
  toggle(index: number): void;
  /** From where a person last selected to this row. */
  extendTo(index: number): void;
  selectAll(): void;
  clear(): void;
  /** Keeps only these selected: what a step left undone. */
  keep(ids: ReadonlySet<string>): void;
};

type State<Row> = {
  readonly key: string;
  readonly rows: ReadonlyMap<string, Row>;
  readonly anchorId: string | null;
};

/** Which rows are selected. `key` says what is listed: with another filter nothing unseen stays selected. */
export function useSelection<Row>(
  rows: readonly Row[],
  rowId: (row: Row) => string,
  key: string,
): Selection<Row> {
  const [kept, setState] = useState<State<Row>>({ key, rows: new Map(), anchorId: null });
  const state = kept.key === key ? kept : { key, rows: new Map<string, Row>(), anchorId: null };
  const set = (selected: ReadonlyMap<string, Row>, anchorId: string | null) =>
    setState({ key, rows: selected, anchorId });
  const withRows = (added: readonly Row[]) =>
    new Map([...state.rows, ...added.map((row) => [rowId(row), row] as const)]);

  return {
    count: state.rows.size,
    has: (id) => state.rows.has(id),
    rows() {
      const current = new Map(rows.map((row) => [rowId(row), row]));
      return [...state.rows].map(([id, row]) => current.get(id) ?? row);
    },
    toggle(index) {
      const row = rows[index];
      if (row === undefined) return;
      const id = rowId(row);
      if (!state.rows.has(id)) return set(withRows([row]), id);
      const rest = new Map(state.rows);
      rest.delete(id);
      set(rest, id);
    },
    extendTo(index) {
      const anchor = rows.findIndex((row) => rowId(row) === state.anchorId);
      const from = anchor < 0 ? index : anchor;
      const range = rows.slice(Math.min(from, index), Math.max(from, index) + 1);
      const [first] = range;
      set(withRows(range), anchor < 0 && first !== undefined ? rowId(first) : state.anchorId);
    },
    selectAll: () => set(withRows(rows), state.anchorId),
    clear: () => set(new Map(), null),
    keep: (ids) => set(new Map([...state.rows].filter(([id]) => ids.has(id))), state.anchorId),
  };
}
