import { v7 as uuidv7 } from 'uuid';
import { must } from '#shared/kernel/assert.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import { makeKey } from './device-key.ts';
import { parseEntry } from './outbox.ts';
import { startOver } from './progress.ts';

/**
 * Makes this console a new one, with an id, a key and a journal of its own: there is another with the same
 * identity. What the server has not taken goes along into the new journal, under the same stamps and people;
 * the old journal stays as it was, beside it.
 */
export function renewIdentity(store: Store): void {
  const former = must(store.state.deviceId, 'a store has a device id');
  try {
    store.bookkeeping(() => moveJournal(store, former));
  } catch (error) {
    store.journal.beginFor(former);
    throw error;
  }
}

function moveJournal(store: Store, former: string): void {
  connectionOf(store.db)
    .statement(
      `INSERT INTO former_journal (deviceId, seq, entry, hash, before, beforeHash, input, state, verdict, answeredAt)
         SELECT ?, seq, entry, hash, before, beforeHash, input, state, verdict, answeredAt FROM journal`,
    )
    .run(former);
  const rows = store.journal.cut(1);
  store.state.deviceId = uuidv7();
  makeKey(store);
  store.journal.beginFor(must(store.state.deviceId, 'the new id'));
  for (const row of rows) {
    const isOpen = (row.state === 'pending' && row.withdrawn === null) || row.state === 'rejected';
    // What was refused is asked again under the new identity, so that it is not lost from sight.
    if (isOpen)
      store.journal.reappend({
        ...row,
        entry: parseEntry(row.entry),
        state: 'pending',
        verdict: null,
        answeredAt: null,
      });
  }
  store.state.incarnation = '';
  store.state.double = 'none';
  store.state.held = undefined;
  store.state.mustRenew = false;
  store.state.mustCatchUp = false;
  startOver(store);
}
