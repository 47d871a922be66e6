import { useEffect } from 'react';

/** The next page is asked for when this many rows are left. */
const AHEAD_ROWS = 20;
/** Further from what is loaded than this, going back page by page would be felt. */
const RESTART_ROWS = 600;

type Pages = {
  /** How many rows are loaded, and how many lie before them that were let go. */
  readonly rowCount: number;
  readonly rowsBefore: number;
  readonly onEnd?: (() => void) | undefined;
  readonly onStart?: (() => void) | undefined;
  readonly onRestart?: (() => void) | undefined;
};

/**
 * Asks for what comes next at either end of what is loaded; `first` and `last` are drawn. On paper everything is in
 * view: nothing is asked for.
 */
export function usePaging(
  { rowCount, rowsBefore: before, onEnd, onStart, onRestart }: Pages,
  { first, last, isPrinting }: { first: number; last: number; isPrinting: boolean },
): void {
  const end = before + rowCount;
  useEffect(() => {
    if (!isPrinting && last >= end - AHEAD_ROWS) onEnd?.();
  }, [isPrinting, last, end, onEnd]);
  useEffect(() => {
    if (isPrinting || before === 0 || first >= before + AHEAD_ROWS) return;
    if (before - last > RESTART_ROWS) onRestart?.();
    else onStart?.();
  }, [isPrinting, first, last, before, onStart, onRestart]);
}
