import type { TestProject } from 'vitest/node';
import { openPostgresStorage } from '#sync-server/storage/postgres/postgres-storage.ts';
import { newDatabase, startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    /** Name of a database with all tables, to be copied. */
    postgresTemplate: string;
  }
}

/** One Postgres for a whole run of tests; each test makes itself a database in it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres({ isDurable: false });
  const template = await newDatabase(postgres.url);
  const storage = await openPostgresStorage({ url: template, connectionsMax: 1 });
  await storage.close();
  project.provide('postgresUrl', postgres.url);
  project.provide('postgresTemplate', new URL(template).pathname.slice(1));
  return () => postgres.stop();
}
