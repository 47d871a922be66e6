import type { RxStorageDefaultCheckpoint } from 'rxdb';
import { quoted } from './connection.ts';
import type { StoredDocument } from './stored-document.ts';
import { documentOf, type Table } from './table.ts';

/** The documents written after the checkpoint, tombstones among them, in the order of their writing. */
export function changedSince(
  table: Table,
  limit: number,
  checkpoint: RxStorageDefaultCheckpoint | undefined,
): { documents: StoredDocument[]; checkpoint: RxStorageDefaultCheckpoint } {
  const since = checkpoint ?? { id: '', lwt: 0 };
  const sql = `SELECT data FROM ${quoted(table.name)} WHERE (lwt, id) > (?, ?) ORDER BY lwt, id LIMIT ?`;
  const rows = table.connection.statement(sql).pluck().all(since.lwt, since.id, limit);
  const documents = rows.map(documentOf);
  const last = documents.at(-1);
  if (last === undefined) return { documents, checkpoint: since };
  return { documents, checkpoint: { id: String(last[table.layout.primaryPath]), lwt: last._meta.lwt } };
}
