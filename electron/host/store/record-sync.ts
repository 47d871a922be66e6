import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type { SqliteConnection } from './connection.ts';
import { connectionOf } from './rx-storage/connection.ts';

/** What the server is known to have of a record. */
export type RecordSync = {
  readonly version: number;
  readonly arrivedAtServer: string | null;
  readonly receivedAt: string | null;
  /** The server's state while local changes wait; `absent` when the server has no such record. */
  readonly shadow: StoredRecord | 'absent' | null;
};

type Row = {
  version: number;
  arrivedAtServer: string | null;
  receivedAt: string | null;
  shadow: string | null;
};

/** Version of a record at the server as far as this console knows; 0 when it never heard of it there. */
function versionKnown(db: SqliteConnection, collection: CollectionName, id: string): number {
  return Number(
    connectionOf(db)
      .statement('SELECT version FROM record_sync WHERE collection = ? AND id = ?')
      .pluck()
      .get(collection, id) ?? 0,
  );
}

export function readRecordSync(
  db: SqliteConnection,
  collection: CollectionName,
  id: string,
): RecordSync | undefined {
  // The columns are those of a STRICT table.
  const row = connectionOf(db)
    .statement(
      'SELECT version, arrivedAtServer, receivedAt, shadow FROM record_sync WHERE collection = ? AND id = ?',
    )
    .get(collection, id) as Row | undefined;
  if (row === undefined) return undefined;
  return { ...row, shadow: parseShadow(row.shadow) };
}

export function writeRecordSync(
  db: SqliteConnection,
  collection: CollectionName,
  id: string,
  sync: RecordSync,
): void {
  connectionOf(db)
    .statement(
      `INSERT INTO record_sync (collection, id, version, arrivedAtServer, receivedAt, shadow) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (collection, id) DO UPDATE SET version = excluded.version, arrivedAtServer = excluded.arrivedAtServer,
         receivedAt = excluded.receivedAt, shadow = excluded.shadow`,
    )
    .run(collection, id, sync.version, sync.arrivedAtServer, sync.receivedAt, shadowText(sync.shadow));
}

/** Forgets a record that is none of this console's business any more. */
export function forgetRecordSync(db: SqliteConnection, collection: CollectionName, id: string): void {
  connectionOf(db).statement('DELETE FROM record_sync WHERE collection = ? AND id = ?').run(collection, id);
}

/**
 * Keeps the server's state of a record that changes here, unless it is kept already. Returns the version of it
 * that is known, as `versionKnown` does.
 */
export function keepShadow(
  db: SqliteConnection,
  collection: CollectionName,
  id: string,
  before: StoredRecord | undefined,
): number {
  const version: unknown = connectionOf(db)
    .statement(
      `INSERT INTO record_sync (collection, id, version, shadow) VALUES (?, ?, 0, ?)
       ON CONFLICT (collection, id) DO UPDATE SET shadow = excluded.shadow WHERE shadow IS NULL
       RETURNING version`,
    )
    .pluck()
    .get(collection, id, shadowText(before ?? 'absent'));
  return version === undefined ? versionKnown(db, collection, id) : Number(version);
}

function parseShadow(text: string | null): RecordSync['shadow'] {
  if (text === null) return null;
  // Written by shadowText: either a record or the JSON text null.
  return (JSON.parse(text) as StoredRecord | null) ?? 'absent';
}

function shadowText(shadow: RecordSync['shadow']): string | null {
  if (shadow === null) return null;
  return JSON.stringify(shadow === 'absent' ? null : shadow);
}
