import { createHash, randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { formatHlc } from '#shared/kernel/clock.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { migrate } from '#sync-server/storage/postgres/migrate.ts';
import { PostgresBlobs } from '#sync-server/storage/postgres/postgres-blobs.ts';
import { openPostgresStorage, type PostgresStorage } from '#sync-server/storage/postgres/postgres-storage.ts';
import type { ServerRecord, StorageTx } from '#sync-server/storage/storage.ts';
import { postgresMigrations } from '#migrations/server/postgres/list.ts';
import { newDatabase } from '#tests/support/postgres.ts';

const ORGANISATION = { id: 'org', name: 'Meridian Lines', createdAtMs: 1, epoch: 'e' };
let url: string;
const opened: PostgresStorage[] = [];

beforeEach(async () => {
  url = await newDatabase(inject('postgresUrl'), inject('postgresTemplate'));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((storage) => storage.close()));
});

async function replica(connectionsMax = 4, at = url): Promise<PostgresStorage> {
  const storage = await openPostgresStorage({ url: at, connectionsMax });
  opened.push(storage);
  return storage;
}

function recordAt(version: number): ServerRecord {
  return {
    collection: 'incidents',
    id: `record-${version}`,
    ref: version,
    kind: 'incident',
    siteId: 'aur',
    schemaVersion: 1,
    fields: { n: version },
    deletedByDeviceId: null,
    deletedAtMs: null,
    arrivedAtMs: 1,
    stamps: {
      n: {
        version,
        hlc: formatHlc(1, 0),
        deviceId: 'd',
        foreignVersion: 0,
        lane: 1,
      },
    },
    version,
    laneVersions: [0, version, 0, 0],
    audience: [],
  };
}

async function write(tx: StorageTx): Promise<number> {
  const organisation = await tx.lockOrganisation();
  const version = organisation.version + 1;
  await tx.putRecords([recordAt(version)]);
  await tx.saveOrganisation({ ...organisation, version });
  return version;
}

/** Reads in a loop until everything that was written is there; returns what it was told, in the order it was. */
async function readUntil(storage: PostgresStorage, isDone: () => boolean): Promise<number[]> {
  const told: number[] = [];
  let cursor = 0;
  for (;;) {
    const wasDone = isDone();
    const page = await storage.transaction(ORGANISATION.id, async (tx) => {
      const { version: upTo } = await tx.organisation();
      const query = { siteIds: ['aur'], lane: 1, after: cursor, upTo, rowsMax: 10_000 } as const;
      return { upTo, records: await tx.recordsAfter(query) };
    });
    told.push(...page.records.map(({ version }) => version));
    cursor = page.upTo;
    if (wasDone) return told;
  }
}

test('eight writers on two replicas, and a reader in a tight loop: no version is skipped or told twice', async () => {
  const replicas = [await replica(5), await replica(5)];
  const reader = await replica(1);
  await reader.createOrganisation(ORGANISATION);
  let done = false;
  const reading = readUntil(reader, () => done);
  const writers = Array.from({ length: 8 }, async (_, index) => {
    for (let round = 0; round < 50; round += 1) {
      await replicas[index % 2]?.transaction(ORGANISATION.id, write);
    }
  });
  await Promise.all(writers);
  done = true;
  expect(await reading).toEqual(Array.from({ length: 400 }, (_, index) => index + 1));
});

test('without the organisation’s row, numbers of a sequence are committed out of order and a reader skips some', async () => {
  const [slow, fast, reader] = [new Client(url), new Client(url), new Client(url)];
  await Promise.all([slow.connect(), fast.connect(), reader.connect()]);
  try {
    await reader.query('CREATE TABLE naive (version BIGSERIAL)');
    await slow.query('BEGIN');
    await slow.query('INSERT INTO naive DEFAULT VALUES');
    await fast.query('INSERT INTO naive DEFAULT VALUES');
    const first = await reader.query('SELECT version::integer FROM naive WHERE version > 0');
    await slow.query('COMMIT');
    const second = await reader.query('SELECT version::integer FROM naive WHERE version > 2');
    // The reader has passed 2 and never hears of 1.
    expect([first.rows, second.rows]).toEqual([[{ version: 2 }], []]);
  } finally {
    await Promise.all([slow.end(), fast.end(), reader.end()]);
  }
});

