import { useCallback } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { useConsoleStatus } from '#renderer/shell/connection/console-store.ts';
import { type ColumnLayout, USUAL_LAYOUT } from './columns.ts';

type Arranged = { readonly layout: ColumnLayout; readonly viewId: string | null };
type Layouts = {
  readonly tables: { readonly [personAndTable: string]: Arranged };
  keep(key: string, arranged: Arranged): void;
};

/** How a person last left each table, on this device. What should follow them is saved as a view. */
const useLayouts = create<Layouts>()(
  persist(
    (set) => ({
      tables: {},
      keep: (key, arranged) => set(({ tables }) => ({ tables: { ...tables, [key]: arranged } })),
    }),
    { name: 'fairlead.tables', partialize: ({ tables }) => ({ tables }) },
  ),
);

const UNTOUCHED: Arranged = { layout: USUAL_LAYOUT, viewId: null };

/** The layout of one table, and the view that was chosen for it. `name` undefined: it is forgotten with the page. */
export function useLayout(name: string | undefined) {
  const personId = useConsoleStatus()?.person?.id ?? '';
  const key = `${personId} ${name ?? ''}`;
  const arranged = useLayouts((state) => state.tables[key]) ?? UNTOUCHED;
  const keep = useLayouts((state) => state.keep);
  const change = useCallback(
    (changes: Partial<Arranged>) =>
      keep(key, { ...(useLayouts.getState().tables[key] ?? UNTOUCHED), ...changes }),
    [keep, key],
  );
  return { ...arranged, change };
}
