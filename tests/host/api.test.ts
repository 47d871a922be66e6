import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads';
import { createTRPCClient, createWSClient, TRPCClientError, wsLink } from '@trpc/client';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { serveHttp } from '#host/api/http-server.ts';
import type { AppRouter } from '#host/api/router.ts';
import { apiOnSockets } from '#host/api/text-socket.ts';
import { composeHost, type Host } from '#host/compose.ts';
import { hashPassphrase } from '#host/session/passphrase.ts';
import { DEMONSTRATION_PASSPHRASE } from '#shared/demo/company.ts';
import { add } from '#shared/domains/people/commands.ts';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import { portWebSocketClass } from '#renderer/shell/connection/port-web-socket.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const SILENT = pino({ level: 'silent' });
const SITE = { code: 'AUR', name: 'MV Aurora', siteKind: 'vessel', timeZone: 'UTC' } as const;
const ADMINISTRATOR = { name: 'Ines Duarte', signInName: 'i.duarte', passphrase: 'following seas' };

type Client = { api: ReturnType<typeof createTRPCClient<AppRouter>>; close(): Promise<void> };

let folder: string;
let host: Host;
const closers: (() => Promise<void> | void)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'fairlead-api-'));
  host = await openHost();
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await host.close();
  rmSync(folder, { recursive: true });
});

function openHost(): Promise<Host> {
  return composeHost({ dataFolder: folder, version: 'test', clock: new VirtualClock(), log: SILENT });
}

/** Somebody who may look at the site's work and change nothing. */
async function addLooker(): Promise<void> {
  const input = {
    name: 'Ira Novak',
    signInName: 'i.novak',
    role: 'IN',
    jobProfile: 'auditor',
    siteId: host.store.state.site?.id,
    passphrase: await hashPassphrase('only looking'),
  };
  host.services.runCommand(add, { commandId: commandId(), input }, administrator());
}

/** A page in a window: the real client over a real MessageChannel. */
function overPort(sessionId = 'window-session-0001'): Client {
  const sockets = apiOnSockets(host.services, SILENT);
  const Socket = portWebSocketClass(async () => {
    const { port1, port2 } = new MessageChannel();
    sockets.onPort(textPort(port1), { sessionId, kind: 'window' });
    // Node's port has the members of the browser's that the class uses.
    return port2 as unknown as MessagePort;
  });
  return clientOn(createWSClient({ url: 'ws://console', WebSocket: Socket }));
}

function textPort(port: NodePort) {
  return {
    postMessage: (text: string) => port.postMessage(text),
    onText: (listener: (text: unknown) => void) => void port.on('message', listener),
    onClose: (listener: () => void) => void port.on('close', listener),
    close: () => port.close(),
  };
}

/** A browser at the served console: the real server, a real WebSocket, the cookie of the page. */
async function overHttp(): Promise<Client & { url: string; cookie: string }> {
  const rendererFolder = path.join(import.meta.dirname, '../fixtures/page');
  const server = await serveHttp(
    host.services,
    { host: '127.0.0.1', port: 0, rendererFolder, allowedHosts: [] },
    SILENT,
  );
  closers.push(() => server.close());
  const url = `http://127.0.0.1:${server.port}`;
  const page = await fetch(url);
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
  class Browser extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { cookie, origin: url } });
    }
  }
  // ws's WebSocket has what tRPC uses of the browser's.
  const socket = createWSClient({ url: `ws://127.0.0.1:${server.port}/trpc`, WebSocket: Browser as never });
  return { ...clientOn(socket), url, cookie };
}

function clientOn(socket: ReturnType<typeof createWSClient>): Client {
  const api = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket })] });
  const close = () => socket.close();
  closers.push(close);
  return { api, close };
}

async function refusalOf(call: Promise<unknown>): Promise<ErrorDetails> {
  try {
    await call;
  } catch (error) {
    if (error instanceof TRPCClientError) return error.data.details;
    throw error;
  }
  throw new Error('it was not refused');
}

const commandId = () => crypto.randomUUID();

