import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import type { News } from '#sync-server/news/news-bus.ts';
import { PostgresNewsBus } from '#sync-server/storage/postgres/postgres-news-bus.ts';
import { openPostgresStorage, type PostgresStorage } from '#sync-server/storage/postgres/postgres-storage.ts';
import { newDatabase } from '#tests/support/postgres.ts';

/** Longer than any test: what arrives was told, not looked up. */
const NEVER_MS = 600_000;
let url: string;
let storage: PostgresStorage;
const buses: PostgresNewsBus[] = [];

beforeEach(async () => {
  url = await newDatabase(inject('postgresUrl'), inject('postgresTemplate'));
  storage = await openPostgresStorage({ url, connectionsMax: 4 });
  await storage.createOrganisation({ id: 'org', name: 'Meridian Lines', createdAtMs: 1, epoch: 'e' });
});
afterEach(async () => {
  await Promise.all(buses.splice(0).map((bus) => bus.close()));
  await storage.close();
});

async function listen(pollMs: number) {
  const troubles: unknown[] = [];
  const bus = await PostgresNewsBus.open({
    pool: storage.pool,
    url,
    pollMs,
    onTrouble: (error) => troubles.push(error),
  });
  buses.push(bus);
  const heard: News[] = [];
  const events = new EventEmitter();
  bus.subscribe((news) => {
    heard.push(news);
    events.emit('news');
  });
  return { bus, heard, troubles, next: () => once(events, 'news') };
}

test('what one replica commits is heard at the other, and at itself at once', async () => {
  const [one, two] = [await listen(NEVER_MS), await listen(NEVER_MS)];
  const heardAtTwo = two.next();
  one.bus.publish({ organisationId: 'org', version: 7 });
  expect(one.heard).toEqual([{ organisationId: 'org', version: 7 }]);
  await heardAtTwo;
  expect(two.heard).toEqual([{ organisationId: 'org', version: 7 }]);
});

test('a version is told once, and an older one not at all', async () => {
  const { bus, heard } = await listen(NEVER_MS);
  for (const version of [3, 3, 2, 4]) bus.publish({ organisationId: 'org', version });
  expect(heard.map(({ version }) => version)).toEqual([3, 4]);
});

test('without NOTIFY, a look at the versions finds what another replica committed', async () => {
  const { next, heard } = await listen(20);
  const found = next();
  await storage.transaction('org', async (tx) => {
    const organisation = await tx.lockOrganisation();
    await tx.saveOrganisation({ ...organisation, version: 5 });
  });
  await found;
  expect(heard).toEqual([{ organisationId: 'org', version: 5 }]);
});

test('a listening connection that breaks is opened again', async () => {
  const [one, two] = [await listen(NEVER_MS), await listen(NEVER_MS)];
  await storage.pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()",
  );
  const listening =
    "SELECT count(*)::integer AS count FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()";
  await expect
    .poll(async () => (await storage.pool.query(listening)).rows[0], { timeout: 10_000 })
    .toEqual({ count: 2 });
  const heardAtTwo = two.next();
  one.bus.publish({ organisationId: 'org', version: 9 });
  await heardAtTwo;
  expect([two.heard, two.troubles.length > 0]).toEqual([[{ organisationId: 'org', version: 9 }], true]);
});
