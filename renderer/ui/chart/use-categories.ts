import { type KeyboardEvent, useRef, useState } from 'react';

/** One category of a chart is in the tab order; arrows move through them, and pointer and focus show their values. */
export function useCategories(count: number) {
  const [focused, setFocused] = useState(0);
  const [shown, setShown] = useState<number | null>(null);
  const group = useRef<SVGSVGElement>(null);

  function onKeyDown(event: KeyboardEvent): void {
    const to = STEPS[event.key]?.(focused, count);
    if (event.key === 'Escape') setShown(null);
    if (to === undefined) return;
    event.preventDefault();
    const index = Math.max(0, Math.min(count - 1, to));
    setFocused(index);
    group.current?.querySelector<SVGElement>(`[data-category='${index}']`)?.focus();
  }

  return {
    shown,
    group: { ref: group, onKeyDown, onPointerLeave: () => setShown(null) },
    category: (index: number) => ({
      tabIndex: index === Math.min(focused, count - 1) ? 0 : -1,
      'data-category': index,
      onFocus: () => {
        setFocused(index);
        setShown(index);
      },
      onBlur: () => setShown(null),
      onPointerEnter: () => setShown(index),
    }),
  };
}

const STEPS: { readonly [key: string]: (current: number, count: number) => number } = {
  ArrowRight: (current) => current + 1,
  ArrowDown: (current) => current + 1,
  ArrowLeft: (current) => current - 1,
  ArrowUp: (current) => current - 1,
  Home: () => 0,
  End: (_current, count) => count - 1,
};
