import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incident, incidentEvent } from '#shared/domains/incidents/schema.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { checkJournal, checkRecords } from './check.ts';
import { OfficeServer } from './office-server.ts';
import { scratchFolder } from '../../scripts/lib/scratch-folder.ts';
import { SimConsole } from './sim-console.ts';
import { VirtualTime } from './virtual-time.ts';

const { report, merge, unmerge } = incidentCommands;
const SITES = {
  AUR: { code: 'AUR', name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' },
  OFF: { code: 'OFF', name: 'Piraeus Office', kind: 'office', timeZone: 'UTC' },
} as const;

let folder: string;
let time: VirtualTime;
let server: OfficeServer;
let ship: SimConsole;
let office: SimConsole;
let aboard: string;
let ashore: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(scratchFolder(), 'fairlead-merged-'));
  time = new VirtualTime();
  server = await OfficeServer.open(time, path.join(folder, 'server.sqlite'));
  ship = await joined('AUR');
  office = await joined('OFF');
  const fire = { title: 'Fire in the engine room', severity: 'high', type: 'fire' };
  aboard = ship.run(report, fire).output.id;
  ashore = office.run(report, { ...fire, title: 'MV Aurora: fire in engine room' }).output.id;
  await exchanged();
});
afterEach(async () => {
  for (const one of [ship, office]) await one.remove();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function joined(site: keyof typeof SITES): Promise<SimConsole> {
  const one = new SimConsole({
    clock: time,
    transportTo: () => server.transport,
    wait: { set: () => () => undefined },
    settings: { budgetBytes: 100_000 },
  });
  const code = await server.codeFor(SITES[site]);
  await one.sync.join({ serverUrl: 'http://office.test', code, deviceName: site });
  one.createAdministrator(`Admin ${site}`);
  await one.sync.service.now();
  return one;
}

/** Each hears of the other's, whoever was first. */
async function exchanged(): Promise<void> {
  for (const one of [ship, office, ship]) await one.sync.service.now();
}

/** What the server refused or the consoles hold otherwise than it does. */
async function findings(): Promise<string[]> {
  const found: string[] = [];
  for (const one of [ship, office]) {
    await checkJournal(server, one, (finding) => found.push(finding), false);
    await checkRecords(server, one, (finding) => found.push(finding));
  }
  return found;
}

const stand = (at: SimConsole, id: string) => at.store.record(incident, id);
const told = (at: SimConsole, id: string) =>
  at.store
    .find(incidentEvent, { incidentId: id, type: 'merged' })
    .map(({ labelKey }) => labelKey.split('.').at(-1));

it('INC-36: the office merges its own report into the ship’s, and both sites end with the same; so does undoing it', async () => {
  office.run(merge, { id: ashore, intoId: aboard });
  await exchanged();
  expect(await findings()).toEqual([]);
  expect(stand(office, ashore)).toMatchObject({ stage: 'resolved', mergedIntoId: aboard });
  expect([told(ship, aboard), told(office, aboard)]).toEqual([['mergedFrom'], ['mergedFrom']]);
  expect(stand(ship, aboard)).toEqual(stand(office, aboard));
  office.run(unmerge, { id: ashore });
  await exchanged();
  expect(await findings()).toEqual([]);
  expect(stand(office, ashore)).toMatchObject({ stage: 'reopened', mergedIntoId: null });
  expect(told(ship, aboard)).toEqual(['mergedFrom', 'unmerged']);
});

it('INC-36: the office merges the ship’s report into its own; the ship may undo it', async () => {
  office.run(merge, { id: aboard, intoId: ashore });
  await exchanged();
  expect(await findings()).toEqual([]);
  expect(stand(ship, aboard)).toMatchObject({ stage: 'resolved', mergedIntoId: ashore });
  expect(stand(ship, aboard)).toEqual(stand(office, aboard));
  ship.run(unmerge, { id: aboard });
  await exchanged();
  expect(await findings()).toEqual([]);
  expect(stand(office, aboard)).toMatchObject({ stage: 'reopened', mergedIntoId: null, resolution: null });
  expect(stand(ship, aboard)).toEqual(stand(office, aboard));
});

it('INC-36: what the ship moved on meanwhile, while the office merged it, ends the same at both', async () => {
  ship.run(incidentCommands.resolve, { id: aboard, resolution: 'Foam' });
  office.run(merge, { id: aboard, intoId: ashore });
  await exchanged();
  await exchanged();
  expect(stand(ship, aboard)).toEqual(stand(office, aboard));
  expect(stand(ship, aboard)).toMatchObject({ stage: 'resolved' });
});

it('INC-36: a ship does not merge into what only the other site has', () => {
  expect(() => ship.run(merge, { id: aboard, intoId: ashore })).toThrow(DomainError);
  expect(stand(ship, aboard)).toMatchObject({ stage: 'reported' });
});