describe.each([
  ['the window’s port', overPort],
  ['HTTP and WebSocket', overHttp],
])('the API over %s', (_name, connect) => {
  it('founds a site, signs in, reports and lists', async () => {
    const { api } = await connect();
    expect((await api.console.status.query()).phase).toBe('not-set-up');
    await api.setup.foundSite.mutate({ ...SITE, administrator: ADMINISTRATOR });
    const status = await api.console.status.query();
    expect([status.phase, status.site?.code, status.person?.name]).toEqual(['ready', 'AUR', 'Ines Duarte']);
    const { output } = await api.incidents.report.mutate({
      commandId: commandId(),
      input: { title: 'Fire', severity: 'critical' },
    });
    expect(output.number).toBe('AUR-INC-2026-0001');
    expect((await api.incidents.list.query({})).rows.map((row) => row.title)).toEqual(['Fire']);
    const { timeline } = await api.incidents.detail.query({ id: output.id });
    expect(timeline.map((event) => event.type)).toEqual(['reported', 'escalated']);
  });

  it('backs up, exports and checks the store for administrators, and for nobody else', async () => {
    const { api } = await connect();
    await api.setup.foundSite.mutate({ ...SITE, siteKind: 'office', administrator: ADMINISTRATOR });
    for (const kind of ['backup', 'export', 'verify-chain', 'integrity', 'measure'] as const) {
      await api.store.start.mutate({ kind });
    }
    const overview = await vi.waitUntil(
      async () => {
        const found = await api.store.overview.query();
        const isBusy = Object.values(found.tasks).some((task) => task === null || task.state === 'running');
        return isBusy ? undefined : found;
      },
      { timeout: 15_000, interval: 50 },
    );
    expect(overview.backups).toHaveLength(1);
    expect(overview.backupProblem).toBeNull();
    expect(overview.tasks).toMatchObject({
      backup: { state: 'done', result: { journalSeq: host.store.journal.head().seq } },
      export: { state: 'done' },
      'verify-chain': { state: 'done', result: { sound: true } },
      integrity: { state: 'done', result: { problems: [] } },
      measure: { state: 'done' },
    });
    await api.session.signOut.mutate();
    expect((await refusalOf(api.store.overview.query())).code).toBe('signed-out');
  });

  it('shows the store to the administrator of a site, and to nobody else', async () => {
    const { api } = await connect();
    await api.setup.foundSite.mutate({ ...SITE, administrator: ADMINISTRATOR });
    expect((await api.store.overview.query()).sizeBytes).toBeGreaterThan(0);

    await addLooker();
    await api.session.signOut.mutate();
    await api.session.signIn.mutate({ signInName: 'i.novak', passphrase: 'only looking' });
    expect((await refusalOf(api.store.overview.query())).code).toBe('forbidden');
    expect((await refusalOf(api.store.start.mutate({ kind: 'export' }))).code).toBe('forbidden');
  });

  it('pushes changes and status to whoever watches', async () => {
    const { api } = await connect();
    await api.setup.foundSite.mutate({ ...SITE, administrator: ADMINISTRATOR });
    const ticks: string[][] = [];
    const opens: number[] = [];
    let woken: () => void = () => undefined;
    const changes = api.console.changes.subscribe(undefined, {
      onData: (tick) => {
        ticks.push([...tick.collections]);
        woken();
      },
    });
    const live = api.console.live.subscribe(undefined, {
      onData: (status) => {
        opens.push(status.counts.open);
        woken();
      },
    });
    const until = (done: () => boolean) =>
      new Promise<void>((resolve) => {
        woken = () => done() && resolve();
        woken();
      });
    await until(() => opens.length > 0);
    await api.incidents.report.mutate({ commandId: commandId(), input: { title: 'Leak', severity: 'low' } });
    await until(() => ticks.some((tick) => tick.includes('incidents')) && opens.includes(1));
    changes.unsubscribe();
    live.unsubscribe();
  });

  it('answers the same call sent twice once', async () => {
    const { api } = await connect();
    await api.setup.foundSite.mutate({ ...SITE, administrator: ADMINISTRATOR });
    const call = { commandId: commandId(), input: { title: 'Once', severity: 'low' as const } };
    const [first, second] = await Promise.all([
      api.incidents.report.mutate(call),
      api.incidents.report.mutate(call),
    ]);
    expect(second).toEqual(first);
    expect((await api.incidents.list.query({})).total).toBe(1);
  });

  it('refuses what nobody signed in may do, and says where to go', async () => {
    const { api } = await connect();
    await api.setup.foundSite.mutate({ ...SITE, administrator: ADMINISTRATOR });
    await api.session.signOut.mutate();
    const { seq } = host.store.journal.head();
    const refusal = await refusalOf(api.incidents.list.query({}));
    expect(refusal).toMatchObject({ code: 'signed-out', remedy: 'Sign in. What you typed is kept.' });
    const attempt = api.incidents.report.mutate({
      commandId: commandId(),
      input: { title: 'X', severity: 'low' },
    });
    expect((await refusalOf(attempt)).code).toBe('signed-out');
    expect(host.store.journal.head().seq).toBe(seq);
  });

  it('refuses a page that calls what its person may not do', async () => {
    const { api } = await connect();
    await api.setup.foundSite.mutate({ ...SITE, administrator: ADMINISTRATOR });
    const { output } = await api.incidents.report.mutate({
      commandId: commandId(),
      input: { title: 'X', severity: 'low' },
    });
    await addLooker();
    await api.session.signIn.mutate({ signInName: 'i.novak', passphrase: 'only looking' });
    const call = api.incidents.resolve.mutate({
      commandId: commandId(),
      input: { id: output.id, resolution: 'Hidden' },
    });
    expect(await refusalOf(call)).toMatchObject({ code: 'forbidden' });
    expect((await api.incidents.detail.query({ id: output.id })).incident.stage).toBe('reported');
  });

  it('lets nobody but an administrator connect a working site to a server', async () => {
    const { api } = await connect();
    await api.setup.foundSite.mutate({ ...SITE, administrator: ADMINISTRATOR });
    await api.session.signOut.mutate();
    const hostile = { serverUrl: 'http://127.0.0.1:9', code: 'K7QM-2XPD-9FHT', deviceName: 'Bridge' };
    expect((await refusalOf(api.setup.join.mutate(hostile))).code).toBe('signed-out');
    await api.session.signIn.mutate(ADMINISTRATOR);
    expect((await refusalOf(api.setup.join.mutate(hostile))).code).toBe('server-unreachable');
  });

  it('names the field of a bad input and changes nothing', async () => {
    const { api } = await connect();
    await api.setup.foundSite.mutate({ ...SITE, administrator: ADMINISTRATOR });
    const call = api.incidents.report.mutate({
      commandId: commandId(),
      input: { title: ' ', severity: 'low' },
    });
    expect(await refusalOf(call)).toMatchObject({
      code: 'invalid-input',
      field: 'title',
      message: 'Fill this in.',
    });
    const unknown = api.incidents.detail.query({ id: '01950000-0000-7000-8000-00000000dead' });
    expect((await refusalOf(unknown)).code).toBe('not-found');
  });

  it('has no procedure for what only timers do', async () => {
    const { api } = await connect();
    await api.setup.foundSite.mutate({ ...SITE, administrator: ADMINISTRATOR });
    // The type has the name, because it comes from the same list; the router leaves it out.
    const call = api.incidents.escalateUnacknowledged.mutate({
      commandId: commandId(),
      input: { id: '01950000-0000-7000-8000-00000000dead', fromLevel: 0 },
    });
    expect((await refusalOf(call)).code).toBe('not-found');
  });

  it('loads the demonstration and signs in with its passphrase', async () => {
    const { api } = await connect();
    await api.setup.loadDemonstration.mutate({ siteCode: 'AUR' });
    await api.session.signIn.mutate({ signInName: 'master.aurora', passphrase: DEMONSTRATION_PASSPHRASE });
    const page = await api.incidents.list.query({ state: 'all', limit: 5 });
    expect(page.rows).toHaveLength(5);
    expect(await refusalOf(api.setup.loadDemonstration.mutate({ siteCode: 'AUR' }))).toMatchObject({
      code: 'already-set-up',
    });
  });
});

