import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

type RowKeysOptions = {
  readonly count: number;
  /** Follows a row when others come in before it. */
  idAt?(index: number): string | undefined;
  indexOf?(id: string): number;
  scrollTo(index: number): void;
  open(index: number): void;
  /** Without it nothing can be selected. */
  readonly select?:
    | {
        toggle(index: number): void;
        extendTo(index: number): void;
        selectAll(): void;
        clear(): void;
        readonly count: number;
      }
    | undefined;
};

const PAGE_ROWS = 15;

/** One row of a table is in the tab order; arrows move it, Enter opens it, Space selects, Shift extends. */
export function useRowKeys(options: RowKeysOptions) {
  const { count, idAt, indexOf, scrollTo, open, select } = options;
  const [active, setActive] = useState<{ index: number; id: string | undefined }>({
    index: 0,
    id: undefined,
  });
  const group = useRef<HTMLDivElement>(null);
  const follow = useRef(false);
  const followed = active.id === undefined ? -1 : (indexOf?.(active.id) ?? -1);
  const current = Math.min(followed >= 0 ? followed : active.index, Math.max(0, count - 1));
  const activate = (index: number) => setActive({ index, id: idAt?.(index) });

  // After every drawing: a row far away is drawn only once the table has scrolled to it.
  useEffect(() => {
    if (!follow.current) return;
    const row = group.current?.querySelector<HTMLElement>(`[data-row='${current}']`);
    if (!row) return;
    follow.current = false;
    row.focus({ preventScroll: true });
  });

  function move(to: number): number {
    const index = Math.max(0, Math.min(count - 1, to));
    follow.current = true;
    scrollTo(index);
    activate(index);
    return index;
  }

  function onKeyDown(event: KeyboardEvent): void {
    // Keys of a control inside a row are that control's own.
    if (event.target instanceof HTMLElement && event.target.closest('[data-row]') !== event.target) return;
    const target = STEPS[event.key]?.(current, count);
    if (target !== undefined) {
      if (event.shiftKey && select !== undefined) {
        if (select.count === 0) select.toggle(current);
        select.extendTo(move(target));
      } else move(target);
    } else if (event.key === 'Enter') open(current);
    else if (select === undefined || !selectKey(event, current, select)) return;
    event.preventDefault();
  }

  return {
    group: { ref: group, onKeyDown },
    row: (index: number) => ({
      tabIndex: index === current ? 0 : -1,
      'data-row': index,
      onFocus: () => activate(index),
    }),
  };
}

/** Whether the key was one of selecting. */
function selectKey(
  event: KeyboardEvent,
  current: number,
  select: NonNullable<RowKeysOptions['select']>,
): boolean {
  if (event.key === ' ') {
    if (event.shiftKey) select.extendTo(current);
    else select.toggle(current);
    return true;
  }
  if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) {
    select.selectAll();
    return true;
  }
  if (event.key === 'Escape' && select.count > 0) {
    select.clear();
    return true;
  }
  return false;
}

const STEPS: { readonly [key: string]: (current: number, count: number) => number } = {
  ArrowDown: (current) => current + 1,
  ArrowUp: (current) => current - 1,
  PageDown: (current) => current + PAGE_ROWS,
  PageUp: (current) => current - PAGE_ROWS,
  Home: () => 0,
  End: (_current, count) => count - 1,
};
