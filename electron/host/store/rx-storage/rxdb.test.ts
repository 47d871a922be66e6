import BetterSqlite3 from 'better-sqlite3';
import type { RxCollection, RxDatabase, RxDocument } from 'rxdb';
import { addRxPlugin, createRxDatabase } from 'rxdb';
import { RxDBAttachmentsPlugin } from 'rxdb/plugins/attachments';
import { RxDBCleanupPlugin } from 'rxdb/plugins/cleanup';
import { disableWarnings, RxDBDevModePlugin } from 'rxdb/plugins/dev-mode';
import { wrappedKeyCompressionStorage } from 'rxdb/plugins/key-compression';
import { RxDBLocalDocumentsPlugin } from 'rxdb/plugins/local-documents';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { wrappedValidateAjvStorage } from 'rxdb/plugins/validate-ajv';
import { filter, firstValueFrom } from 'rxjs';
import { afterEach, expect, test } from 'vitest';
import {
  emitExternalCommit,
  getRxStorageSqlite,
  openTable,
  type SqliteHandle,
  type SqliteStorage,
  stampDocument,
} from './index.ts';

disableWarnings();
for (const plugin of [
  RxDBDevModePlugin,
  RxDBAttachmentsPlugin,
  RxDBCleanupPlugin,
  RxDBLocalDocumentsPlugin,
  RxDBMigrationSchemaPlugin,
]) {
  addRxPlugin(plugin);
}

type Crew = { id: string; name: string; age?: number };
type Collections = { crew: RxCollection<Crew> };
const CREW = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 100 },
    name: { type: 'string', maxLength: 100 },
    age: { type: 'integer', minimum: 0, maximum: 150, multipleOf: 1 },
  },
  required: ['id', 'name'],
  indexes: ['name'],
  attachments: {},
} as const;

const opened: RxDatabase<Collections>[] = [];
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
});

function sharedStorage(handle: SqliteHandle = new BetterSqlite3(':memory:')): {
  handle: SqliteHandle;
  storage: SqliteStorage;
} {
  return { handle, storage: getRxStorageSqlite({ open: () => handle }) };
}

async function openDatabase(storage: SqliteStorage): Promise<RxDatabase<Collections>> {
  const database = await createRxDatabase<Collections>({
    name: 'ship',
    storage: wrappedValidateAjvStorage({ storage }),
    multiInstance: false,
    localDocuments: true,
    allowSlowCount: true,
  });
  opened.push(database);
  return database;
}

async function openCrew(storage: SqliteStorage): Promise<RxCollection<Crew>> {
  const { crew } = await (await openDatabase(storage)).addCollections({ crew: { schema: CREW } });
  return crew;
}

function namesOf(documents: readonly RxDocument<Crew>[]): string[] {
  return documents.map((document) => document.name);
}

test('a live query follows inserts, changes and removals', async () => {
  const { storage } = sharedStorage();
  const crew = await openCrew(storage);
  const query = crew.find({ selector: { age: { $gte: 30 } }, sort: [{ name: 'desc' }] });
  const until = (names: string[]) =>
    firstValueFrom(query.$.pipe(filter((documents) => namesOf(documents).join() === names.join())));
  await until([]);
  await crew.bulkInsert([
    { id: '1', name: 'Ada', age: 36 },
    { id: '2', name: 'Bo', age: 20 },
    { id: '3', name: 'Cy', age: 50 },
  ]);
  await until(['Cy', 'Ada']);
  const bo = await crew.findOne('2').exec(true);
  await bo.patch({ age: 31 });
  await until(['Cy', 'Bo', 'Ada']);
  await (await crew.findOne('3').exec(true)).remove();
  await until(['Bo', 'Ada']);
  expect(await crew.count({ selector: { age: { $gt: 31 } } }).exec()).toBe(1);
  await crew.insert({ id: '3', name: 'Cy again', age: 51 });
  await until(['Cy again', 'Bo', 'Ada']);
});

