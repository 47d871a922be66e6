import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { TestServer } from '#sync-server/testing/test-server.ts';
import { httpTransport } from '#host/sync/http-transport.ts';
import { type SyncTransport, type TransportRequest, unreachable } from '#host/sync/transport.ts';
import { SimConsole, type SimConsoleOptions } from './sim-console.ts';

/** Nothing happens by itself: each exchange is asked for. */
const NEVER_MS = 1_000_000_000;
const SETTINGS = { pollMs: NEVER_MS, commitDelayMs: NEVER_MS, refusedMs: NEVER_MS };

let server: TestServer;
let consoles: SimConsole[] = [];
/** Stands between every console and the server; a test puts its faults in here. */
let fault:
  | ((
      request: TransportRequest,
      pass: () => ReturnType<SyncTransport['request']>,
    ) => ReturnType<SyncTransport['request']>)
  | undefined;

beforeEach(async () => {
  server = await TestServer.start();
  fault = undefined;
});

afterEach(async () => {
  for (const one of consoles) await one.remove();
  consoles = [];
  await server.stop();
});

function openConsole(options: Partial<SimConsoleOptions> = {}): SimConsole {
  const opened = new SimConsole({
    clock: server.clock,
    transportTo: faulty,
    wait: { set: () => () => undefined },
    settings: SETTINGS,
    ...options,
  });
  consoles.push(opened);
  return opened;
}

function faulty(serverUrl: string): SyncTransport {
  const inner = httpTransport(serverUrl);
  return {
    request(request) {
      const pass = () => inner.request(request);
      return fault === undefined ? pass() : fault(request, pass);
    },
    close: () => inner.close?.(),
  };
}

async function joined(siteCode: 'AUR' | 'OFF'): Promise<SimConsole> {
  const opened = openConsole();
  await opened.sync.join({
    serverUrl: server.url,
    code: await server.siteCode(siteCode),
    deviceName: siteCode,
  });
  opened.createAdministrator(`Admin ${siteCode}`);
  await opened.sync.service.now();
  return opened;
}

/** A ship and the office, both in step, with one incident that both know. */
async function shipAndOffice(): Promise<{ ship: SimConsole; office: SimConsole; id: string }> {
  const [ship, office] = [await joined('AUR'), await joined('OFF')];
  const { output } = ship.run(incidentCommands.report, { title: 'Oil on deck', severity: 'low' });
  await inStep(ship, office);
  return { ship, office, id: output.id };
}

async function inStep(...all: SimConsole[]): Promise<void> {
  for (let round = 0; round < 2; round += 1) for (const one of all) await exchanged(one);
}

async function exchanged(one: SimConsole): Promise<void> {
  await one.sync.service.now();
  await one.sync.settled();
}

function incidentAt(at: SimConsole, id: string) {
  return must(at.store.record(incident, id), 'the incident');
}

