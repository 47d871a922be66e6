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
  /** The server's short number for the record. */
  readonly ref: number | null;
  /** The last run of pages from 0 in which the record was told. */
  readonly seenIn: number;
};

type Row = {
  version: number;
  arrivedAtServer: string | null;
  receivedAt: string | null;
  shadow: string | null;
  ref: number | null;
  seenIn: number;
};

export function readRecordSync(
  db: SqliteConnection,
  collection: CollectionName,
  id: string,
): RecordSync | undefined {
  // The columns are those of a STRICT table.
  const row = connectionOf(db)
    .statement(
      `SELECT version, arrivedAtServer, receivedAt, shadow, ref, seenIn FROM record_sync
       WHERE collection = ? AND id = ?`,
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
      `INSERT INTO record_sync (collection, id, version, arrivedAtServer, receivedAt, shadow, ref, seenIn)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (collection, id) DO UPDATE SET version = excluded.version, arrivedAtServer = excluded.arrivedAtServer,
         receivedAt = excluded.receivedAt, shadow = excluded.shadow, ref = excluded.ref, seenIn = excluded.seenIn`,
    )
    .run(
      collection,
      id,
      sync.version,
      sync.arrivedAtServer,
      sync.receivedAt,
      shadowText(sync.shadow),
      sync.ref,
      sync.seenIn,
    );
}

/** The server's short number for a record, once it has told it. */
export function refOf(db: SqliteConnection, collection: CollectionName, id: string): number | undefined {
  const ref: unknown = connectionOf(db)
    .statement('SELECT ref FROM record_sync WHERE collection = ? AND id = ?')
    .pluck()
    .get(collection, id);
  return typeof ref === 'number' ? ref : undefined;
}

/** The server counts anew: what it called records before means nothing any more. */
export function forgetRefs(db: SqliteConnection): void {
  connectionOf(db).statement('UPDATE record_sync SET ref = NULL WHERE ref IS NOT NULL').run();
}

/** Forgets a record that is none of this console's business any more. */
export function forgetRecordSync(db: SqliteConnection, collection: CollectionName, id: string): void {
  connectionOf(db).statement('DELETE FROM record_sync WHERE collection = ? AND id = ?').run(collection, id);
}

/**
 * Keeps the server's state of a record that changes here, unless it is kept already. Returns the version of the
 * record that is known at the server, 0 when it was never heard of there. Of a record that is new here nothing is
 * kept: the server has none, and as long as its insert waits in the journal, that says so (`isUnderWay`).
 */
export function keepShadow(
  db: SqliteConnection,
  collection: CollectionName,
  id: string,
  before: StoredRecord | undefined,
): number {
  // The columns are those of a STRICT table.
  const known = connectionOf(db)
    .statement('SELECT version, shadow IS NULL FROM record_sync WHERE collection = ? AND id = ?')
    .raw()
    .get(collection, id) as [version: number, isSettled: number] | undefined;
  const shadow = shadowText(before ?? 'absent');
  if (known === undefined) {
    if (before === undefined || isUnderWay(db, collection, id)) return 0;
    connectionOf(db)
      .statement('INSERT INTO record_sync (collection, id, version, shadow) VALUES (?, ?, 0, ?)')
      .run(collection, id, shadow);
    return 0;
  }
  const [version, isSettled] = known;
  if (isSettled === 1) {
    connectionOf(db)
      .statement('UPDATE record_sync SET shadow = ? WHERE collection = ? AND id = ?')
      .run(shadow, collection, id);
  }
  return version;
}

/**
 * Whether the journal holds unanswered changes of a record. Where it does and no server state is kept, the first
 * of them is its insert.
 */
export function isUnderWay(db: SqliteConnection, collection: CollectionName, id: string): boolean {
  const found: unknown = connectionOf(db)
    .statement(
      `SELECT 1 FROM journal_change JOIN journal ON journal.seq = journal_change.seq
       WHERE collection = ? AND id = ? AND state = 'pending' LIMIT 1`,
    )
    .pluck()
    .get(collection, id);
  return found !== undefined;
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
