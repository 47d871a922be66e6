import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import { moveDevice, revokeDevice } from '#sync-server/enrolment/administer.ts';
import { buildRequest } from '#host/sync/exchange.ts';
import { applyResponse } from '#host/sync/apply.ts';
import { startOver } from '#host/sync/progress.ts';
import { checkJournal, checkRecords } from './check.ts';
import { OfficeServer } from './office-server.ts';
import { scratchFolder } from '../../scripts/lib/scratch-folder.ts';
import { SimConsole } from './sim-console.ts';
import { VirtualTime } from './virtual-time.ts';

/** What the simulation has found, each by itself. */
const SITES = {
  AUR: { code: 'AUR', name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' },
  BOR: { code: 'BOR', name: 'MV Borealis', kind: 'vessel', timeZone: 'UTC' },
  OFF: { code: 'OFF', name: 'Piraeus Office', kind: 'office', timeZone: 'UTC' },
} as const;
/** More than a store puts the numbers aside of at once. */
const REQUESTS = 100;
const CENTURY_MS = 74 * 365 * 24 * 3_600_000;

let folder: string;
let time: VirtualTime;
let office: OfficeServer;
let consoles: SimConsole[];

beforeEach(async () => {
  folder = mkdtempSync(path.join(scratchFolder(), 'fairlead-put-right-'));
  time = new VirtualTime();
  office = await OfficeServer.open(time, path.join(folder, 'server.sqlite'));
  consoles = [];
});
afterEach(async () => {
  for (const one of consoles) await one.remove();
  await office.close();
  rmSync(folder, { recursive: true, force: true });
});

async function joined(site: keyof typeof SITES, budgetBytes = 100_000): Promise<SimConsole> {
  const one = new SimConsole({
    clock: time,
    transportTo: () => office.transport,
    wait: { set: () => () => undefined },
    settings: { budgetBytes },
  });
  consoles.push(one);
  await join(one, site);
  if (one.store.state.station === 1) one.createAdministrator(`Admin ${site}`);
  await one.sync.service.now();
  return one;
}

async function join(one: SimConsole, site: keyof typeof SITES): Promise<void> {
  const code = await office.codeFor(SITES[site]);
  await one.sync.join({ serverUrl: 'http://office.test', code, deviceName: site });
}

/** The disk of a console as it is now. */
function copyOf(one: SimConsole): string {
  const copyFolder = mkdtempSync(path.join(scratchFolder(), 'fairlead-copy-'));
  one.store.db.prepare('VACUUM INTO ?').run(path.join(copyFolder, 'console.sqlite'));
  return copyFolder;
}

function opened(copyFolder: string): SimConsole {
  const one = new SimConsole({
    folder: copyFolder,
    clock: time,
    transportTo: () => office.transport,
    wait: { set: () => () => undefined },
  });
  consoles.push(one);
  return one;
}

function backUpServer(): string {
  const backup = path.join(folder, 'backup.sqlite');
  const db = new Database(path.join(folder, 'server.sqlite'), { readonly: true });
  db.prepare('VACUUM INTO ?').run(backup);
  db.close();
  return backup;
}

async function restoreServer(backup: string): Promise<void> {
  const restored = path.join(mkdtempSync(path.join(folder, 'restored-')), 'server.sqlite');
  copyFileSync(backup, restored);
  await office.replaceWith(restored, { isAnnounced: true });
}

async function findings(...all: SimConsole[]): Promise<string[]> {
  const found: string[] = [];
  for (const one of all) {
    await checkJournal(office, one, (finding) => found.push(finding), false);
    await checkRecords(office, one, (finding) => found.push(finding));
  }
  return found;
}

it('a console that was shut out comes back as a new one, with what it had not sent', async () => {
  const ship = await joined('AUR');
  ship.run(incidentCommands.report, { title: 'Before', severity: 'low' });
  await ship.sync.service.now();
  const formerId = ship.deviceId;
  await revokeDevice(office.storage, formerId, time.now());
  ship.run(incidentCommands.report, { title: 'Meanwhile', severity: 'low' });
  expect(await ship.sync.service.now()).toMatchObject({ problem: { code: 'device-revoked' } });

  await join(ship, 'AUR');
  await ship.sync.service.now();

  expect(ship.deviceId).not.toBe(formerId);
  expect(ship.records().map(({ kind }) => kind)).toContain(incident.kind);
  expect(await findings(ship)).toEqual([]);
});

it('a console whose request numbers are behind what a wrong clock made of them goes on from there', async () => {
  const ship = await joined('AUR');
  const copyFolder = copyOf(ship);
  ship.store.bookkeeping(() => ship.store.state.raiseRequestCounter(time.now() + CENTURY_MS));
  await ship.sync.service.now();
  const copy = opened(copyFolder);

  expect(await copy.sync.service.now()).toMatchObject({ link: 'online', problem: null });
});

it('a console learns where it belongs after its move was lost with the server', async () => {
  const [ship] = [await joined('AUR'), await joined('BOR')];
  const backup = backUpServer();
  ship.run(incidentCommands.report, { title: 'After the backup', severity: 'low' });
  await ship.sync.service.now();
  await moveDevice(office.storage, { deviceId: ship.deviceId, siteCode: 'BOR' });
  await ship.sync.service.now();
  expect(ship.store.state.site?.code).toBe('BOR');

  await restoreServer(backup);
  for (let round = 0; round < 3; round += 1) await ship.sync.service.now();

  expect(ship.store.state.site?.code).toBe('AUR');
  expect(await findings(ship)).toEqual([]);
});

it('a file goes up although its entry was answered while there was more to be told', async () => {
  const [ship, bridge] = [await joined('AUR', 700), await joined('AUR')];
  for (let count = 0; count < 12; count += 1) {
    bridge.run(incidentCommands.report, { title: `Number ${count}`, severity: 'low' });
  }
  await bridge.sync.service.now();
  const bytes = Buffer.from('%PDF-1.7\nwhat happened');
  const { attachments, service } = ship.sync;
  const { uploadId } = attachments.begin({ fileName: 'report.pdf', sizeBytes: bytes.length });
  attachments.append({ uploadId, offset: 0, base64: bytes.toString('base64') });
  const file = await attachments.finish({ uploadId });
  const { output } = ship.run(incidentCommands.report, { title: 'With a file', severity: 'low' });
  ship.run(incidentCommands.attachFile, { id: output.id, file });

  await service.now();
  await ship.sync.settled();

  expect(service.status()).toMatchObject({ outboxEntries: 0, attachmentsWaiting: 0 });
});

it('an answer that something urgent has overtaken does not undo it', async () => {
  const [ship, bridge] = [await joined('AUR'), await joined('AUR')];
  const { output } = bridge.run(incidentCommands.report, { title: 'First', severity: 'low' });
  await bridge.sync.service.now();
  await ship.sync.service.now();
  const { id } = output;
  bridge.run(incidentCommands.amend, { id, title: 'By the bridge' });
  await bridge.sync.service.now();
  const budgetBytes = 100_000;
  const asked = buildRequest(ship.store, { budgetBytes, nowMs: time.now() });
  const answer = await office.exchange(ship.deviceId, asked);
  time.leap(1_000);
  ship.run(incidentCommands.amend, { id, title: 'By the ship, later' });
  const { seq } = ship.store.journal.head();
  const urgent = { ...buildRequest(ship.store, { budgetBytes, nowMs: time.now() }), lanes: [] };
  applyResponse(ship.store, urgent, await office.exchange(ship.deviceId, urgent), time.now());

  // As though that answer had left the cursors where they were, which it does.
  applyResponse(ship.store, { ...asked, ...ship.store.state.progress }, answer, time.now(), new Set([seq]));
  await ship.sync.service.now();

  expect(ship.store.record(incident, id)?.title).toBe('By the ship, later');
  expect(await findings(ship)).toEqual([]);
});

it('what was done urgently stays when the answer that tells everything again is older', async () => {
  const ship = await joined('AUR');
  ship.store.bookkeeping(() => startOver(ship.store));
  const budgetBytes = 100_000;
  const asked = buildRequest(ship.store, { budgetBytes, nowMs: time.now() });
  const answer = await office.exchange(ship.deviceId, asked);
  const { output } = ship.run(incidentCommands.report, { title: 'Fire', severity: 'critical' });
  const { seq } = ship.store.journal.head();
  const urgent = { ...buildRequest(ship.store, { budgetBytes, nowMs: time.now() }), lanes: [] };
  applyResponse(ship.store, urgent, await office.exchange(ship.deviceId, urgent), time.now());

  const applied = applyResponse(ship.store, asked, answer, time.now(), new Set([seq]));
  await ship.sync.service.now();

  expect(applied.isStale).toBe(false);
  expect(ship.store.record(incident, output.id)?.title).toBe('Fire');
  expect(await findings(ship)).toEqual([]);
});

it('a refused command that came back from the server can only be discarded', async () => {
  const [ship, bridge] = [await joined('AUR'), await joined('AUR')];
  const { output } = bridge.run(incidentCommands.report, { title: 'First', severity: 'low' });
  await bridge.sync.service.now();
  await ship.sync.service.now();
  const { id } = output;
  const copyFolder = copyOf(ship);
  bridge.run(incidentCommands.resolve, { id, resolution: 'Cleaned' });
  await bridge.sync.service.now();
  ship.run(incidentCommands.advance, { id, to: 'under_investigation' });
  await ship.sync.service.now();

  const copy = opened(copyFolder);
  await copy.sync.service.now();
  const { service } = copy.sync;
  const [item] = service.attention();
  const retry = () => service.retry(copy.actor, item?.seq ?? 0);

  expect([item?.canRetry, ship.sync.service.attention()[0]?.canRetry]).toEqual([false, true]);
  expect(retry).toThrow(
    expect.objectContaining({ name: 'DomainError', message: expect.stringMatching(/was lost/) }),
  );
  service.discard(copy.actor, item?.seq ?? 0);
  expect(service.attention()).toEqual([]);
});

/**
 * A ship's work that was applied is lost with the server, comes again after what forbids it, and is refused. Returns
 * the server's backup, and the ship's disk from before that.
 */
async function judgedAgain(
  ship: SimConsole,
  bridge: SimConsole,
): Promise<{ backup: string; copyFolder: string }> {
  const { output } = bridge.run(incidentCommands.report, { title: 'First', severity: 'low' });
  await bridge.sync.service.now();
  await ship.sync.service.now();
  const { id } = output;
  const backup = backUpServer();
  ship.run(incidentCommands.advance, { id, to: 'under_investigation' });
  await ship.sync.service.now();
  const copyFolder = copyOf(ship);
  await restoreServer(backup);
  bridge.run(incidentCommands.resolve, { id, resolution: 'Cleaned' });
  await bridge.sync.service.now();
  await ship.sync.service.now();
  expect(ship.sync.service.attention()).toEqual([expect.objectContaining({ command: 'incidents.advance' })]);
  return { backup, copyFolder };
}

it('a console put back from before the server lost its work and refused it shows the refusal', async () => {
  const [ship, bridge] = [await joined('AUR'), await joined('AUR')];
  const { copyFolder } = await judgedAgain(ship, bridge);
  ship.run(incidentCommands.report, { title: 'Later', severity: 'low' });
  await ship.sync.service.now();

  const copy = opened(copyFolder);
  await copy.sync.service.now();

  expect(copy.sync.service.attention()).toEqual(ship.sync.service.attention());
  expect(await findings(copy)).toEqual([]);
});

it('an old copy of a console that lacks none of its entries hears how they were judged since', async () => {
  const [ship, bridge] = [await joined('AUR'), await joined('AUR')];
  const { copyFolder } = await judgedAgain(ship, bridge);
  // As numbers of requests are put aside in blocks, it is one of those that a copy notices first.
  for (let count = 0; count < REQUESTS; count += 1) await ship.sync.service.now();

  const copy = opened(copyFolder);
  await copy.sync.service.now();

  expect(copy.sync.service.attention()).toEqual(ship.sync.service.attention());
  expect(await findings(copy)).toEqual([]);
});

it('what people had settled stays settled when it is kept by a server that had lost it', async () => {
  const [ship, bridge] = [await joined('AUR'), await joined('AUR')];
  const { backup } = await judgedAgain(ship, bridge);
  const [refused] = ship.sync.service.attention();
  ship.sync.service.discard(ship.actor, refused?.seq ?? 0);
  const copyFolder = copyOf(ship);
  await restoreServer(backup);
  ship.run(incidentCommands.report, { title: 'Later', severity: 'low' });
  await ship.sync.service.now();

  const copy = opened(copyFolder);
  await copy.sync.service.now();

  expect(copy.store.journal.row(refused?.seq ?? 0)?.state).toBe('discarded');
  expect(await findings(copy)).toEqual([]);
});
