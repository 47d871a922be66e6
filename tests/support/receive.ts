import type { CollectionName, StoredRecord } from '#shared/kernel/define-entity.ts';
import type { TestConsole } from './test-console.ts';

/** Records as an exchange brings them. */
export function receive(
  { store }: Pick<TestConsole, 'store'>,
  collection: CollectionName,
  ...records: readonly object[]
): void {
  store.receive((writer, changed) => {
    // What the tests hand in is made of JSON.
    for (const record of records) changed(writer.write(collection, record as StoredRecord, false));
  });
}