test('a reader’s pages speak of one state, however many statements they take', async () => {
  const storage = await replica();
  await storage.createOrganisation(ORGANISATION);
  await storage.transaction(ORGANISATION.id, write);
  const seen = await storage.transaction(ORGANISATION.id, async (tx) => {
    const { version: upTo } = await tx.organisation();
    await storage.transaction(ORGANISATION.id, async (other) => {
      const organisation = await other.lockOrganisation();
      await other.putRecords([{ ...recordAt(1), version: 2, laneVersions: [0, 2, 0, 0] }]);
      await other.saveOrganisation({ ...organisation, version: 2 });
    });
    const page = { siteIds: 'all', lane: 1, after: 0, upTo, rowsMax: 9 } as const;
    return (await tx.recordsAfter(page)).map(({ version }) => version);
  });
  expect(seen).toEqual([1]);
});

test('organisations do not wait for each other', async () => {
  const storage = await replica();
  await storage.createOrganisation(ORGANISATION);
  await storage.createOrganisation({ ...ORGANISATION, id: 'other' });
  const order: string[] = [];
  await storage.transaction(ORGANISATION.id, async (tx) => {
    await tx.lockOrganisation();
    await storage.transaction('other', write);
    order.push('other');
  });
  order.push('first');
  expect(order).toEqual(['other', 'first']);
});

test('a database with several organisations wants to know which one is served', async () => {
  const storage = await replica();
  await storage.createOrganisation(ORGANISATION);
  await storage.createOrganisation({ ...ORGANISATION, id: 'other', name: 'Other' });
  await expect(storage.organisation()).rejects.toMatchObject({ details: { code: 'invalid-input' } });
  const told = await openPostgresStorage({ url, connectionsMax: 1, organisationId: 'other' });
  opened.push(told);
  expect(await told.organisation()).toMatchObject({ id: 'other', name: 'Other' });
});

test('a transaction that meets another one is done again as a whole, and then waits its turn', async () => {
  const storage = await replica();
  await storage.createOrganisation(ORGANISATION);
  let attempts = 0;
  const version = await storage.transaction(ORGANISATION.id, async (tx) => {
    attempts += 1;
    await tx.organisation();
    if (attempts === 1) await storage.transaction(ORGANISATION.id, write);
    return write(tx);
  });
  expect([attempts, version, (await storage.organisation())?.version]).toEqual([2, 2, 2]);
});

test('replicas that start together on an empty database migrate it once', async () => {
  const empty = await newDatabase(inject('postgresUrl'));
  const replicas = await Promise.all(Array.from({ length: 4 }, () => replica(2, empty)));
  await Promise.all(replicas.map((storage) => storage.check()));
  const { pool } = await replica(1, empty);
  const { rows } = await pool.query('SELECT number, name FROM schema_migrations');
  expect(rows).toEqual(postgresMigrations.map(({ name }, index) => ({ number: index + 1, name })));
});

test('a failed migration leaves nothing, and a list that changed behind the database’s back is refused', async () => {
  const client = new Client(await newDatabase(inject('postgresUrl')));
  await client.connect();
  const first = { name: '0001-first', sql: 'CREATE TABLE one (id TEXT)' };
  const broken = { name: '0002-broken', sql: 'CREATE TABLE two (id TEXT); SELECT nonsense' };
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: unknown) => (isDomainError(error) ? error.code : 'failed'),
    );
  try {
    expect([
      await codeOf(migrate(client, [first, broken])),
      (await client.query("SELECT to_regclass('one') AS one, to_regclass('two') AS two")).rows,
      await codeOf(migrate(client, [{ ...first, name: '0001-renamed' }])),
      await codeOf(migrate(client, [])),
      await codeOf(migrate(client, [first, { name: '0002-two', sql: 'CREATE TABLE two (id TEXT)' }])),
    ]).toEqual(['failed', [{ one: 'one', two: null }], 'store-corrupt', 'store-newer', 'done']);
  } finally {
    await client.end();
  }
});

