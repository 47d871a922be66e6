import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sqliteMigrations } from '#migrations/server/sqlite/list.ts';
import { formatHlc } from '#shared/kernel/clock.ts';
import type { ServerRecord, Storage, StorageTx } from '../storage.ts';
import { recordsOfAllSql, recordsOfSiteSql } from './sqlite-records.ts';
import { openSqliteStorage } from './sqlite-storage.ts';

const ORGANISATION = { id: 'org', name: 'Meridian Lines', createdAtMs: 1, epoch: 'e' };
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

/** Draws a version, as a transaction that writes does. */
async function draw(tx: StorageTx): Promise<number> {
  const organisation = await tx.lockOrganisation();
  const version = organisation.version + 1;
  await tx.saveOrganisation({ ...organisation, version });
  return version;
}

test('transactions run one after the other, however they are started', async () => {
  const steps: string[] = [];
  const run = (name: string) =>
    inOrganisation(async (tx) => {
      steps.push(`${name} begins`);
      const version = await draw(tx);
      await Promise.resolve();
      steps.push(`${name} ends`);
      return version;
    });
  expect(await Promise.all([run('a'), run('b'), run('c')])).toEqual([1, 2, 3]);
  expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

test('a transaction that fails leaves nothing, and the next one runs', async () => {
  const failing = inOrganisation(async (tx) => {
    await draw(tx);
    throw new Error('the link broke');
  });
  await expect(failing).rejects.toThrow('the link broke');
  expect(await inOrganisation(draw)).toBe(1);
});

test('what was committed is there when the file is opened again', async () => {
  await inOrganisation(draw);
  await storage.close();
  storage = openSqliteStorage(file);
  expect(await storage.organisation()).toEqual({
    ...ORGANISATION,
    version: 1,
    lastRef: 0,
    horizon: 0,
    epochAtMs: 1,
    deviceRevision: 0,
  });
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
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...Array.from({ length: sql.split('?').length - 1 }, () => null))
      .map(({ detail }) => detail);
  const records = "SELECT * FROM records WHERE organisation_id = 'o'";
  expect([
    planOf(recordsOfAllSql(1)),
    planOf(recordsOfSiteSql(0)),
    planOf(`${records} AND kind = 'attachment' AND data ->> '$.sha256' = 'x'`),
    planOf(`${records} AND site_id = 's' AND kind = 'person' AND deleted_by_device_id IS NULL`),
  ]).toEqual([
    [
      'SEARCH records USING INDEX records_by_lane1 (organisation_id=? AND lane1_version>? AND lane1_version<?)',
    ],
    [
      'SEARCH records USING INDEX records_by_site_lane0 (organisation_id=? AND site_id=? AND lane0_version>? AND lane0_version<?)',
    ],
    ['SEARCH records USING INDEX attachments_by_content (organisation_id=? AND <expr>=?)'],
    ['SEARCH records USING INDEX people_by_site (organisation_id=? AND site_id=?)'],
  ]);
  db.close();
});

/** A record of one site, changed at a version in a lane. */
function recordAt(ref: number, part: Partial<ServerRecord>): ServerRecord {
  const stamp = { version: ref, hlc: formatHlc(ref, 0), deviceId: 'd', foreignVersion: 0, lane: 1 } as const;
  return {
    collection: 'incidents',
    id: `r${ref}`,
    ref,
    kind: 'incident',
    siteId: 'a',
    schemaVersion: 1,
    fields: { title: 'Fire', place: 'Deck' },
    stamps: { title: stamp, place: { ...stamp, version: ref + 1, lane: 0 } },
    version: ref,
    laneVersions: [0, ref, 0, 0],
    deletedByDeviceId: null,
    deletedAtMs: null,
    arrivedAtMs: 1,
    audience: [],
    ...part,
  };
}

test('a record comes back as it was put, by key, by reference and by what changed', async () => {
  const record = recordAt(7, { audience: [{ siteId: 'b', since: 3, lane: 1, isGone: false }] });
  const found = await inOrganisation(async (tx) => {
    await tx.putRecords([record, recordAt(8, { laneVersions: [8, 2, 0, 0] })]);
    const range = { siteIds: 'all', after: 0, upTo: 99, rowsMax: 9 } as const;
    return {
      byKey: await tx.records([record, { collection: 'incidents', id: 'unknown' }]),
      byRef: await tx.recordsByRef([7, 99]),
      urgent: (await tx.recordsAfter({ ...range, lane: 0 })).map(({ id }) => id),
      usual: (await tx.recordsAfter({ ...range, lane: 1 })).map(({ id }) => id),
      late: (await tx.recordsAfter({ ...range, lane: 1, after: 2, upTo: 6 })).map(({ id }) => id),
    };
  });
  expect(found).toEqual({
    byKey: [record],
    byRef: [{ ref: 7, collection: 'incidents', id: 'r7', kind: 'incident', siteId: 'a' }],
    urgent: ['r8'],
    usual: ['r8', 'r7'],
    late: [],
  });
});

test('a site finds records that are addressed to it where they changed, and those it lost where they left', async () => {
  const addressed = recordAt(5, { audience: [{ siteId: 'b', since: 5, lane: 1, isGone: false }] });
  const gone = recordAt(6, { audience: [{ siteId: 'b', since: 4, lane: 1, isGone: true }] });
  const ids = (siteIds: string[], after: number) =>
    inOrganisation(async (tx) =>
      (await tx.recordsAfter({ siteIds, lane: 1, after, upTo: 99, rowsMax: 9 })).map(({ id }) => id),
    );
  await inOrganisation((tx) => tx.putRecords([addressed, gone, recordAt(7, {})]));
  const before = [await ids(['b'], 0), await ids(['b'], 4), await ids(['a', 'b'], 5)];
  await inOrganisation((tx) => tx.putRecords([{ ...addressed, version: 9, laneVersions: [0, 9, 0, 0] }]));

  expect(before).toEqual([['r6', 'r5'], ['r5'], ['r6', 'r7']]);
  expect(await ids(['b'], 5)).toEqual(['r5']);
});

test('tombstones up to a version go for good, with what found them', async () => {
  const dead = {
    deletedByDeviceId: 'd',
    audience: [{ siteId: 'b', since: 1, lane: 1 as const, isGone: false }],
  };
  const left = await inOrganisation(async (tx) => {
    await tx.putRecords([
      recordAt(5, { ...dead, deletedAtMs: 10 }),
      recordAt(6, { ...dead, deletedAtMs: 20 }),
      recordAt(4, {}),
    ]);
    const newest = await tx.newestTombstoneBefore(20);
    const purged = await tx.purgeTombstones(newest);
    const rest = await tx.recordsAfter({ siteIds: ['a', 'b'], lane: 1, after: 0, upTo: 99, rowsMax: 9 });
    return { newest, purged, rest: rest.map(({ id }) => id) };
  });
  expect(left).toEqual({ newest: 5, purged: 1, rest: ['r4', 'r6'] });
});
