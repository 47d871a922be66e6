import { usedCollections } from '#shared/domains/registry.ts';
import { sameJson } from '#shared/kernel/canonical-json.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import { forgetRecordSync, readRecordSync, writeRecordSync } from '../store/record-sync.ts';
import { tableOf } from '../store/record-tables.ts';
import type { RecordChange, RecordWriter } from '../store/record-writer.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import { replay } from './merge-record.ts';
import { type Outbox, outboxOf } from './outbox.ts';

type Sweep = {
  readonly store: Store;
  /** Number of the run of pages that has ended. */
  readonly rebuild: number;
  readonly writer: RecordWriter;
  readonly changed: (change: RecordChange) => void;
};

/**
 * At the end of a run that told everything there is in scope: what it did not tell is not there any more,
 * and goes. Where changes of ours wait, the record is what they make of nothing.
 */
export function sweep(run: Sweep): void {
  const outbox = outboxOf(run.store);
  for (const collection of usedCollections()) {
    for (const id of unseenIn(run, collection)) settle(run, outbox, { collection, id });
  }
}

function unseenIn({ store, rebuild }: Sweep, collection: CollectionName): string[] {
  // The columns are TEXT in STRICT tables.
  return connectionOf(store.db)
    .statement(
      `SELECT id FROM (SELECT id FROM ${tableOf(collection)} WHERE deleted = 0
         UNION SELECT id FROM archived_record WHERE collection = :collection
         UNION SELECT id FROM record_sync WHERE collection = :collection) AS known
       WHERE NOT EXISTS (SELECT 1 FROM record_sync WHERE collection = :collection AND record_sync.id = known.id
         AND seenIn = :rebuild)`,
    )
    .pluck()
    .all({ collection, rebuild }) as string[];
}

function settle(
  { store, writer, changed }: Sweep,
  outbox: Outbox,
  { collection, id }: { collection: CollectionName; id: string },
): void {
  const here = writer.read(collection, id);
  const changes = outbox.changesOf(collection, id);
  const target = replay('absent', changes);
  const sync = readRecordSync(store.db, collection, id);
  if (changes.length === 0) forgetRecordSync(store.db, collection, id);
  else if (sync !== undefined)
    writeRecordSync(store.db, collection, id, { ...sync, version: 0, shadow: 'absent' });
  if (target === 'absent') {
    if (here !== undefined) changed(writer.write(collection, here, true));
  } else if (here === undefined || !sameJson(here, target)) changed(writer.write(collection, target, false));
}
