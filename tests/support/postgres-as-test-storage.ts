import { inject } from 'vitest';
import { openPostgresStorage } from '#sync-server/storage/postgres/postgres-storage.ts';
import { useTestStorage } from '#sync-server/testing/test-storage.ts';
import { newDatabase } from './postgres.ts';

/** Test files that this is set up for run against Postgres instead of SQLite. */
useTestStorage(async () => {
  const url = await newDatabase(inject('postgresUrl'), inject('postgresTemplate'));
  return openPostgresStorage({ url, connectionsMax: 4 });
});
