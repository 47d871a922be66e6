import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { attachment } from '#shared/domains/files/schema.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import type { SimConsole } from '../simulation/sim-console.ts';
import { Fleet, until } from './fleet.ts';
import type { FrailLink } from './frail-link.ts';

/** 15 s at 2.4 kbit/s, without what TLS would take of it. */
const BYTES_PER_CONNECTION = 4_500;

let fleet: Fleet;
let link: FrailLink;
let ship: SimConsole;

beforeEach(async () => {
  fleet = await Fleet.start();
  link = await fleet.link();
  ship = await fleet.join('AUR', link);
});

afterEach(() => fleet.close());

/** Text that no compression makes smaller. */
function noise(characters: number): string {
  return randomBytes(characters).toString('base64').slice(0, characters);
}

function waiting(): number {
  return ship.sync.service.status().outboxEntries;
}

/** Asks until nothing waits, as the client does by itself in longer intervals. */
async function untilSent(attemptsMax: number): Promise<number> {
  for (let attempts = 1; attempts <= attemptsMax; attempts += 1) {
    await ship.sync.service.now();
    if (waiting() === 0) return attempts;
  }
  throw new Error(
    `${waiting()} entries wait after ${attemptsMax} attempts: ${JSON.stringify(ship.sync.service.status().problem)}`,
  );
}

it('brings a thousand changes over a link that breaks every 4,500 bytes', { timeout: 60_000 }, async () => {
  const { output } = ship.run(incidentCommands.report, { title: 'Oil on deck', severity: 'low' });
  for (let change = 0; change < 1_000; change += 1) {
    ship.run(incidentCommands.amend, { id: output.id, place: `Frame ${change} ${noise(30)}` });
  }
  link.breakAfter(BYTES_PER_CONNECTION);
  await untilSent(40);

  const { connections, bytesUp, bytesDown } = link.count();
  console.log(
    JSON.stringify({ what: '1,000 changes, cut every 4,500 bytes', connections, bytesUp, bytesDown }),
  );
  expect(connections).toBeGreaterThan(5);
  expect(ship.sync.service.status()).toMatchObject({ needsAttention: 0, problem: null });
});

it('brings a single entry of more than 60 KB over the same link', { timeout: 60_000 }, async () => {
  ship.store.transact(
    {
      actor: { type: 'system', id: ship.deviceId, name: '' },
      command: 'test',
      label: { key: 'test' },
      lane: () => 1,
      input: null,
    },
    (tx) => {
      for (let nth = 0; nth < 480; nth += 1) tx.insert(attachment, noisyAttachment(nth));
    },
  );
  link.breakAfter(BYTES_PER_CONNECTION);
  await untilSent(40);

  const { connections, bytesUp } = link.count();
  console.log(JSON.stringify({ what: 'one large entry, cut every 4,500 bytes', connections, bytesUp }));
  // The server does not know the command and says so: it has read the entry.
  expect(ship.sync.service.status()).toMatchObject({ needsAttention: 1 });
  expect(bytesUp).toBeGreaterThan(60_000);
});

function noisyAttachment(nth: number) {
  return {
    id: RecordId.parse(`0192f0c1-7e2a-7c3d-9a4b-${String(nth).padStart(12, '0')}`),
    siteId: ship.store.state.site?.id ?? '',
    ownerCollection: 'incidents' as const,
    ownerId: ship.deviceId,
    sha256: randomBytes(32).toString('hex'),
    sizeBytes: 1,
    mediaType: 'image/png' as const,
    previewSha256: null,
    previewSizeBytes: null,
    fileName: noise(115).replaceAll('/', '-'),
    addedAt: '2026-03-01T08:00:00.000Z',
    addedBy: ship.deviceId,
    addedByName: 'Somebody',
  };
}

it('fetches what is large over the same link', {
  timeout: 60_000,
}, async () => {
  const office = await fleet.join('OFF', await fleet.link());
  for (let nth = 0; nth < 150; nth += 1) {
    ship.run(incidentCommands.report, { title: `Oil ${nth} ${noise(60)}`, severity: 'low' });
  }
  await ship.sync.service.now();
  await office.sync.service.now();
  const late = await fleet.link();
  const second = fleet.open();
  late.breakAfter(BYTES_PER_CONNECTION);
  const code = await fleet.server.siteCode('OFF');
  await second.sync.join({ serverUrl: late.url, code, deviceName: 'Second' });
  for (let attempts = 0; attempts < 40 && second.records().length < office.records().length; attempts += 1) {
    await second.sync.service.now();
  }

  const { connections, bytesDown } = late.count();
  console.log(
    JSON.stringify({ what: '150 incidents fetched, cut every 4,500 bytes', connections, bytesDown }),
  );
  expect(second.records()).toEqual(office.records());
  expect(connections).toBeGreaterThan(2);
});

it('gets on over the same link where live connections are there, up and down', {
  timeout: 60_000,
}, async () => {
  const near = await fleet.link();
  const late = await fleet.join('OFF', near, { isLive: true });
  for (let nth = 0; nth < 150; nth += 1) {
    ship.run(incidentCommands.report, { title: `Oil ${nth} ${noise(60)}`, severity: 'low' });
  }
  late.sync.service.setPaused(true);
  near.breakAfter(BYTES_PER_CONNECTION);
  await ship.sync.service.now();
  late.run(incidentCommands.report, { title: `Oil ${noise(60)}`, severity: 'low' });
  late.sync.service.setPaused(false);
  const incidents = () => late.records().filter(({ kind }) => kind === 'incident').length;
  for (let attempts = 0; attempts < 40 && incidents() < 151; attempts += 1) await late.sync.service.now();

  expect([incidents(), late.sync.service.status().outboxEntries]).toEqual([151, 0]);
});

it('lets an urgent incident overtake a backlog that is on its way in parts', {
  timeout: 60_000,
}, async () => {
  const { output } = ship.run(incidentCommands.report, { title: 'Oil on deck', severity: 'low' });
  await ship.sync.service.now();
  for (let change = 0; change < 300; change += 1) {
    ship.run(incidentCommands.amend, { id: output.id, place: `Frame ${change} ${noise(60)}` });
  }
  // A connection that stands still after its first bytes: the backlog has begun and does not end.
  link.breakAfter(2_000);
  await ship.sync.service.now();
  const backlog = waiting();
  link.breakAfter(BYTES_PER_CONNECTION);
  ship.run(incidentCommands.report, { title: 'Fire in the galley', severity: 'critical' });
  void ship.sync.service.now();
  await until(() => waiting() < backlog + 1);

  expect(ship.sync.service.status().lanes[0]).toMatchObject({ entries: 0 });
  expect(backlog).toBeGreaterThan(200);
  await untilSent(40);
});
