import { sameJson } from '#shared/kernel/canonical-json.ts';
import { usedCollections } from '#shared/domains/registry.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import { readRecordSync, writeRecordSync } from '../store/record-sync.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import { replay } from './merge-record.ts';
import { outboxOf, parseEntry } from './outbox.ts';
import { startOver } from './progress.ts';

/**
 * The server was put back from a backup and has this console's entries up to `lastSeq` only. The later ones
 * wait again, and everything the server has is asked for anew. False when there is nothing to send again.
 */
export function resendAfter(store: Store, lastSeq: number): boolean {
  // The columns are those of a STRICT table.
  const lost = connectionOf(store.db)
    .statement(`SELECT entry FROM journal WHERE seq > ? AND state <> 'pending' ORDER BY seq`)
    .pluck()
    .all(lastSeq) as string[];
  if (lost.length === 0) return false;
  store.receive((writer, changed) => {
    const touched = new Map<string, { collection: CollectionName; id: string }>();
    for (const { collection, id } of lost.flatMap((text) => parseEntry(text).changes)) {
      if (usedCollections().includes(collection)) touched.set(`${collection}/${id}`, { collection, id });
    }
    waitAgain(store, lastSeq);
    const outbox = outboxOf(store);
    for (const { collection, id } of touched.values()) {
      const changes = outbox.changesOf(collection, id);
      const here = writer.read(collection, id);
      if (changes.length === 0) continue;
      const sync = readRecordSync(store.db, collection, id);
      const isGone = changes[0]?.op === 'insert';
      // Where not even its insert is left at the server it has none, and else this is as good a guess as any.
      const shadow = isGone ? 'absent' : (sync?.shadow ?? here ?? 'absent');
      writeRecordSync(store.db, collection, id, { ...((isGone ? undefined : sync) ?? UNKNOWN), shadow });
      const target = replay(shadow, changes);
      if (target === 'absent') {
        if (here !== undefined) changed(writer.write(collection, here, true));
      } else if (here === undefined || !sameJson(here, target))
        changed(writer.write(collection, target, false));
    }
    startOver(store);
  });
  return true;
}

const UNKNOWN = { version: 0, arrivedAtServer: null, receivedAt: null, ref: null, seenIn: 0 };

/** What people have settled is sent to be kept, and then is what it was. */
function waitAgain(store: Store, lastSeq: number): void {
  connectionOf(store.db)
    .statement(
      `UPDATE journal SET withdrawn = iif(state IN ('discarded', 'retried'), state, NULL),
         verdict = iif(state IN ('discarded', 'retried'), verdict, NULL), answeredAt = NULL, state = 'pending'
       WHERE seq > ? AND state <> 'pending'`,
    )
    .run(lastSeq);
}
