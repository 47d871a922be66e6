import { type RefObject, useEffect } from 'react';

/** What lies above a dialog by somebody's own choice. */
const ABOVE = '[role="dialog"], [role="listbox"], [role="menu"], [role="alert"]';

/**
 * Keeps the focus in the dialog that `part` is in: a page beneath that is drawn late focuses its own first field, and
 * what is typed in an emergency must not go there. `isOpen`: a dialog that closes gives the focus back.
 */
export function useKeptInside(part: RefObject<HTMLElement | null>, isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return undefined;
    let last: HTMLElement | undefined;
    function onFocusIn({ target }: FocusEvent): void {
      const dialog = part.current?.closest('[role="dialog"]');
      if (!(target instanceof HTMLElement) || !dialog) return;
      if (dialog.contains(target)) last = target;
      else if (target.closest(ABOVE) === null) last?.focus({ preventScroll: true });
    }
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && part.current?.contains(focused)) last = focused;
    document.addEventListener('focusin', onFocusIn);
    return () => document.removeEventListener('focusin', onFocusIn);
  }, [part, isOpen]);
}
