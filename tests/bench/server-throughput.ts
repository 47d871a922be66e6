import { once } from 'node:events';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { encodeFrame } from '#shared/sync/codec.ts';
import { LIVE_PATH } from '#shared/sync/live.ts';
import { ExchangeResponse } from '#shared/sync/wire.ts';
import { createOrganisation, issueSiteCode } from '#sync-server/enrolment/administer.ts';
import { createSyncServer } from '#sync-server/server.ts';
import { openPostgresStorage } from '#sync-server/storage/postgres/postgres-storage.ts';
import { openSqliteStorage } from '#sync-server/storage/sqlite/sqlite-storage.ts';
import { NO_SIGN_INS, type Storage } from '#sync-server/storage/storage.ts';
import { compression } from '#sync-server/compression.ts';
import { decodeAnswer, TestDevice } from '#sync-server/testing/test-device.ts';
import { patchIncident, type Persona, reportIncident, signUp } from '#sync-server/testing/work.ts';
import { newDatabase, startPostgres } from '#tests/support/postgres.ts';

/**
 * Changes a second through the whole server: signed requests over HTTP, decoding, chain, judging, merge,
 * database with every commit forced to disk. Batches of entries that each set one field of another record.
 *
 * And memory and processor of a server that a thousand idle devices keep a live connection to.
 *
 *   node tests/bench/server-throughput.ts [sqlite] [postgres] [idle] [--batches=10]
 */
const BATCH = 1_000;
const IDLE_DEVICES = 1_000;
/** What a thousand handshakes leave to be tidied up is not what is measured. */
const SETTLING_MS = 6_000;
const IDLE_SECONDS = 20;
const MAIN = fileURLToPath(new URL('../../sync-server/main.ts', import.meta.url));
const batches = Number(/--batches=(\d+)/.exec(process.argv.join(' '))?.[1] ?? 10);
const kinds = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const systemClock = { now: () => Date.now(), monotonicMs: () => performance.now() };

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-throughput-'));
try {
  if (kinds.length === 0 || kinds.includes('sqlite')) {
    await measure('sqlite', openSqliteStorage(path.join(folder, 'server.sqlite')));
  }
  if (kinds.length === 0 || kinds.includes('postgres')) {
    const postgres = await startPostgres({ isDurable: true });
    try {
      const url = await newDatabase(postgres.url);
      await measure('postgres', await openPostgresStorage({ url, connectionsMax: 4 }));
    } finally {
      await postgres.stop();
    }
  }
  if (kinds.length === 0 || kinds.includes('idle')) await measureIdle(path.join(folder, 'idle'));
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}

