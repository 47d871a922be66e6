import { afterEach, beforeEach, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { revokeDevice } from '#sync-server/enrolment/administer.ts';
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
  await until(() => status().isLive && status().phase === 'idle');
});

afterEach(() => fleet.close());

const status = () => ship.sync.service.status();

/** The link goes, something is reported meanwhile, and the link comes back. */
async function comeBack(change: () => void = () => undefined): Promise<void> {
  ship.sync.service.setPaused(true);
  link.cut();
  ship.run(incidentCommands.report, { title: 'Oil on deck', severity: 'low' });
  change();
  link.count();
  link.openings = 0;
  ship.sync.service.setPaused(false);
  await until(() => status().outboxEntries === 0 && status().phase === 'idle');
}

it('opens one connection, with the first exchange behind the request that opens it', async () => {
  await comeBack();
  const { connections, bytesUp, bytesDown } = link.count();
  console.log(JSON.stringify({ what: 'one incident, opening a live connection', bytesUp, bytesDown }));

  expect({ connections, openings: link.openings, isLive: status().isLive }).toEqual({
    connections: 1,
    openings: 1,
    isLive: true,
  });
});

it('hears of news over a connection that it opened with a message', async () => {
  const office = await fleet.join('OFF', await fleet.link(), { isLive: true });
  await comeBack();
  const { output } = ship.run(incidentCommands.report, { title: 'Fire', severity: 'critical' });
  await until(() => office.records().some(({ id }) => id === output.id));
  office.run(incidentCommands.amend, { id: output.id, place: 'Galley' });
  await until(() => ship.records().some((record) => record['place'] === 'Galley'));

  expect(link.openings).toBe(1);
});

it('goes on over HTTP where live connections are refused, and does not try again with each exchange', async () => {
  await comeBack(() => (link.refusesLive = true));
  const first = link.openings;
  ship.run(incidentCommands.report, { title: 'Oil on the pier', severity: 'low' });
  await until(() => status().outboxEntries === 0 && status().phase === 'idle');

  expect({ first, later: link.openings, isLive: status().isLive, problem: status().problem }).toEqual({
    first: 1,
    later: 1,
    isLive: false,
    problem: null,
  });
});

it('takes the refusal of the request to open as the answer when it would be the same on every way', async () => {
  ship.sync.service.setPaused(true);
  await revokeDevice(fleet.server.storage, ship.deviceId, Date.now());
  link.count();
  ship.sync.service.setPaused(false);
  await until(() => status().link === 'refused');

  expect([status().problem?.code, link.count().connections]).toEqual(['device-revoked', 1]);
});

it('asks for nothing that a page shows behind something urgent on a dear link, but with the next exchange', async () => {
  ship.sync.service.setLinkClass('narrowband');
  await until(() => status().isLive && status().phase === 'idle');
  await ship.sync.service.now();
  ship.run(incidentCommands.report, { title: 'Fire', severity: 'critical' });
  ship.sync.service.fetchConflicts();
  await until(() => status().outboxEntries === 0 && status().phase === 'idle');
  const askedAt = () => ship.sync.records.conflicts(ship.actor, { before: undefined, limit: 1 }).askedAt;
  const behind = askedAt();
  await ship.sync.service.now();

  expect([behind, askedAt()]).toEqual([null, expect.any(String)]);
});
