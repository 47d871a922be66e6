import { afterEach, beforeEach, expect, it } from 'vitest';
import { Monitors } from '#host/monitors/monitors.ts';
import { unreachable } from '#host/sync/transport.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incident, incidentEvent } from '#shared/domains/incidents/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { HOUR_MS, MINUTE_MS } from '#shared/kernel/durations.ts';
import type { SimConsole } from '../simulation/sim-console.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { Fleet, until } from './fleet.ts';

let fleet: Fleet;
let ship: SimConsole;
let office: SimConsole;
let isServerInReach: boolean;
let clock: VirtualClock;
let monitors: Monitors;
let monitorId: string;
let shipId: string;

beforeEach(async () => {
  fleet = await Fleet.start();
  isServerInReach = true;
  ship = await fleet.join('AUR', await fleet.link());
  office = await fleet.join('OFF', await fleet.link());
  shipId = must(ship.store.state.site, 'the ship').id;
  clock = new VirtualClock();
  ({ monitorId } = office.run<{ monitorId: string }>(incidentCommands.saveMonitor, {
    siteId: must(office.store.state.site, 'the office').id,
    source: 'site',
    watchedSiteId: shipId,
    name: 'Aurora in contact',
    watches: 'The console aboard',
    everyMinutes: 120,
    graceMinutes: 60,
    title: 'Nothing heard of MV Aurora',
    incidentType: 'other',
    severity: 'high',
    place: 'MV Aurora',
  }).output);
  const { store, commands } = office;
  const silent = { warn() {}, error: (said: unknown) => expect(said).toBeUndefined() };
  const wait = { set: () => () => undefined };
  const link = () => {
    if (!isServerInReach) throw unreachable('no way out');
    return office.sync.link();
  };
  monitors = new Monitors({ store, commands, clock, wait, log: silent, link });
  monitors.start();
  await until(() => stand() !== null);
});
afterEach(async () => {
  monitors.close();
  await fleet.close();
});

const stand = () => monitors.stands(office.actor, office.store.state.site?.id ?? '')[monitorId]?.state;
const reported = () => office.store.records(incident, 'SELECT data FROM incident ORDER BY id');
const told = (incidentId: string) =>
  office.store
    .records(incidentEvent, 'SELECT data FROM incident_event WHERE incidentId = :incidentId', { incidentId })
    .map(({ labelKey }) => labelKey);

/** Time that passes at the server and at the office alike; the office asks then. */
async function pass(ms: number): Promise<void> {
  fleet.server.clock.advance(ms);
  clock.advanceMs(ms);
  monitors.look({ hasPassed: true });
}

it('INC-74: reports a ship that the server has not heard, and says in the incident that it is heard again', async () => {
  expect(stand()).toBe('beating');
  await pass(2 * HOUR_MS + MINUTE_MS);
  await until(() => stand() === 'late');
  expect(reported()).toEqual([]);
  await pass(HOUR_MS);
  await until(() => reported().length === 1);
  await pass(5 * HOUR_MS);
  await until(() => stand() === 'silent');
  expect(reported()).toMatchObject([{ title: 'Nothing heard of MV Aurora', severity: 'high' }]);

  await ship.sync.service.now();
  await pass(6 * MINUTE_MS);
  await until(() => stand() === 'beating');
  const [one] = reported();
  expect(told(one?.id ?? '')).toContain('incidents.event.monitorBack');
  expect(one?.stage).toBe('reported');
  await office.sync.service.now();
  expect(office.sync.service.status().needsAttention).toBe(0);
});

it('INC-74: an office that reaches no server knows nothing, and accuses nobody when it reaches it again', async () => {
  isServerInReach = false;
  await pass(10 * HOUR_MS);
  await until(() => stand() === null);
  isServerInReach = true;
  await pass(6 * MINUTE_MS);
  await until(() => stand() === 'beating');
  expect(reported()).toEqual([]);
  for (let hours = 0; hours < 4; hours += 1) await pass(HOUR_MS);
  await until(() => reported().length === 1);
});