test('live queries, documents and counts follow a transaction of the store', async () => {
  const { handle, storage } = sharedStorage();
  const crew = await openCrew(storage);
  await crew.insert({ id: '1', name: 'Ada', age: 36 });
  const ada = await crew.findOne('1').exec(true);
  const query = crew.find({ selector: {}, sort: [{ name: 'asc' }] });
  const count = crew.count({ selector: { age: { $gt: 40 } } });
  expect(namesOf(await firstValueFrom(query.$))).toEqual(['Ada']);
  expect(await firstValueFrom(count.$)).toBe(0);

  const table = openTable(handle, 'crew', crew.schema.jsonSchema);
  const previous = table.read('1');
  const older = stampDocument({ document: { id: '1', name: 'Ada L.', age: 41 }, previous, token: 'device' });
  const added = stampDocument({ document: { id: '2', name: 'Bo' }, previous: undefined, token: 'device' });
  handle.transaction(() => {
    table.put(older);
    table.put(added);
  })();
  emitExternalCommit(
    table,
    [
      { documentId: '1', previous, document: older },
      { documentId: '2', previous: undefined, document: added },
    ],
    'crew.update',
  );

  await firstValueFrom(query.$.pipe(filter((documents) => namesOf(documents).join() === 'Ada L.,Bo')));
  await firstValueFrom(count.$.pipe(filter((found) => found === 1)));
  expect(ada.getLatest().age).toBe(41);
  await ada.getLatest().patch({ age: 42 });
  expect(table.read('1')).toMatchObject({ age: 42, _rev: expect.stringMatching(/^3-/) });
});

test('a direct write to a refused collection fails with its reason, reading goes on', async () => {
  const handle = new BetterSqlite3(':memory:');
  const refuseDirectWrites = (name: string) => (name === 'crew' ? 'Use a crew command' : undefined);
  const crew = await openCrew(getRxStorageSqlite({ open: () => handle, refuseDirectWrites }));
  await expect(crew.insert({ id: '1', name: 'Ada' })).rejects.toMatchObject({
    code: 'WRITE_THROUGH_COMMANDS',
  });
  expect(await crew.find().exec()).toEqual([]);
  await crew.database.insertLocal('settings', { theme: 'night' });
  expect((await crew.database.getLocal('settings'))?.get('theme')).toBe('night');
});

test('documents and attachments are there after close and reopen', async () => {
  const { handle, storage } = sharedStorage();
  const crew = await openCrew(storage);
  const ada = await crew.insert({ id: '1', name: 'Ada' });
  const withPhoto = await ada.putAttachment({
    id: 'photo',
    data: new Blob(['pixels'], { type: 'image/png' }),
    type: 'image/png',
  });
  expect(withPhoto.length).toBe(6);
  await crew.database.close();

  const again = await openCrew(sharedStorage(handle).storage);
  const photo = (await again.findOne('1').exec(true)).getAttachment('photo');
  expect(await photo?.getStringData()).toBe('pixels');
  await photo?.remove();
  expect(handle.prepare('SELECT count(*) FROM "rx-attachments"').pluck().get()).toBe(0);
});

