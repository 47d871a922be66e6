import { afterEach, beforeEach, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { revokeDevice } from '#sync-server/enrolment/administer.ts';
import { liveTransport } from '#host/sync/live-transport.ts';
import { deviceKey } from '#host/sync/device-key.ts';
import type { SimConsole } from '../simulation/sim-console.ts';
import { Fleet, until } from './fleet.ts';
import type { FrailLink } from './frail-link.ts';

let fleet: Fleet;
let link: FrailLink;
let ship: SimConsole;

beforeEach(async () => {
  fleet = await Fleet.start();
  link = await fleet.link();
  ship = await fleet.join('AUR', link, { isLive: true });
  await until(() => ship.sync.service.status().isLive);
});

afterEach(() => fleet.close());

const hasIncident = (at: SimConsole) => at.records().some(({ kind }) => kind === 'incident');
const link$ = (at: SimConsole) => at.sync.service.status();

it('tells an office of news from a ship within tens of milliseconds, and stops polling', async () => {
  const office = await fleet.join('OFF', await fleet.link(), { isLive: true });
  await until(() => link$(office).isLive && link$(office).phase === 'idle');
  ship.run(incidentCommands.report, { title: 'Oil on deck', severity: 'low' });
  await until(() => link$(ship).outboxEntries === 0);
  const latencyMs = await until(() => hasIncident(office));

  console.log(JSON.stringify({ what: 'news at the office after the answer to the ship, ms', latencyMs }));
  expect(latencyMs).toBeLessThan(1_000);
  expect(Date.parse(link$(office).nextAttemptAt ?? '') - Date.now()).toBeGreaterThan(60_000);
});

it('does not tell a console of what it did itself', async () => {
  await until(() => link$(ship).phase === 'idle');
  ship.run(incidentCommands.report, { title: 'Oil on deck', severity: 'low' });
  await until(() => link$(ship).outboxEntries === 0 && link$(ship).phase === 'idle');
  const after = link$(ship).lastContactAt;
  const other = await fleet.join('OFF', await fleet.link());
  await other.sync.service.now();

  expect(hasIncident(other)).toBe(true);
  // The office's first person is no news to a ship either.
  expect(link$(ship).lastContactAt).toBe(after);
});

it('carries small exchanges over the live connection, and opens no other', async () => {
  await until(() => link$(ship).phase === 'idle');
  link.count();
  ship.run(incidentCommands.report, { title: 'Oil on deck', severity: 'low' });
  await until(() => link$(ship).outboxEntries === 0);

  const { connections, bytesUp, bytesDown } = link.count();
  console.log(JSON.stringify({ what: 'one incident over a live connection', bytesUp, bytesDown }));
  expect(connections).toBe(0);
});

it('costs less than 100 bytes for a poll, both ways, at the socket', async () => {
  const polled = await fleet.link();
  const office = await fleet.join('OFF', await fleet.link());
  let isOpen = false;
  const live = liveTransport(polled.url, deviceKey(office.store), {
    onOpen: () => (isOpen = true),
    onNews: () => undefined,
    onClosed: () => (isOpen = false),
  });
  live.open({ idleSeconds: 10 });
  await until(() => isOpen);
  polled.count();
  await until(() => polled.bytesUp > 0 && polled.bytesDown > 0, 14_000);

  const { connections, bytesUp, bytesDown } = polled.count();
  console.log(JSON.stringify({ what: 'idle poll', bytesUp, bytesDown }));
  expect({ connections, isCheap: bytesUp + bytesDown < 100 }).toEqual({ connections: 0, isCheap: true });
  live.close();
});

it('notices at once that its connection was cut, and opens another', async () => {
  link.cut();
  await until(() => !link$(ship).isLive);
  await until(() => link$(ship).isLive);

  expect(link$(ship).link).toBe('online');
});

it('is closed as soon as the device is shut out', async () => {
  await revokeDevice(fleet.server.storage, ship.deviceId, Date.now());
  await until(() => link$(ship).link === 'refused');

  expect(link$(ship)).toMatchObject({ isLive: false, problem: { code: 'device-revoked' } });
});

it('goes on without a live connection where there is none', async () => {
  const office = await fleet.join('OFF', await fleet.link());
  ship.run(incidentCommands.report, { title: 'Oil on deck', severity: 'low' });
  await until(() => link$(ship).outboxEntries === 0);
  await office.sync.service.now();

  expect([link$(office).isLive, hasIncident(office)]).toEqual([false, true]);
});