describe('the served console', () => {
  it('keeps other sites and other names out', async () => {
    const { url, cookie } = await overHttp();
    const foreign = await fetch(`${url}/trpc/console.status`, {
      headers: { cookie, origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(403);
    const socket = new WebSocket(url.replace('http', 'ws').concat('/trpc'), {
      headers: { cookie, origin: 'https://evil.example' },
    });
    await expect(
      new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject)),
    ).rejects.toThrow('403');
    const rebound = await requestWithHost(url, 'attacker.example');
    expect(rebound).toBe(421);
  });

  it('sends its page with a strict policy and a cookie no script can read', async () => {
    const { url } = await overHttp();
    const page = await fetch(url);
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self'/);
    expect(page.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    const permissions = page.headers.get('permissions-policy')?.split(', ') ?? [];
    expect(permissions.filter((one) => !one.endsWith('=()'))).toEqual([
      'camera=(self)',
      'clipboard-write=(self)',
      'fullscreen=(self)',
    ]);
    expect(permissions).toEqual(expect.arrayContaining(['microphone=()', 'geolocation=()', 'usb=()']));
  });

  it('answers the same router over plain HTTP', async () => {
    const { url, cookie } = await overHttp();
    const answer = await fetch(`${url}/trpc/console.status`, { headers: { cookie } });
    expect(JSON.stringify(await answer.json())).toContain('not-set-up');
  });
});

describe('a session', () => {
  it('outlives the host: the same window is still signed in after a restart', async () => {
    const { api } = overPort();
    await api.setup.foundSite.mutate({ ...SITE, administrator: ADMINISTRATOR });
    for (const close of closers.splice(0)) await close();
    await host.close();
    host = await openHost();
    const status = await overPort().api.console.status.query();
    expect(status.person?.name).toBe('Ines Duarte');
    expect((await overPort('another-window-0002').api.console.status.query()).person).toBeNull();
  });
});

describe('an attachment', () => {
  it('is refused by its bytes, not by its name, and nothing is stored', async () => {
    const { api } = overPort();
    await api.setup.foundSite.mutate({ ...SITE, administrator: ADMINISTRATOR });
    const text = Buffer.from('MZ this is a program, whatever it is called');
    const { uploadId } = await api.attachments.begin.mutate({
      fileName: 'photo.jpg',
      sizeBytes: text.length,
    });
    await api.attachments.append.mutate({ uploadId, offset: 0, base64: text.toString('base64') });
    expect((await refusalOf(api.attachments.finish.mutate({ uploadId }))).code).toBe('attachment-wrong-type');
    const tooLarge = api.attachments.begin.mutate({ fileName: 'film.png', sizeBytes: 500 * 1024 * 1024 });
    expect((await refusalOf(tooLarge)).code).toBe('attachment-too-large');
  });

  it('comes back byte for byte', async () => {
    const { api } = overPort();
    await api.setup.foundSite.mutate({ ...SITE, administrator: ADMINISTRATOR });
    const bytes = readFileSync(path.join(import.meta.dirname, '../fixtures/photo.png'));
    const { uploadId } = await api.attachments.begin.mutate({
      fileName: 'photo.png',
      sizeBytes: bytes.length,
    });
    await api.attachments.append.mutate({ uploadId, offset: 0, base64: bytes.toString('base64') });
    const file = await api.attachments.finish.mutate({ uploadId });
    const slice = await api.attachments.read.query({ sha256: file.sha256, offset: 0, length: bytes.length });
    expect(Buffer.from(slice.base64, 'base64').equals(bytes)).toBe(true);
  });
});

function administrator() {
  const { site } = host.store.state;
  const id = '01950000-0000-7000-8000-0000000000aa';
  return {
    type: 'person',
    id,
    name: 'Ines Duarte',
    role: 'AP',
    jobProfile: 'administrator',
    siteId: site?.id ?? '',
    granted: [],
    denied: [],
  } as const;
}

/** fetch sets the host header itself; a rebound name needs the bare client. */
async function requestWithHost(url: string, name: string): Promise<number> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    request(url, { headers: { host: name } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}
