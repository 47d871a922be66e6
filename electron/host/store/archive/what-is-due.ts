import { domains } from '#shared/domains/registry.ts';
import { attachment } from '#shared/domains/files/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { type ArchiveRule, type Entity, overViewOf } from '#shared/kernel/define-entity.ts';
import type { SqliteConnection } from '../connection.ts';
import { documentInText, type StoredDocument } from '../record-writer.ts';
import { tableOf, viewOf } from '../record-tables.ts';
import { connectionOf } from '../rx-storage/connection.ts';

/** A record of the store as it would go into a monthly file. */
export type DueRecord = { readonly entity: Entity; readonly document: StoredDocument; readonly data: string };

/** A whole with its parts, and the month in which it ended. */
export type Aggregate = {
  readonly rootId: string;
  readonly month: string;
  readonly records: readonly DueRecord[];
};

/** Where a look through one kind's ended records stands. */
export type Position = { readonly endedAt: string; readonly id: string };
export const FROM_THE_OLDEST: Position = { endedAt: '', id: '' };

export type ArchivableEntity = Entity & { readonly archive: ArchiveRule };

/** A whole that is larger stays: moving it would hold up everybody else. */
export const AGGREGATE_RECORDS_MAX = 1_000;

const entities = domains.flatMap((domain) => domain.entities);

export const archivable: readonly ArchivableEntity[] = entities.filter(
  (entity): entity is ArchivableEntity => entity.archive !== undefined,
);

/** Kinds whose records are parts of others, each with the field that says of what. */
const parts = entities.flatMap((entity) =>
  entity.partOf === undefined ? [] : [{ entity, by: entity.partOf }],
);

type Ended = Position;

/** Records of a kind that ended before an instant, oldest first, from a position on. */
export function endedBefore(
  db: SqliteConnection,
  entity: ArchivableEntity,
  { before, after, limit }: { readonly before: string; readonly after: Position; readonly limit: number },
): readonly Ended[] {
  const { endedAt } = entity.archive;
  const statement = connectionOf(db).statement(
    `SELECT id, "${endedAt}" AS endedAt FROM ${overViewOf(entity.kind)}
     WHERE "${endedAt}" < :before AND ("${endedAt}", id) > (:endedAt, :id) ORDER BY "${endedAt}", id LIMIT :limit`,
  );
  // The end of a record that is over is an instant.
  return statement.all({ before, ...after, limit }) as Ended[];
}

export function countEndedBefore(db: SqliteConnection, entity: ArchivableEntity, before: string): number {
  const sql = `SELECT count(*) FROM ${overViewOf(entity.kind)} WHERE "${entity.archive.endedAt}" < ?`;
  return Number(connectionOf(db).statement(sql).pluck().get(before));
}

/** The whole with all its parts. Undefined while something about it is still to be done, or when it is too large. */
export function aggregateOf(db: SqliteConnection, root: Entity, ended: Ended): Aggregate | undefined {
  const whole = recordsBy(db, root, 'id', ended.id);
  const ofIt = parts.flatMap(({ entity, by }) => recordsBy(db, entity, by, ended.id));
  const records = [...whole, ...ofIt];
  if (records.length > AGGREGATE_RECORDS_MAX) return undefined;
  if (records.some((record) => isWaiting(db, record))) return undefined;
  return { rootId: ended.id, month: ended.endedAt.slice(0, 7), records };
}

function recordsBy(db: SqliteConnection, entity: Entity, field: string, value: string): DueRecord[] {
  const texts = connectionOf(db)
    .statement(`SELECT data FROM ${viewOf(entity)} WHERE "${field}" = ? LIMIT ${AGGREGATE_RECORDS_MAX + 1}`)
    .pluck()
    .all(value)
    .map(String);
  return texts.map((data) => ({ entity, data, document: documentInText(data) }));
}

/** A deadline, an answer of the server, a person's decision, or bytes of a file that are still to be moved. */
function isWaiting(db: SqliteConnection, { document, entity: { collection } }: DueRecord): boolean {
  const { id } = document;
  if (isThere(db, 'SELECT 1 FROM timer WHERE collection = ? AND recordId = ?', collection, id)) return true;
  if (isThere(db, OPEN_ENTRY, collection, id)) return true;
  if (isThere(db, SHADOW, collection, id)) return true;
  if (document.kind !== attachment.kind) return false;
  return isThere(db, UNMOVED_BYTES, document['sha256'], document['previewSha256'] ?? null);
}

const OPEN_ENTRY = `SELECT 1 FROM journal_change JOIN journal ON journal.seq = journal_change.seq
  WHERE collection = ? AND id = ? AND state IN ('pending', 'rejected') LIMIT 1`;
const SHADOW = 'SELECT 1 FROM record_sync WHERE collection = ? AND id = ? AND shadow IS NOT NULL';
const UNMOVED_BYTES =
  'SELECT 1 FROM blob WHERE sha256 IN (?, ?) AND (bytesHere < sizeBytes OR bytesAtServer < sizeBytes)';

function isThere(db: SqliteConnection, sql: string, ...parameters: unknown[]): boolean {
  return (
    connectionOf(db)
      .statement(sql)
      .get(...parameters) !== undefined
  );
}

/** Takes a record out of its table. It is the very revision that was read, or this is a bug. */
export function takeOut(db: SqliteConnection, { entity, document }: DueRecord): void {
  const sql = `DELETE FROM ${tableOf(entity.collection)} WHERE id = ? AND rev = ?`;
  const { changes } = connectionOf(db).statement(sql).run(document.id, document._rev);
  must(changes === 1 ? changes : undefined, `revision ${document._rev} of ${document.id}`);
}
