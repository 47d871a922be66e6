import { removeAttachmentsOf } from './attachments.ts';
import { quoted } from './connection.ts';
import type { Table } from './table.ts';

/** Forgets tombstones that were written before `deletedBefore`. False if there may be more. */
export function cleanUp(table: Table, deletedBefore: number): boolean {
  const { connection, name } = table;
  const sql = `DELETE FROM ${quoted(name)} WHERE id IN
    (SELECT id FROM ${quoted(name)} WHERE deleted = 1 AND lwt <= ? ORDER BY lwt LIMIT ?) RETURNING id`;
  return connection.transaction(() => {
    const ids = connection.statement(sql).pluck().all(deletedBefore, CLEANUP_DOCUMENTS_MAX);
    if (ids.length > 0) removeAttachmentsOf(connection, name, JSON.stringify(ids));
    return ids.length < CLEANUP_DOCUMENTS_MAX;
  });
}

/** As many as are deleted in a few milliseconds: the connection's thread waits for them. */
const CLEANUP_DOCUMENTS_MAX = 500;
