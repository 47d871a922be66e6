import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { SqliteHandle } from './connection.ts';
import { DatabasePool } from './database-pool.ts';

/**
 * Files that live as long as this process, one per database name. Every storage made without options shares
 * them, so that a database can be closed and opened again, and opened twice, as if it lay on a disk.
 */
export const temporaryDatabases = new DatabasePool(openTemporary, closeTemporary);

let directory: string | undefined;

function openTemporary(databaseName: string): SqliteHandle {
  const handle = new BetterSqlite3(fileOf(databaseName));
  handle.pragma('journal_mode = WAL');
  // Nothing here outlives the process, so nothing here need survive a power cut.
  handle.pragma('synchronous = OFF');
  return handle;
}

function closeTemporary(handle: SqliteHandle, databaseName: string): void {
  const tables = handle.prepare(`SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT IN
    ('rx-notes', 'rx-attachments') AND name NOT LIKE 'sqlite_%'`);
  const isEmpty = tables.pluck().get() === 0;
  handle.close();
  if (isEmpty) rmSync(fileOf(databaseName), { force: true });
}

function fileOf(databaseName: string): string {
  if (directory === undefined) {
    const created = mkdtempSync(join(tmpdir(), 'rx-storage-'));
    process.once('exit', () => rmSync(created, { recursive: true, force: true }));
    directory = created;
  }
  // A database may be called anything; a file may not.
  return join(directory, `${createHash('sha256').update(databaseName).digest('hex')}.sqlite`);
}
