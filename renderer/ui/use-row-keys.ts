import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

type RowKeysOptions = {
  readonly count: number;
  scrollTo(index: number): void;
  open(index: number): void;
};

const PAGE_ROWS = 15;

/** One row of a table is in the tab order; arrows move it, Enter opens it. */
export function useRowKeys({ count, scrollTo, open }: RowKeysOptions) {
  const [active, setActive] = useState(0);
  const group = useRef<HTMLDivElement>(null);
  const follow = useRef(false);
  const current = Math.min(active, Math.max(0, count - 1));

  // After every drawing: a row far away is drawn only once the table has scrolled to it.
  useEffect(() => {
    if (!follow.current) return;
    const row = group.current?.querySelector<HTMLElement>(`[data-row='${current}']`);
    if (!row) return;
    follow.current = false;
    row.focus({ preventScroll: true });
  });

  function move(to: number): void {
    const index = Math.max(0, Math.min(count - 1, to));
    follow.current = true;
    scrollTo(index);
    setActive(index);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const target = STEPS[event.key]?.(current, count);
    if (target !== undefined) move(target);
    else if (event.key === 'Enter') open(current);
    else return;
    event.preventDefault();
  }

  return {
    group: { ref: group, onKeyDown },
    row: (index: number) => ({
      tabIndex: index === current ? 0 : -1,
      'data-row': index,
      onFocus: () => setActive(index),
    }),
  };
}

const STEPS: { readonly [key: string]: (current: number, count: number) => number } = {
  ArrowDown: (current) => current + 1,
  ArrowUp: (current) => current - 1,
  PageDown: (current) => current + PAGE_ROWS,
  PageUp: (current) => current - PAGE_ROWS,
  Home: () => 0,
  End: (_current, count) => count - 1,
};
