import { useEffect } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { useConsoleStatus } from '../connection/console-store.ts';

/** A record somebody opened: where it is and what it is called. */
export type RecentItem = { readonly path: string; readonly kind: string; readonly label: string };

const KEPT_MAX = 12;

type Recent = {
  readonly byPerson: { readonly [personId: string]: readonly RecentItem[] };
  remember(personId: string, item: RecentItem): void;
};

const useRecentStore = create<Recent>()(
  persist(
    (set) => ({
      byPerson: {},
      remember: (personId, item) =>
        set(({ byPerson }) => ({
          byPerson: { ...byPerson, [personId]: withNewest(byPerson[personId] ?? [], item) },
        })),
    }),
    { name: 'fairlead.recent', partialize: ({ byPerson }) => ({ byPerson }) },
  ),
);

/** The newest first, each place once. */
export function withNewest(items: readonly RecentItem[], item: RecentItem): RecentItem[] {
  return [item, ...items.filter((other) => other.path !== item.path)].slice(0, KEPT_MAX);
}

/** What the person who is signed in opened last on this device. */
export function useRecentItems(): readonly RecentItem[] {
  const personId = useConsoleStatus()?.person?.id ?? '';
  return useRecentStore((state) => state.byPerson[personId]) ?? NOTHING;
}

const NOTHING: readonly RecentItem[] = [];

/** Remembers the record that a page shows. */
export function useRememberRecent(item: RecentItem | undefined): void {
  const personId = useConsoleStatus()?.person?.id;
  const { path, kind, label } = item ?? {};
  useEffect(() => {
    if (personId === undefined || path === undefined || kind === undefined || label === undefined) return;
    useRecentStore.getState().remember(personId, { path, kind, label });
  }, [personId, path, kind, label]);
}
