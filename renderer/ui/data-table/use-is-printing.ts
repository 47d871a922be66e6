import { useSyncExternalStore } from 'react';

const print = matchMedia('print');

/** Whether the page is being laid out for paper, where rows out of view are wanted too. */
export function useIsPrinting(): boolean {
  return useSyncExternalStore(follow, () => print.matches);
}

function follow(listener: () => void): () => void {
  print.addEventListener('change', listener);
  return () => print.removeEventListener('change', listener);
}
