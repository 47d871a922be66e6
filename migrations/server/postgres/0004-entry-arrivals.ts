import type { PostgresMigration } from './list.ts';

/** Journals of many consoles are read together, newest arrival first. New entries go to the index's end. */
export const entryArrivals: PostgresMigration = {
  name: '0004-entry-arrivals',
  sql: 'CREATE INDEX entries_by_arrival ON entries (organisation_id, received_at_ms, device_id, seq)',
};
