import type { CollectionName, StoredRecord } from '#shared/kernel/define-entity.ts';
import type { SqliteConnection } from './connection.ts';
import { tableOf } from './record-tables.ts';
import { recordInText } from './record-writer.ts';
import { connectionOf } from './rx-storage/connection.ts';

export type WrittenRecord = { readonly record: StoredRecord; readonly lastWriteMs: number };

const BATCH_ROWS = 2_000;

/**
 * Every living record of a collection, in the order of its last write, a batch in memory at a time. Between
 * batches the caller may write: rows are found again by where the last batch ended.
 */
export function* recordBatches(
  db: SqliteConnection,
  collection: CollectionName,
): Generator<readonly WrittenRecord[]> {
  // The plus keeps the planner off the index on "deleted", under which each batch would sort everything again.
  const statement = connectionOf(db).statement(
    `SELECT id, lwt, data FROM ${tableOf(collection)}
     WHERE +deleted = 0 AND (lwt, id) > (:lwt, :id) ORDER BY lwt, id LIMIT ${BATCH_ROWS}`,
  );
  let end: { readonly lwt: number; readonly id: string } | undefined = { lwt: -1, id: '' };
  while (end !== undefined) {
    // The columns are those of a STRICT table.
    const rows = statement.all(end) as { id: string; lwt: number; data: string }[];
    if (rows.length > 0)
      yield rows.map(({ lwt, data }) => ({ record: recordInText(data), lastWriteMs: lwt }));
    const last = rows.at(-1);
    end = last === undefined ? undefined : { lwt: last.lwt, id: last.id };
  }
}

/** Living records of some collections: what a walk through all their batches comes to. */
export function countLivingRecords(db: SqliteConnection, collections: readonly CollectionName[]): number {
  const counts = collections.map((collection) =>
    Number(
      connectionOf(db)
        .statement(`SELECT count(*) FROM ${tableOf(collection)} WHERE deleted = 0`)
        .pluck()
        .get(),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
