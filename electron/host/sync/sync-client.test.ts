import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { attachment } from '#shared/domains/files/schema.ts';
import type { Lane } from '#shared/kernel/define-command.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { decodeFrame, encodeFrame } from '#shared/sync/codec.ts';
import { ExchangeRequest } from '#shared/sync/wire.ts';
import { attachmentRecord } from '#tests/support/attachment-record.ts';
import { VirtualTime } from '#tests/simulation/virtual-time.ts';
import { openStore, type Store } from '../store/store.ts';
import { compression } from './compression.ts';
import { createSync, type CreateSyncOptions, type Sync } from './create-sync.ts';
import type { LinkClass } from './link-class.ts';
import { ReferenceServer } from './testing/reference-server.ts';
import { type SyncTransport, type TransportResponse, unreachable } from './transport.ts';

let folder: string;
let time: VirtualTime;
let store: Store;
let sync: Sync;
let server: ReferenceServer;
/** When requests came, in ms since the start, and what the server does with them. */
let askedAtMs: number[];
let answer: (request: ExchangeRequest) => Promise<TransportResponse> | TransportResponse;

const transport: SyncTransport = {
  async request({ path: asked, body }) {
    if (asked !== '/v1/sync') return { status: 404, headers: {}, body: new Uint8Array() };
    askedAtMs.push(time.monotonicMs());
    return answer(decodeFrame(ExchangeRequest, body, compression));
  },
};

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-sync-client-'));
  time = new VirtualTime();
  server = new ReferenceServer();
  askedAtMs = [];
  answer = honest;
  store = openStore({ file: ':memory:' }, time);
  store.state.membership = {
    organisationId: 'o',
    organisationName: 'Meridian Lines',
    serverUrl: 'http://office.test',
  };
  sync = newSync();
});

/** A client on the virtual clock, with nothing to run commands. */
function newSync(options: Partial<CreateSyncOptions> = {}): Sync {
  return createSync({
    store,
    clock: time,
    log: { info() {}, warn() {}, error() {} },
    dataFolder: folder,
    runCommand() {
      throw new Error('no command is run here');
    },
    onStatus() {},
    transportTo: () => transport,
    wait: time,
    random: () => 0.5,
    ...options,
  });
}

