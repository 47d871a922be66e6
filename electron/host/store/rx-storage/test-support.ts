import BetterSqlite3 from 'better-sqlite3';
import type { MangoQuery, RxDocumentData, RxJsonSchema } from 'rxdb';
import { fillWithDefaultSettings, normalizeMangoQuery, now, prepareQuery } from 'rxdb';
import type { SqliteHandle } from './connection.ts';
import { getRxStorageSqlite, type SqliteStorage, type SqliteStorageOptions } from './index.ts';
import type { InstanceInternals, SqliteInstance } from './instance.ts';

/** What the tests of this folder share: small documents, and storages on connections the tests can look into. */
export type Thing = { id: string; name?: string; size?: number };
export type ThingDocument = RxDocumentData<Thing>;

export const THINGS: RxJsonSchema<ThingDocument> = fillWithDefaultSettings<Thing>({
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 100 },
    name: { type: 'string', maxLength: 100 },
    size: { type: 'number', minimum: 0, maximum: 1000, multipleOf: 1 },
  },
  required: ['id'],
  indexes: ['name', ['size', 'name']],
});

export function thing(fields: Thing & Partial<ThingDocument>): ThingDocument {
  return { _deleted: false, _attachments: {}, _rev: '1-a', _meta: { lwt: now() }, ...fields };
}

/** The next revision of a document, with some fields changed. */
export function changed(document: ThingDocument, fields: Partial<ThingDocument>): ThingDocument {
  const height = Number.parseInt(document._rev, 10) + 1;
  return { ...document, _rev: `${height}-a`, _meta: { lwt: now() }, ...fields };
}

export function memoryStorage(options: Partial<SqliteStorageOptions> = {}): {
  storage: SqliteStorage;
  handle: SqliteHandle;
} {
  const handle = new BetterSqlite3(':memory:');
  return { storage: getRxStorageSqlite({ open: () => handle, ...options }), handle };
}

export type InstanceSettings<Type> = {
  readonly storage?: SqliteStorage;
  readonly collectionName?: string;
  readonly databaseName?: string;
  readonly databaseInstanceToken?: string;
  readonly multiInstance?: boolean;
  readonly schema: RxJsonSchema<RxDocumentData<Type>>;
};

export async function openInstance<Type>(settings: InstanceSettings<Type>): Promise<SqliteInstance<Type>> {
  const { storage = memoryStorage().storage, schema } = settings;
  const instance = await storage.createStorageInstance<Type>({
    databaseInstanceToken: settings.databaseInstanceToken ?? 'token',
    databaseName: settings.databaseName ?? 'database',
    collectionName: settings.collectionName ?? 'things',
    schema,
    options: {},
    multiInstance: settings.multiInstance ?? false,
    devMode: false,
  });
  // createStorageInstance of this storage makes nothing else; the interface it is typed by can't say so.
  return instance as SqliteInstance<Type>;
}

export function openThings(settings: Partial<InstanceSettings<Thing>> = {}): Promise<SqliteInstance<Thing>> {
  return openInstance<Thing>({ schema: THINGS, ...settings });
}

export function prepared<Type>(schema: RxJsonSchema<RxDocumentData<Type>>, query: MangoQuery<Type>) {
  // RxDB types the filled query by the document as stored; the fields asked for are the same.
  return prepareQuery<Type>(schema as never, normalizeMangoQuery<Type>(schema, query) as never);
}

/** Writes documents that must not conflict. */
export async function write<Type>(
  instance: { bulkWrite: SqliteInstance<Type>['bulkWrite']; internals: InstanceInternals },
  documents: readonly RxDocumentData<Type>[],
): Promise<void> {
  const { error } = await instance.bulkWrite(
    documents.map((document) => ({ document })),
    'test',
  );
  if (error.length > 0) throw new Error(`Unexpected conflict: ${JSON.stringify(error)}`);
}
