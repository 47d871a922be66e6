import type { Store } from '../store/store.ts';
import { noteOfConsole } from './audit-notes.ts';

/** Tells the journal, once, that this store was put back from a backup. */
export function noteRestored(store: Store): void {
  const { restored, restoreNotedOf } = store.state;
  if (restored === undefined || restored.at === restoreNotedOf) return;
  store.bookkeeping(() => {
    noteOfConsole(store, {
      event: 'store-restored',
      params: { at: restored.at, lastEntry: restored.journalSeq },
    });
    store.state.restoreNotedOf = restored.at;
  });
}
