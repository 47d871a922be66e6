import { createRxDatabase, type RxCollection, type RxDatabase } from 'rxdb';
import { usedCollections } from '#shared/domains/registry.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import { type CollectionRecord, collectionSchemaForRxdb } from './collection-schema.ts';
import type { RecordChange } from './record-writer.ts';
import { emitExternalCommit, getRxStorageSqlite } from './rx-storage/index.ts';
import type { Store } from './store.ts';

export type DomainCollections = { readonly [Name in CollectionName]?: RxCollection<CollectionRecord> };

/**
 * RxDB over the store: one typed collection a domain, with live queries. It reads the store's own tables
 * through the store's own connection; writes go through commands, so a direct write is refused.
 */
export async function openCollections(
  store: Store,
): Promise<{ collections: DomainCollections; close(): Promise<void> }> {
  const names = usedCollections();
  const storage = getRxStorageSqlite({
    open: () => store.db,
    refuseDirectWrites: (collection) =>
      names.some((name) => name === collection)
        ? `Records of "${collection}" change through commands, which journal and sync them.`
        : undefined,
  });
  const database: RxDatabase<DomainCollections> = await createRxDatabase({
    // Several consoles may live in one process (tests, simulation); RxDB wants their names apart.
    name: `console-${store.state.deviceId}`,
    storage,
    multiInstance: false,
    eventReduce: true,
  });
  const collections = await database.addCollections(
    Object.fromEntries(names.map((name) => [name, { schema: collectionSchemaForRxdb(name) }])),
  );
  const stop = store.onCommit(({ records }) => {
    for (const [collection, changes] of Map.groupBy(records, (record) => record.collection)) {
      const table = store.tables.get(collection);
      if (table !== undefined) emitExternalCommit(table, changes.map(asExternal), 'transact');
    }
  });
  return {
    collections,
    async close() {
      stop();
      await database.close();
    },
  };
}

/** What comes back from the archive is new to live lists: they were told that it went. */
function asExternal({ id, previous, document, isFromArchive }: RecordChange) {
  return { documentId: id, previous: isFromArchive === true ? undefined : previous, document };
}
