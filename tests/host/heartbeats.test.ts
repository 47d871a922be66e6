import { request } from 'node:http';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { serveHttp } from '#host/api/http-server.ts';
import type { Connection } from '#host/services.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { HOSTILE_TEXTS } from '#tests/support/hostile-values.ts';
import { recordId } from '#tests/support/test-console.ts';
import { type SiteHost, startSiteHost } from '#tests/support/site-host.ts';

const CONNECTION: Connection = { sessionId: 'heartbeats-0001', kind: 'window' };

let site: SiteHost;
let server: Awaited<ReturnType<typeof serveHttp>>;
let url: string;
let token: string;
let monitorId: string;

beforeEach(async () => {
  site = await startSiteHost(CONNECTION);
  const { services, store } = site.host;
  const rendererFolder = path.join(import.meta.dirname, '../fixtures/page');
  server = await serveHttp(
    services,
    { host: '127.0.0.1', port: 0, rendererFolder, allowedHosts: [] },
    pino({ level: 'silent' }),
  );
  url = `http://127.0.0.1:${server.port}/v1/heartbeats/`;
  const actor = services.session.mustActor(CONNECTION);
  const input = {
    siteId: store.state.site?.id,
    source: 'beats',
    watchedSiteId: null,
    name: 'Backup job',
    watches: '',
    everyMinutes: 60,
    graceMinutes: 5,
    title: 'Backup job is silent',
    incidentType: 'other',
    severity: 'medium',
    place: '',
  };
  const made = services.runCommand<{ monitorId: string }>(
    incidentCommands.saveMonitor,
    { commandId: crypto.randomUUID(), input },
    actor,
  );
  monitorId = made.output.monitorId;
  ({ token } = services.monitors.newToken(actor, { monitorId: recordId(monitorId) }));
});
afterEach(async () => {
  await server.close();
  await site.close();
});

const stand = () => {
  const { services, store } = site.host;
  const actor = services.session.mustActor(CONNECTION);
  return services.monitors.stands(actor, store.state.site?.id ?? '')[monitorId];
};

it('takes beats by GET and POST, with whatever body and from whatever host name, and answers nothing', async () => {
  expect(stand()).toEqual({ state: 'never-beaten', heardAt: null });
  const post = (type: string, body: string) =>
    fetch(`${url}${token}`, { method: 'POST', headers: { 'content-type': type }, body });
  const answers = [
    await fetch(`${url}${token}`),
    await post('application/json', '{broken'),
    await post('text/plain', 'alive'),
    await post('application/octet-stream', '\u0000'),
    await fetch(`${url}${token}`, { method: 'POST' }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204]);
  expect(answers[0]?.headers.get('cache-control')).toBe('no-store');
  expect(answers[0]?.headers.get('set-cookie')).toBeNull();
  expect(await withHost('console.ship.example')).toBe(204);
  expect(stand()).toMatchObject({ state: 'beating' });
});

it('the rest of the console still asks under which name it is called', async () => {
  const port = server.port;
  const status = await new Promise((resolve) => {
    request({ port, host: '127.0.0.1', path: '/', headers: { host: 'console.ship.example' } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).end();
  });
  expect(status).toBe(421);
});

it('answers hostile tokens as it answers any other that nothing has, and goes on listening', async () => {
  const hostile = HOSTILE_TEXTS.filter((text) => text.length < 200 && text.isWellFormed())
    .map((text) => encodeURIComponent(text))
    .filter((text) => text !== '');
  const statuses = new Set<number>();
  for (const text of [...hostile, token.slice(1), `${token}a`, token.toLowerCase()].slice(0, 28)) {
    statuses.add((await fetch(`${url}${text}`)).status);
  }
  expect([...statuses]).toEqual([404]);
  const large = await fetch(`${url}${token}`, { method: 'POST', body: 'x'.repeat(100_000) });
  const other = await fetch(`${url}${token}`, { method: 'DELETE' });
  expect([large.status, other.status, (await fetch(`${url}${token}`)).status]).toEqual([413, 404, 204]);
});

it('a device that goes on guessing is told to wait', async () => {
  let last = 0;
  for (let count = 0; count < 32; count += 1) last = (await fetch(`${url}guess-${count}`)).status;
  expect(last).toBe(429);
  expect((await fetch(`${url}${token}`)).status).toBe(204);
});

function withHost(name: string): Promise<number | undefined> {
  const { port } = server;
  return new Promise((resolve, reject) => {
    const asked = request(
      { port, host: '127.0.0.1', path: `/v1/heartbeats/${token}`, headers: { host: name } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}