async function measure(kind: string, storage: Storage): Promise<void> {
  await createOrganisation(storage, 'Meridian Lines', Date.now());
  const server = createSyncServer({ storage, blobFolder: path.join(folder, kind), clock: systemClock });
  try {
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    const details = { name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' } as const;
    const { code } = await issueSiteCode(storage, { siteCode: 'AUR', details }, Date.now());
    const device = new TestDevice(url, { id: 'device-1-of-bench', now: Date.now });
    await device.enrol(code);
    const master = await signUp(device);
    const incidents = await reportMany(device, master);
    const seconds: number[] = [];
    let cpuSeconds = 0;
    for (let batch = 0; batch < batches; batch += 1) {
      for (const id of incidents) {
        const incident = { id, siteId: master.siteId, base: 0 };
        device.append(patchIncident(master, incident, { place: `Deck ${batch + 1}` }));
      }
      const took = await timedExchange(device);
      seconds.push(took.seconds);
      cpuSeconds += took.cpuSeconds;
    }
    const total = seconds.reduce((sum, each) => sum + each, 0);
    const rate = (within: number) => Math.round(BATCH / within);
    const sorted = seconds.toSorted((a, b) => a - b);
    console.log(
      JSON.stringify({
        kind,
        batches,
        changesPerSecond: Math.round((batches * BATCH) / total),
        changesPerCpuSecond: Math.round((batches * BATCH) / cpuSeconds),
        medianBatch: rate(sorted[Math.floor(sorted.length / 2)] ?? 1),
        slowestBatch: rate(sorted.at(-1) ?? 1),
      }),
    );
  } finally {
    await server.close();
    await storage.close();
  }
}

/** As many incidents as a batch changes, sent in one exchange of their own. */
async function reportMany(device: TestDevice, master: Persona): Promise<string[]> {
  const ids = Array.from({ length: BATCH }, () => reportIncident(device, master));
  await timedExchange(device);
  return ids;
}

/** Sends the newest batch; the device's own work, encoding and decoding, is not counted. */
async function timedExchange(device: TestDevice): Promise<{ seconds: number; cpuSeconds: number }> {
  const request = device.exchangeRequest({ entries: device.journal.slice(-BATCH) });
  const body = encodeFrame(request, compression);
  const startedAtMs = performance.now();
  const cpuBefore = process.cpuUsage();
  const answer = await device.signedRequest('POST', '/v1/sync', body, { 'content-type': 'application/cbor' });
  const { user, system } = process.cpuUsage(cpuBefore);
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const response = decodeAnswer(ExchangeResponse, answer);
  const refused = response.verdicts.find(({ status }) => status === 'rejected');
  if (refused !== undefined) throw new Error(`Refused: ${JSON.stringify(refused)}`);
  device.follow(response);
  return { seconds, cpuSeconds: (user + system) / 1e6 };
}

/** The server as a process of its own, as it is started in production, over SQLite. */
async function measureIdle(dataFolder: string): Promise<void> {
  const devices = await enrolMany(dataFolder);
  const unlimited = ['--requests-per-address', '1000000'];
  const child = spawn(process.execPath, [MAIN, '--data', dataFolder, '--port', '0', '--json', ...unlimited], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, FAIRLEAD_LOG_LEVEL: 'warn' },
  });
  const sockets: WebSocket[] = [];
  try {
    let url = '';
    for await (const line of createInterface({ input: child.stdout })) {
      url = String(JSON.parse(line).url);
      break;
    }
    const before = residentBytes(child.pid);
    const liveUrl = `${url.replace('http', 'ws')}${LIVE_PATH}`;
    for (const device of devices) {
      device.counter += 1;
      const headers = device.signatureHeaders('GET', LIVE_PATH, new Uint8Array(), device.counter);
      const socket = new WebSocket(liveUrl, { headers: { authorization: String(headers['authorization']) } });
      sockets.push(socket);
      await once(socket, 'open');
    }
    const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024);
    await pause(SETTLING_MS);
    const cpuBefore = cpuSeconds(child.pid);
    await pause(IDLE_SECONDS * 1_000);
    console.log(
      JSON.stringify({
        kind: 'idle',
        devices: sockets.length,
        megabytesBefore: megabytes(before),
        megabytes: megabytes(residentBytes(child.pid)),
        cpuMsPerSecond: Math.round(((cpuSeconds(child.pid) - cpuBefore) / IDLE_SECONDS) * 10_000) / 10,
      }),
    );
  } finally {
    for (const socket of sockets) socket.terminate();
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

/** Straight into the database: a thousand codes are not what is measured. */
async function enrolMany(dataFolder: string): Promise<TestDevice[]> {
  fs.mkdirSync(dataFolder);
  const storage = openSqliteStorage(path.join(dataFolder, 'server.sqlite'));
  const { id } = await createOrganisation(storage, 'Meridian Lines', Date.now());
  const details = { name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' } as const;
  const { site } = await issueSiteCode(storage, { siteCode: 'AUR', details }, Date.now());
  const siteId = site?.id ?? '';
  const devices = Array.from(
    { length: IDLE_DEVICES },
    (_, index) => new TestDevice('', { id: `device-${index}-of-bench`, now: Date.now }),
  );
  await storage.transaction(id, async (tx) => {
    for (const [index, device] of devices.entries()) {
      await tx.insertDevice({
        id: device.id,
        name: device.id,
        publicKey: Buffer.from(device.publicKeyHex, 'hex'),
        siteId,
        station: index + 1,
        isFounder: false,
        enrolledAtMs: 1,
        revokedAtMs: null,
        revokedBy: '',
        revokedReason: '',
        isWipeAsked: false,
        requestCounter: 0,
        seenAtMs: 1,
        lastSeq: 0,
        lastHash: Buffer.alloc(32),
        highestSeq: 0,
        incarnation: '',
        pastIncarnations: [],
        schemas: '',
        schemaTable: {},
        passedVersion: 0,
        signIn: NO_SIGN_INS,
      });
    }
  });
  await storage.close();
  return devices;
}

function residentBytes(pid: number | undefined): number {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

/** Fields 14 and 15 of `/proc/<pid>/stat`, in hundredths of a second; the name before them may hold spaces. */
function cpuSeconds(pid: number | undefined): number {
  const [, rest = ''] = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = rest.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