test('every table leads with the organisation, so that a distributed Postgres can spread it', async () => {
  const { pool } = await replica();
  const { rows } = await pool.query<{ name: string; first: string }>(
    `SELECT relname AS name, attname AS first FROM pg_index
     JOIN pg_class ON pg_class.oid = indrelid JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
     WHERE (indisprimary OR indisunique) AND relnamespace = 'public'::regnamespace AND relname <> 'schema_migrations'
     GROUP BY relname, attname ORDER BY relname`,
  );
  const tables = [
    'blob_chunks',
    'blobs',
    'caller_answers',
    'conflicts',
    'devices',
    'enrolment_codes',
    'entries',
  ];
  const more = ['organisations', 'outbound_messages', 'record_audience', 'records', 'secrets', 'sites'];
  expect(rows).toEqual(
    [...tables, ...more].map((name) => ({
      name,
      first: name === 'organisations' ? 'id' : 'organisation_id',
    })),
  );
});

test('pages and look-ups go along an index', async () => {
  const client = new Client(url);
  await client.connect();
  // A planner that would rather read an almost empty table from end to end says nothing about a full one.
  await client.query('SET enable_seqscan = off');
  const indexesOf = async (sql: string) => {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    return { index: /using (\w+)/.exec(plan)?.[1], sorts: plan.includes('Sort') };
  };
  try {
    const records = "SELECT * FROM records WHERE organisation_id = 'o'";
    expect([
      await indexesOf(
        `${records} AND lane1_version > 1 AND lane1_version <= 9 ORDER BY lane1_version LIMIT 9`,
      ),
      await indexesOf(
        `${records} AND site_id = 's' AND lane2_version > 1 AND lane2_version <= 9 ORDER BY lane2_version LIMIT 9`,
      ),
      await indexesOf(`${records} AND content_sha256 = 'x'`),
    ]).toEqual([
      { index: 'records_by_lane1', sorts: false },
      { index: 'records_by_site_lane2', sorts: false },
      { index: 'attachments_by_content', sorts: false },
    ]);
  } finally {
    await client.end();
  }
});

test('a database that went away is "busy", and is used again when it is back', async () => {
  const storage = await replica();
  await storage.createOrganisation(ORGANISATION);
  const broken = storage.transaction(ORGANISATION.id, async (tx) => {
    await tx.lockOrganisation();
    await storage.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()",
    );
    return write(tx);
  });
  await expect(broken).rejects.toMatchObject({ details: { code: 'server-busy', retryAfterSeconds: 5 } });
  expect(await storage.transaction(ORGANISATION.id, write)).toBe(1);
});

test('a server without a database does not start, and says why', async () => {
  const nowhere = openPostgresStorage({ url: 'postgres://a:b@127.0.0.1:1/x', connectionsMax: 1 });
  await expect(nowhere).rejects.toMatchObject({ details: { code: 'server-busy' } });
});

test('attachments arrive in chunks at any replica, are checked as a whole, and are read in slices', async () => {
  const storage = await replica();
  await storage.createOrganisation(ORGANISATION);
  const [one, two] = [new PostgresBlobs(storage.pool, storage), new PostgresBlobs(storage.pool, storage)];
  const bytes = randomBytes(1_000);
  const sha = createHash('sha256').update(bytes).digest('hex');
  const chunk = (offset: number, end: number) => ({
    offset,
    bytes: bytes.subarray(offset, end),
    sizeBytes: 1_000,
  });
  expect([
    await one.state(sha),
    await one.append(sha, chunk(0, 300)),
    await two.append(sha, chunk(0, 300)),
    await two.append(sha, chunk(300, 700)),
    await one.read(sha, { offset: 0, lengthBytes: 10 }),
    await one.append(sha, chunk(700, 1_000)),
    await one.append(sha, chunk(700, 1_000)),
  ]).toEqual([
    { haveBytes: 0, isComplete: false },
    { haveBytes: 300, isComplete: false },
    { haveBytes: 300, isComplete: false },
    { haveBytes: 700, isComplete: false },
    undefined,
    { haveBytes: 1_000, isComplete: true },
    { haveBytes: 1_000, isComplete: true },
  ]);
  for (const [offset, lengthBytes] of [
    [0, 1_000],
    [250, 500],
    [699, 2],
    [990, 99],
    [1_000, 5],
  ] as const) {
    const slice = await two.read(sha, { offset, lengthBytes });
    expect(slice).toEqual({ bytes: bytes.subarray(offset, offset + lengthBytes), sizeBytes: 1_000 });
  }
  const wrong = createHash('sha256').update('something else').digest('hex');
  await expect(one.append(wrong, chunk(0, 1_000))).rejects.toMatchObject({
    details: { code: 'attachment-damaged' },
  });
  expect(await one.state(wrong)).toEqual({ haveBytes: 0, isComplete: false });
});