describe('two consoles and a server', () => {
  it('carries what one reports to the other, whole', async () => {
    const { ship, office, id } = await shipAndOffice();

    expect(incidentAt(office, id)).toEqual(incidentAt(ship, id));
    expect(office.records().filter(({ siteId }) => siteId === ship.store.state.site?.id)).toEqual(
      ship.records().filter(({ siteId }) => siteId === ship.store.state.site?.id),
    );
    expect(ship.sync.service.status()).toMatchObject({ link: 'online', outboxEntries: 0, problem: null });
  });

  it('lets two offline changes of different fields both stand', async () => {
    const { ship, office, id } = await shipAndOffice();

    ship.run(incidentCommands.amend, { id, title: 'Fuel oil on deck' });
    office.run(incidentCommands.setSeverity, { id, severity: 'high' });
    await inStep(ship, office);

    expect(incidentAt(ship, id)).toMatchObject({ title: 'Fuel oil on deck', severity: 'high' });
    expect(incidentAt(office, id)).toEqual(incidentAt(ship, id));
    expect([ship.shadows(), office.shadows()]).toEqual([0, 0]);
  });

  it('settles one field set on both sides by the later stamp, on both', async () => {
    const { ship, office, id } = await shipAndOffice();

    ship.run(incidentCommands.amend, { id, title: 'Earlier' });
    server.clock.advance(1_000);
    office.run(incidentCommands.amend, { id, title: 'Later' });
    await office.sync.service.now();
    await inStep(ship, office);

    expect([incidentAt(ship, id).title, incidentAt(office, id).title]).toEqual(['Later', 'Later']);
  });

  it('puts a refused command aside with its reason and its values, and the record back', async () => {
    const { ship, office, id } = await shipAndOffice();
    office.run(incidentCommands.resolve, { id, resolution: 'Cleaned' });
    await office.sync.service.now();

    ship.run(incidentCommands.advance, { id, to: 'under_investigation' });
    await inStep(ship);

    const [item] = ship.sync.service.attention();
    expect(item).toMatchObject({
      command: 'incidents.advance',
      code: 'stage-not-allowed',
      actorName: 'Admin AUR',
      label: { key: 'incidents.advance.label' },
    });
    expect(item?.values).toContainEqual({ kind: 'incident', field: 'stage', value: 'under_investigation' });
    expect(incidentAt(ship, id)).toEqual(incidentAt(office, id));
    expect(ship.sync.service.status()).toMatchObject({ needsAttention: 1, outboxEntries: 0 });
  });

  it('tries a refused command again on the state of today, or forgets it', async () => {
    const { ship, office, id } = await shipAndOffice();
    const resolved = { id, resolution: 'Cleaned' };
    office.run(incidentCommands.resolve, resolved);
    await office.sync.service.now();
    ship.run(incidentCommands.advance, { id, to: 'under_investigation' });
    ship.run(incidentCommands.amend, { id, place: 'Bunker station' });
    await inStep(ship, office);
    const seq = must(ship.sync.service.attention()[0], 'the refused command').seq;

    expect(() => ship.sync.service.retry(ship.actor, seq)).toThrow(/can't become/);
    expect(ship.sync.service.attention()).toHaveLength(1);

    office.run(incidentCommands.reopen, { id, reason: 'Still leaking' });
    await inStep(office, ship);
    ship.sync.service.retry(ship.actor, seq);
    await inStep(ship, office);

    expect(ship.sync.service.attention()).toEqual([]);
    expect(ship.store.journal.row(seq)?.state).toBe('retried');
    expect(incidentAt(office, id)).toMatchObject({ stage: 'under_investigation', place: 'Bunker station' });
  });

  it('keeps the verdict and who decided when a refused command is discarded', async () => {
    const { ship, office, id } = await shipAndOffice();
    office.run(incidentCommands.resolve, { id, resolution: 'Cleaned' });
    await office.sync.service.now();
    ship.run(incidentCommands.advance, { id, to: 'under_investigation' });
    await inStep(ship);
    const seq = must(ship.sync.service.attention()[0], 'the refused command').seq;

    ship.sync.service.discard(ship.actor, seq);

    const row = must(ship.store.journal.row(seq), 'the entry');
    expect(row.state).toBe('discarded');
    expect(JSON.parse(row.verdict ?? '')).toMatchObject({
      code: 'stage-not-allowed',
      settledBy: { name: 'Admin AUR' },
    });
    expect(() => ship.sync.service.discard(ship.actor, seq)).toThrow(/no attention/);
  });

  it('applies a command once when the answer was lost after the server had committed', async () => {
    const { ship, office, id } = await shipAndOffice();
    fault = async (_request, pass) => {
      await pass();
      throw unreachable('the answer was lost');
    };
    ship.run(incidentCommands.comment, { id, text: 'Once' });
    const lost = await ship.sync.service.now();
    fault = undefined;
    office.run(incidentCommands.amend, { id, title: 'Meanwhile' });
    await inStep(office, ship, office);

    expect(lost).toMatchObject({
      link: 'offline',
      outboxEntries: 1,
      problem: { code: 'server-unreachable' },
    });
    expect(office.records().filter((record) => record['text'] === 'Once')).toHaveLength(1);
    expect(incidentAt(ship, id).title).toBe('Meanwhile');
    expect(ship.records()).toEqual(
      office.records().filter(({ siteId }) => siteId === ship.store.state.site?.id),
    );
  });

  it('goes on where it was after its file was closed between two exchanges', async () => {
    const ship = await joined('AUR');
    const { output } = ship.run(incidentCommands.report, { title: 'Before the power cut', severity: 'low' });
    await ship.close();
    consoles = consoles.filter((one) => one !== ship);

    const again = openConsole({ folder: ship.folder });
    await again.sync.service.now();
    const office = await joined('OFF');

    expect(incidentAt(office, output.id).title).toBe('Before the power cut');
    expect(again.store.journal.verify()).toEqual({ sound: true, entries: 2 });
  });

  it.each([
    ['an HTML page with status 200', 200, 'text/html', '<html>Please sign in</html>', 'server-nonsense'],
    ['a redirect', 302, 'text/html', '', 'server-nonsense'],
    ['an error of somebody else', 500, 'text/plain', 'Internal error', 'server-nonsense'],
    ['CBOR that breaks off', 200, 'application/cbor', '\u{b9}\u{0}', 'server-nonsense'],
    ['CBOR of another form', 200, 'application/cbor', '\u{80}', 'server-nonsense'],
    ['a gateway without its server', 502, 'text/html', 'Bad gateway', 'server-unreachable'],
  ])('changes nothing when it gets %s', async (_name, status, type, text, code) => {
    const { ship, id } = await shipAndOffice();
    ship.run(incidentCommands.amend, { id, title: 'Kept' });
    const before = [ship.records(), ship.store.state.progress];
    fault = async () => ({ status, headers: { 'content-type': type }, body: Buffer.from(text, 'latin1') });

    const answered = await ship.sync.service.now();

    expect(answered).toMatchObject({ link: 'offline', outboxEntries: 1, problem: { code } });
    expect([ship.records(), ship.store.state.progress]).toEqual(before);
  });

  it('stops asking a server that has shut it out, and says why', async () => {
    const { ship } = await shipAndOffice();
    await server.inStorage((tx) => tx.revokeDevice(ship.deviceId, server.clock.now(), false));

    expect(await ship.sync.service.now()).toMatchObject({
      link: 'refused',
      problem: { code: 'device-revoked' },
    });
  });

  it('is silent while a person holds the link down', async () => {
    const { ship, id } = await shipAndOffice();
    ship.sync.service.setPaused(true);
    ship.run(incidentCommands.amend, { id, title: 'Radio silence' });
    let requests = 0;
    fault = (_request, pass) => {
      requests += 1;
      return pass();
    };

    expect(await ship.sync.service.now()).toMatchObject({ link: 'offline', outboxEntries: 1, problem: null });
    expect(requests).toBe(0);

    ship.sync.service.setPaused(false);
    expect(await ship.sync.service.now()).toMatchObject({ link: 'online', outboxEntries: 0 });
  });

  it('lets a console that began alone bring its site to a company', async () => {
    const alone = openConsole();
    const site = {
      id: '0192f0c1-7e2a-7c3d-9a4b-1c2d3e4f5a6b',
      code: 'CYG',
      name: 'MV Cygnus',
      kind: 'vessel' as const,
      timeZone: 'UTC',
    };
    alone.found(site);
    const { output } = alone.run(incidentCommands.report, { title: 'From before', severity: 'low' });
    await alone.sync.join({
      serverUrl: `${server.url}/`,
      code: await server.foundingCode(),
      deviceName: 'Bridge',
    });
    const office = await joined('OFF');

    expect(alone.sync.service.attention()).toEqual([]);
    expect(alone.sync.service.status()).toMatchObject({ serverUrl: server.url, outboxEntries: 0 });
    expect(incidentAt(office, output.id).title).toBe('From before');
  });
});

describe('attachments between two consoles', () => {
  /** A PNG header, then bytes that are no picture: nobody decodes it here. */
  function picture(sizeBytes: number): Buffer {
    const bytes = Buffer.alloc(sizeBytes, 7);
    Buffer.from('89504e470d0a1a0a0000000d49484452000000100000001008060000001ff3ff61', 'hex').copy(bytes);
    return bytes;
  }

  async function attach(ship: SimConsole, id: string, bytes: Buffer) {
    const { attachments } = ship.sync;
    const { uploadId, chunkBytes } = attachments.begin({ fileName: 'deck.png', sizeBytes: bytes.length });
    for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
      const base64 = bytes.subarray(offset, offset + chunkBytes).toString('base64');
      attachments.append({ uploadId, offset, base64 });
    }
    const file = await attachments.finish({ uploadId });
    ship.run(incidentCommands.attachFile, { id, file });
    return file;
  }

  function bytesAt(at: SimConsole, sha256: string): string {
    const hash = createHash('sha256');
    for (let offset = 0; ; ) {
      const { base64, sizeBytes } = at.sync.attachments.read({ sha256, offset, length: 100_000 });
      const bytes = Buffer.from(base64, 'base64');
      hash.update(bytes);
      offset += bytes.length;
      if (offset >= sizeBytes) return hash.digest('hex');
    }
  }

  it('go up and come down in chunks, each link breaking in the middle', async () => {
    const { ship, office, id } = await shipAndOffice();
    const file = await attach(ship, id, picture(1_000_000));
    let chunks = 0;
    const cutEveryThird: typeof fault = async (request, pass) => {
      if (!request.path.startsWith('/v1/blobs/')) return pass();
      chunks += 1;
      const answer = chunks % 2 === 0 ? await pass() : undefined;
      if (chunks % 3 === 0 || answer === undefined) throw unreachable('cut in the middle');
      return answer;
    };
    fault = cutEveryThird;
    for (let round = 0; round < 30; round += 1) await inStep(ship, office);
    fault = undefined;
    server.clock.advance(600_000);
    await inStep(ship, office);

    expect(bytesAt(office, file.sha256)).toBe(file.sha256);
    const quiet = { attachmentsWaiting: 0, attachmentBytesWaiting: 0, link: 'online' };
    expect([ship.sync.service.status(), office.sync.service.status()]).toEqual([
      expect.objectContaining(quiet),
      expect.objectContaining(quiet),
    ]);
  });

  it('are announced before they arrive', async () => {
    const { ship, office, id } = await shipAndOffice();
    const file = await attach(ship, id, picture(300_000));
    fault = (request, pass) => {
      if (request.path.startsWith('/v1/blobs/')) return Promise.reject(unreachable('no attachments today'));
      return pass();
    };
    await inStep(ship, office);

    expect(office.sync.service.status()).toMatchObject({
      attachmentsWaiting: 1,
      attachmentBytesWaiting: 300_000,
    });
    let refused: unknown;
    try {
      office.sync.attachments.read({ sha256: file.sha256, offset: 0, length: 10 });
    } catch (error) {
      refused = error;
    }
    expect(isDomainError(refused) && refused.details).toMatchObject({
      code: 'not-found',
      message: 'This file is still on the way (0 %).',
    });
  });

  it('go on after a restart from where they were', async () => {
    const { ship, office, id } = await shipAndOffice();
    const file = await attach(ship, id, picture(1_000_000));
    await inStep(ship);
    const offsets: string[] = [];
    fault = async (request, pass) => {
      if (request.method !== 'GET') return pass();
      offsets.push(new URLSearchParams(request.path.split('?')[1]).get('offset') ?? '');
      if (offsets.length === 3) throw unreachable('the power failed');
      return pass();
    };
    await inStep(office);
    await office.close();
    consoles = consoles.filter((one) => one !== office);
    const again = openConsole({ folder: office.folder });
    await exchanged(again);

    const [first, second, third, resumed, ...rest] = offsets.map(Number);
    expect([first, resumed]).toEqual([0, third]);
    expect([second, third, ...rest]).toEqual(
      [second, third, ...rest].toSorted((a, b) => Number(a) - Number(b)),
    );
    expect(bytesAt(again, file.sha256)).toBe(file.sha256);
  });

  it('that the server stumbles over hold nothing else up', async () => {
    const { ship, office, id } = await shipAndOffice();
    await attach(ship, id, picture(1_000));
    fault = async (request, pass) => {
      if (!request.path.startsWith('/v1/blobs/')) return pass();
      return { status: 500, headers: {}, body: new Uint8Array() };
    };
    ship.run(incidentCommands.comment, { id, text: 'Goes through' });
    await inStep(ship, office);

    expect(ship.sync.service.status()).toMatchObject({
      link: 'online',
      outboxEntries: 0,
      attachmentsWaiting: 1,
    });
    expect(office.records().some((record) => record['text'] === 'Goes through')).toBe(true);
  });

  it('are fetched again when they arrive damaged', async () => {
    const { ship, office, id } = await shipAndOffice();
    const file = await attach(ship, id, picture(300_000));
    await inStep(ship);
    let damages = 0;
    fault = async (request, pass) => {
      const answer = await pass();
      if (request.method !== 'GET' || damages === 2) return answer;
      damages += 1;
      const body = Uint8Array.from(answer.body);
      body[0] = 0;
      return { ...answer, body };
    };
    await inStep(office);

    expect(damages).toBe(2);
    expect(bytesAt(office, file.sha256)).toBe(file.sha256);
  });
});
