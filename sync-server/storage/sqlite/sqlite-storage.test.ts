import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sqliteMigrations } from '#migrations/server/sqlite/list.ts';
import type { Storage, StorageTx } from '../storage.ts';
import { openSqliteStorage } from './sqlite-storage.ts';

const ORGANISATION = { id: 'org', name: 'Meridian Lines', createdAtMs: 1 };
let folder: string;
let file: string;
let storage: Storage;

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-storage-'));
  file = path.join(folder, 'server.sqlite');
  storage = openSqliteStorage(file);
  await storage.createOrganisation(ORGANISATION);
});
afterEach(async () => {
  await storage.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

function inOrganisation<T>(work: (tx: StorageTx) => Promise<T>): Promise<T> {
  return storage.transaction(ORGANISATION.id, work);
}

test('transactions run one after the other, however they are started', async () => {
  const steps: string[] = [];
  const run = (name: string) =>
    inOrganisation(async (tx) => {
      steps.push(`${name} begins`);
      const version = await tx.nextVersion();
      await Promise.resolve();
      steps.push(`${name} ends`);
      return version;
    });
  expect(await Promise.all([run('a'), run('b'), run('c')])).toEqual([1, 2, 3]);
  expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

test('a transaction that fails leaves nothing, and the next one runs', async () => {
  const failing = inOrganisation(async (tx) => {
    await tx.nextVersion();
    throw new Error('the link broke');
  });
  await expect(failing).rejects.toThrow('the link broke');
  expect(await inOrganisation((tx) => tx.nextVersion())).toBe(1);
});

test('a savepoint that fails takes back its own part, version included', async () => {
  const version = await inOrganisation(async (tx) => {
    await tx.nextVersion();
    await tx
      .savepoint(async () => {
        await tx.nextVersion();
        throw new Error('refused');
      })
      .catch(() => undefined);
    return tx.nextVersion();
  });
  expect(version).toBe(2);
});

test('what was committed is there when the file is opened again', async () => {
  await inOrganisation((tx) => tx.nextVersion());
  await storage.close();
  storage = openSqliteStorage(file);
  expect(await storage.organisation()).toEqual({ ...ORGANISATION, version: 1 });
});

test('a database of a newer server is refused and left alone', async () => {
  await storage.close();
  const db = new Database(file);
  db.pragma(`user_version = ${sqliteMigrations.length + 1}`);
  db.close();
  expect(() => openSqliteStorage(file)).toThrowError(
    expect.objectContaining({ details: expect.objectContaining({ code: 'store-newer' }) }),
  );
});

test('what devices ask for is found along an index', async () => {
  const db = new Database(file, { readonly: true });
  const planOf = (sql: string) =>
    db
      .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => detail);
  const records = "SELECT * FROM records WHERE organisation_id = 'o'";
  expect([
    planOf(`${records} AND version > 1 ORDER BY version LIMIT 9`),
    planOf(`${records} AND site_id = 's' AND version > 1 ORDER BY version LIMIT 9`),
    planOf(`${records} AND kind = 'attachment' AND data ->> '$.sha256' = 'x'`),
    planOf(`${records} AND site_id = 's' AND kind = 'person' AND deleted_by_device_id IS NULL`),
  ]).toEqual([
    ['SEARCH records USING INDEX records_by_version (organisation_id=? AND version>?)'],
    ['SEARCH records USING INDEX records_by_site_version (organisation_id=? AND site_id=? AND version>?)'],
    ['SEARCH records USING INDEX attachments_by_content (organisation_id=? AND <expr>=?)'],
    ['SEARCH records USING INDEX people_by_site (organisation_id=? AND site_id=?)'],
  ]);
  db.close();
});
