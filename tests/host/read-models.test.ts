import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppRouter } from '#host/api/router.ts';
import { apiOnSockets } from '#host/api/text-socket.ts';
import { composeHost, type Host } from '#host/compose.ts';
import { portWebSocketClass } from '#renderer/shell/connection/port-web-socket.ts';
import { recordAt } from '../bench/read-models/incidents.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const SILENT = pino({ level: 'silent' });

let folder: string;
let host: Host;
let api: ReturnType<typeof createTRPCClient<AppRouter>>;
let disconnect: () => Promise<void>;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'fairlead-read-models-'));
  await open();
  await api.setup.foundSite.mutate({
    code: 'AUR',
    name: 'MV Aurora',
    siteKind: 'vessel',
    timeZone: 'Europe/Athens',
    administrator: { name: 'Ines Duarte', signInName: 'i.duarte', passphrase: 'following seas' },
  });
});
afterEach(async () => {
  await disconnect();
  await host.close();
  rmSync(folder, { recursive: true });
});

async function open(): Promise<void> {
  host = await composeHost({ dataFolder: folder, version: 'test', clock: new VirtualClock(), log: SILENT });
  const sockets = apiOnSockets(host.services, SILENT);
  const Socket = portWebSocketClass(async () => {
    const { port1, port2 } = new MessageChannel();
    const port = {
      postMessage: (text: string) => port1.postMessage(text),
      onText: (listener: (text: unknown) => void) => void port1.on('message', listener),
      onClose: (listener: () => void) => void port1.on('close', listener),
      close: () => port1.close(),
    };
    sockets.onPort(port, { sessionId: 'window-session-0001', kind: 'window' });
    // Node's port has the members of the browser's that the class uses.
    return port2 as unknown as MessagePort;
  });
  const socket = createWSClient({ url: 'ws://console', WebSocket: Socket });
  api = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket })] });
  disconnect = () => socket.close();
}

const report = (title: string) =>
  api.incidents.report.mutate({ commandId: crypto.randomUUID(), input: { title, severity: 'critical' } });

/** The last thing that a verification says. */
function verify(): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let last: unknown;
    api.statistics.verify.subscribe(undefined, {
      onData: (said) => {
        last = said;
      },
      onComplete: () => resolve(last),
      onError: reject,
    });
  });
}

it('finds people, sites and incidents, and counts them by the clock of the site', async () => {
  const { output } = await report('Fire in the galley');
  const texts = async (text: string) =>
    (await api.search.find.query({ text })).found.map((found) => [found.kind, found.texts[0]?.text]);
  expect(await texts('gall fire')).toEqual([['incident', output.number]]);
  expect(await texts('ines')).toContainEqual(['person', 'Ines Duarte']);
  expect(await texts('aurora')).toEqual([['site', 'AUR']]);
  const { periods } = await api.incidents.statistics.query({
    period: 'day',
    from: '2026-02-01T00:00:00.000Z',
    to: '2026-04-01T00:00:00.000Z',
  });
  expect(periods.map((day) => [day.periodStart, day.localStart, day.reported, day.escalated])).toEqual([
    ['2026-02-28T22:00:00.000Z', '2026-03-01', 1, 1],
  ]);
});

it('verifies statistics beside the host, and finds them as they were after a restart', async () => {
  await report('Fire in the galley');
  expect(await verify()).toEqual({ type: 'verdict', verdict: { sound: true, rows: 4, differences: [] } });
  await disconnect();
  await host.close();
  await open();
  expect((await api.search.find.query({ text: 'galley' })).found.length).toBe(1);
  expect(await verify()).toMatchObject({ verdict: { sound: true, rows: 4 } });
});

it('after an upgrade is used at once: says how far search and statistics are, and has them in the end', async () => {
  const RECORDS = 2_200;
  host.store.receive((writer, changed) => {
    for (let index = 0; index < RECORDS; index += 1) {
      changed(writer.write('incidents', recordAt(index, RECORDS), false));
    }
  });
  await report('Newest of all');
  host.store.db.exec(`UPDATE read_model SET builtFor = 'of the program before'`);
  await disconnect();
  await host.close();
  await open();
  const status = () => host.services.status({ sessionId: 'window-session-0001', kind: 'window' }).preparing;
  expect(status()).toEqual({ what: 'statistics', percent: 0 });
  const months = {
    period: 'month',
    from: '2021-01-01T00:00:00.000Z',
    to: '2026-12-01T00:00:00.000Z',
  } as const;
  await expect(api.incidents.statistics.query(months)).rejects.toThrow(/being counted/);
  expect((await api.incidents.dashboard.query({})).totals.open).toBeGreaterThan(0);
  expect((await api.search.find.query({ text: 'newest' })).incomplete).toMatchObject({ done: 0 });
  const built: string[] = [];
  await new Promise<void>((resolve) => {
    host.services.onStatus(() => {
      const now = status();
      if (now === null) resolve();
      else built.push(now.what);
    });
  });
  expect(new Set(built)).toEqual(new Set(['statistics', 'search']));
  expect((await api.search.find.query({ text: 'newest' })).found.length).toBe(1);
  expect((await api.incidents.statistics.query(months)).total.reported).toBeGreaterThan(0);
  expect(await verify()).toMatchObject({ verdict: { sound: true } });
});

it('refuses a search of more than ten thousand signs, and answers one of that many', async () => {
  expect(await api.search.find.query({ text: '"'.repeat(10_000) })).toEqual({ found: [], corrected: [] });
  await expect(api.search.find.query({ text: 'x'.repeat(10_001) })).rejects.toThrow(/At most 10000/);
});
