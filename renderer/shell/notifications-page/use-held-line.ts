import type { Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef } from 'react';

/**
 * Lines that come in above what a person reads must not push it away: the line at the top edge stays there. At the
 * very top what is new is wanted, and shows.
 */
export function useHeldLine(
  virtual: Virtualizer<HTMLDivElement, Element>,
  scroller: HTMLDivElement | null,
): void {
  const held = useRef<{ key: unknown; index: number; start: number } | undefined>(undefined);
  useLayoutEffect(() => {
    if (scroller === null || scroller.scrollTop === 0) {
      held.current = undefined;
      return;
    }
    const places = virtual.measurementsCache;
    const known = places.find(({ key }) => key === held.current?.key);
    // Where it is still the same one in the list, lines above it were measured, which the virtualizer makes up for.
    if (known !== undefined && held.current !== undefined && known.index !== held.current.index) {
      scroller.scrollBy({ top: known.start - held.current.start });
    }
    const top = places.find(({ end }) => end > scroller.scrollTop);
    held.current = top === undefined ? undefined : { key: top.key, index: top.index, start: top.start };
  });
}
