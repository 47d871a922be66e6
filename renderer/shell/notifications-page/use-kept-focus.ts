import { type FocusEvent, type RefObject, useEffect, useRef } from 'react';

/** A line that leaves the list under somebody's hands leaves the focus to the one that takes its place. */
export function useKeptFocus(group: RefObject<HTMLElement | null>, ids: readonly string[]) {
  const focused = useRef<{ id: string | undefined; index: number } | undefined>(undefined);
  // After every drawing: the line that takes its place may be drawn later than the other one went.
  useEffect(() => {
    const had = focused.current;
    const isLost = had?.id !== undefined && !ids.includes(had.id) && document.activeElement === document.body;
    if (!isLost) return;
    const index = Math.min(had.index, ids.length - 1);
    group.current?.querySelector<HTMLElement>(`[data-row='${index}']`)?.focus();
  });
  return {
    onFocus({ target }: FocusEvent<HTMLElement>): void {
      const row = target.closest<HTMLElement>('[data-row]');
      const index = Number(row?.dataset['row'] ?? -1);
      focused.current = row === null ? undefined : { id: ids[index], index };
    },
    onBlur({ relatedTarget }: FocusEvent<HTMLElement>): void {
      // Somebody went on to something else; what was taken away under them names nothing.
      if (relatedTarget !== null) focused.current = undefined;
    },
  };
}