test('a schema migration carries documents and attachments over and drops the old table', async () => {
  const { handle, storage } = sharedStorage();
  const crew = await openCrew(storage);
  await crew.bulkInsert(Array.from({ length: 450 }, (_, n) => ({ id: `${n}`, name: `n${n}`, age: n % 100 })));
  await (await crew.findOne('7').exec(true)).putAttachment({
    id: 'photo',
    data: new Blob(['pixels']),
    type: 'image/png',
  });
  await (await crew.findOne('8').exec(true)).remove();
  await crew.database.close();

  const database = await openDatabase(sharedStorage(handle).storage);
  const properties = { ...CREW.properties, label: { type: 'string', maxLength: 120 } } as const;
  const schema = {
    ...CREW,
    version: 1,
    properties,
    required: ['id', 'name', 'label'],
    indexes: ['label'],
  } as const;
  const migrationStrategies = { 1: (old: Crew) => ({ ...old, label: `${old.name}!` }) };
  const { crew: migrated } = await database.addCollections({ crew: { schema, migrationStrategies } });
  expect(await migrated.count().exec()).toBe(449);
  const seven = await migrated.findOne({ selector: { label: 'n7!' } as object }).exec(true);
  expect(await seven.getAttachment('photo')?.getStringData()).toBe('pixels');
  const tables = handle.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'crew-%'`);
  expect(tables.pluck().all()).toEqual(['crew-1']);
});

test('replication pushes and pulls through the storage', async () => {
  const { storage } = sharedStorage();
  const crew = await openCrew(storage);
  const pushed: string[] = [];
  await crew.insert({ id: '1', name: 'Ada' });
  const replication = replicateRxCollection<Crew, { id: string }>({
    collection: crew,
    replicationIdentifier: 'office',
    live: false,
    push: {
      async handler(rows) {
        pushed.push(...rows.map((row) => row.newDocumentState.name));
        return [];
      },
    },
    pull: {
      async handler(checkpoint) {
        const documents = checkpoint === undefined ? [{ id: '2', name: 'Bo', _deleted: false }] : [];
        return { documents, checkpoint: checkpoint ?? { id: '2' } };
      },
    },
  });
  await replication.awaitInitialReplication();
  expect({ pushed, names: namesOf(await crew.find({ sort: [{ name: 'asc' }] }).exec()) }).toEqual({
    pushed: ['Ada'],
    names: ['Ada', 'Bo'],
  });
  await replication.cancel();
});

test('two databases of one name see each other’s writes', async () => {
  const { storage } = sharedStorage();
  const open = async () => {
    const database = await createRxDatabase<Collections>({
      name: 'twice',
      storage: wrappedValidateAjvStorage({ storage }),
      multiInstance: true,
      ignoreDuplicate: true,
    });
    opened.push(database);
    return (await database.addCollections({ crew: { schema: CREW } })).crew;
  };
  const [one, two] = [await open(), await open()];
  const bulks: string[] = [];
  two.eventBulks$.subscribe((bulk) => bulks.push(...bulk.events.map((event) => event.documentId)));
  await one.insert({ id: '1', name: 'Ada' });
  await firstValueFrom(two.find().$.pipe(filter((documents) => documents.length === 1)));
  expect(bulks).toEqual(['1']);
});

test('compressed keys are queried and sorted like any other', async () => {
  const { storage } = sharedStorage();
  const database = await createRxDatabase<Collections>({
    name: 'compressed',
    storage: wrappedKeyCompressionStorage({ storage: wrappedValidateAjvStorage({ storage }) }),
    multiInstance: false,
  });
  opened.push(database);
  const { crew } = await database.addCollections({ crew: { schema: { ...CREW, keyCompression: true } } });
  await crew.bulkInsert([
    { id: '1', name: 'Ada', age: 36 },
    { id: '2', name: 'Bo', age: 20 },
    { id: '3', name: 'Cy', age: 50 },
  ]);
  const query = crew.find({ selector: { name: { $gt: 'Ada' }, age: { $lt: 60 } }, sort: [{ name: 'desc' }] });
  expect(namesOf(await query.exec())).toEqual(['Cy', 'Bo']);
});

test('removing a database leaves no table of it', async () => {
  const { handle, storage } = sharedStorage();
  const crew = await openCrew(storage);
  await crew.insert({ id: '1', name: 'Ada' });
  await crew.database.remove();
  const left = handle.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'rx-%'`);
  expect(left.pluck().all()).toEqual([]);
});

test('RxDB’s cleanup forgets removed documents', async () => {
  const { handle, storage } = sharedStorage();
  const crew = await openCrew(storage);
  await (await crew.insert({ id: '1', name: 'Ada' })).remove();
  await crew.cleanup(0);
  const table = openTable(handle, 'crew', crew.schema.jsonSchema);
  expect(table.read('1')).toBeUndefined();
});
