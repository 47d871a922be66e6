import type { DemonstrationFleet } from '#shared/demo/fleet.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import { entityOf } from '#shared/domains/registry.ts';
import type { Store } from '../store/store.ts';

/** Loads the demonstration in one transaction, as if it had come from a server: no journal, no outbox. */
export function loadFleet(store: Store, fleet: DemonstrationFleet, also: () => void): number {
  const records = [
    ...fleet.sites,
    ...fleet.people,
    ...fleet.credentials,
    ...fleet.incidents,
    ...fleet.events,
    ...fleet.parts,
  ];
  store.receive((writer, changed) => {
    also();
    for (const record of records) {
      const entity = entityOf(record.kind);
      if (entity === undefined)
        throw new Error(`The demonstration has a record of unknown kind ${record.kind}`);
      // Records of entities are made of JSON values.
      changed(writer.write(entity.collection, record as unknown as StoredRecord, false));
    }
  });
  return records.length;
}