afterEach(async () => {
  await sync.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function honest(request: ExchangeRequest): TransportResponse {
  const body = encodeFrame(server.exchange(request), compression);
  return { status: 200, headers: { 'content-type': 'application/cbor' }, body };
}

function refusing(code: string, status: number, retryAfterSeconds?: number): typeof answer {
  const error = { code, message: 'No.', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  const body = Buffer.from(JSON.stringify({ error }));
  return () => ({ status, headers: { 'content-type': 'application/json' }, body });
}

function lost(): never {
  throw unreachable('no link');
}

function commit(fileName: string, lane: Lane = 1): void {
  store.transact(
    {
      actor: { type: 'system', id: 'test', name: '' },
      command: 'test',
      label: { key: 'test' },
      lane: () => lane,
      input: null,
    },
    (tx) =>
      tx.insert(
        attachment,
        attachmentRecord({
          id: RecordId.parse(`0192f0c1-7e2a-7c3d-9a4b-${fileName.padStart(12, '0')}`),
          fileName,
        }),
      ),
  );
}

it('asks at the start and every three seconds while the server answers', async () => {
  sync.start();
  await time.runFor(10_000);

  expect(askedAtMs).toEqual([0, 3_000, 6_000, 9_000]);
  expect(sync.service.status()).toMatchObject({
    link: 'online',
    lastContactAt: '2026-03-01T08:00:09.000Z',
    nextAttemptAt: '2026-03-01T08:00:12.000Z',
  });
});

it('sends what was done at once, the commands of one gesture together', async () => {
  sync.start();
  await time.runFor(1_000);
  commit('1');
  commit('2');
  const waiting = sync.service.status().outboxEntries;
  await time.runFor(100);

  expect(askedAtMs.slice(0, 2)).toEqual([0, 1_050]);
  expect([waiting, sync.service.status().outboxEntries]).toEqual([2, 0]);
});

it('asks ever less often while there is no link, whatever is done meanwhile', async () => {
  answer = lost;
  sync.start();
  await time.runFor(8_000);
  commit('1');
  await time.runFor(180_000);

  expect(askedAtMs.slice(0, 8)).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000, 63_000, 123_000]);
  expect(sync.service.status()).toMatchObject({
    link: 'offline',
    outboxEntries: 1,
    problem: { code: 'server-unreachable' },
  });
});

it('tries at once when there is reason to', async () => {
  answer = lost;
  sync.start();
  await time.runFor(20_000);
  answer = honest;
  sync.resume();
  await time.runFor(0);

  expect(sync.service.status()).toMatchObject({ link: 'online', problem: null });
  expect(askedAtMs.at(-1)).toBe(20_000);
});

it('begins anew when a link comes back under an exchange that hangs', async () => {
  answer = () => new Promise(() => undefined);
  const hanging = transport.request;
  transport.request = (request) =>
    Promise.race([
      hanging(request),
      new Promise<never>((_resolve, reject) => {
        request.signal.addEventListener('abort', () => reject(new Error('aborted')));
      }),
    ]);
  sync.start();
  await time.runFor(5_000);
  answer = honest;
  sync.resume();
  await time.runFor(0);
  transport.request = hanging;

  expect(askedAtMs).toEqual([0, 5_000]);
  expect(sync.service.status().link).toBe('online');
});

it('hardly asks a server that refuses it, and says why', async () => {
  answer = refusing('device-revoked', 403);
  sync.start();
  await time.runFor(11 * 60_000);

  expect(askedAtMs).toEqual([0, 300_000, 600_000]);
  expect(sync.service.status()).toMatchObject({ link: 'refused', problem: { code: 'device-revoked' } });
});

it('comes back when a busy server says', async () => {
  answer = refusing('too-many-attempts', 429, 90);
  sync.start();
  await time.runFor(100_000);

  expect(askedAtMs).toEqual([0, 90_000]);
  expect(sync.service.status().link).toBe('offline');
});

it('asks again soon, and then ever later, for an attachment that the server has not got yet', async () => {
  await sync.close();
  sync = newSync({ settings: { pollMs: 10 * 60_000 } });
  commit('1');
  sync.start();
  await time.runFor(20_000);

  expect(askedAtMs).toEqual([0, 2_000, 6_000, 14_000]);
});

it('tells who is listening that a link came and went', async () => {
  const links: string[] = [];
  await sync.close();
  sync = newSync({ onStatus: () => links.push(sync.service.status().link) });
  commit('1');
  sync.start();
  await time.runFor(1_000);
  answer = lost;
  await time.runFor(3_000);

  expect(links.filter((link, index) => link !== links[index - 1])).toEqual([
    'offline',
    'syncing',
    'online',
    'offline',
  ]);
});

it('answers a call for an exchange with one that began after the call', async () => {
  const answers: (() => void)[] = [];
  answer = (request) =>
    new Promise((resolve) => {
      const response = honest(request);
      answers.push(() => resolve(response));
    });
  sync.start();
  await time.runFor(0);
  commit('1');
  let ended = 0;
  const calls = [sync.service.now(), sync.service.now()].map((call) => call.then(() => (ended += 1)));
  await time.runFor(0);
  answers.shift()?.();
  await time.runFor(0);
  const endedWithTheFirst = ended;
  answers.shift()?.();
  await Promise.all(calls);

  expect([endedWithTheFirst, ended, askedAtMs.length]).toEqual([0, 2, 2]);
  expect(sync.service.status().outboxEntries).toBe(0);
});

it('lets nobody wait who asks for an exchange while it is being closed', async () => {
  answer = ({ lastSeq }) => new Promise(() => lastSeq);
  const hanging = transport.request;
  transport.request = (request) =>
    Promise.race([
      hanging(request),
      new Promise<never>((_resolve, reject) => {
        request.signal.addEventListener('abort', () => reject(new Error('aborted')));
      }),
    ]);
  sync.start();
  await time.runFor(0);
  const asked = sync.service.now();
  await sync.close();
  transport.request = hanging;

  expect(await asked).toMatchObject({ link: 'offline' });
});

it('does not believe a server that says nothing of what it was sent', async () => {
  answer = (request) => honest({ ...request, entries: [] });
  commit('1');
  sync.start();
  await time.runFor(500);

  expect(sync.service.status()).toMatchObject({
    link: 'offline',
    outboxEntries: 1,
    problem: { code: 'server-nonsense' },
  });
});

it('belongs to nobody before it has joined, and asks nobody', async () => {
  store.db.exec(`DELETE FROM console_state WHERE key = 'membership'`);
  sync.start();
  await time.runFor(10_000);

  expect(askedAtMs).toEqual([]);
  expect(sync.service.status()).toMatchObject({ link: 'not-joined', serverUrl: null, nextAttemptAt: null });
});

/** The same store in a program that was started again. */
async function restart(linkClass: LinkClass = 'broadband'): Promise<void> {
  await sync.close();
  sync = createSync({
    store,
    clock: time,
    log: { info() {}, warn() {}, error() {} },
    dataFolder: folder,
    linkClass,
    runCommand() {
      throw new Error('no command is run here');
    },
    onStatus() {},
    transportTo: () => transport,
    wait: time,
    random: () => 0.5,
  });
  sync.start();
}

it('is held down over a restart, until it is let go', async () => {
  sync.start();
  await time.runFor(100);
  sync.service.setPaused(true);
  askedAtMs = [];
  await restart();
  await time.runFor(10_000);
  const heldDown = [...askedAtMs, sync.service.status().paused, sync.service.status().phase];
  sync.service.setPaused(false);
  await time.runFor(0);

  expect(heldDown).toEqual([true, 'paused']);
  expect(sync.service.status()).toMatchObject({ paused: false, link: 'online' });
});

it('keeps its place when an answer can not be written, and says what to do', async () => {
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  const receive = vi.spyOn(store, 'receive').mockImplementation(() => {
    throw full;
  });
  sync.start();
  await time.runFor(100);
  const failed = sync.service.status();
  const { cursors } = store.state.progress;
  receive.mockRestore();
  await time.runFor(60_000);

  expect(failed).toMatchObject({ link: 'offline', problem: { code: 'disk-full' } });
  expect(cursors).toEqual([0, 0, 0, 0]);
  expect(sync.service.status()).toMatchObject({ link: 'online', problem: null });
});

it('lets on a dear link only what is urgent travel by itself, and everything when a person says so', async () => {
  await restart('narrowband');
  await time.runFor(100);
  commit('1', 2);
  await time.runFor(1_000);
  const waiting = sync.service.status();
  commit('2', 1);
  await time.runFor(1_000);
  const urgentOnly = sync.service.status().outboxEntries;
  const done = sync.service.sendEverything();
  await time.runFor(1_000);

  expect(waiting.lanes).toMatchObject([
    { lane: 0, entries: 0, travels: 'now' },
    { lane: 1, entries: 0, travels: 'now' },
    { lane: 2, entries: 1, travels: 'on-a-cheaper-link' },
    { lane: 3, entries: 0, travels: 'on-a-cheaper-link' },
  ]);
  expect([urgentOnly, (await done).outboxEntries]).toEqual([1, 0]);
});
