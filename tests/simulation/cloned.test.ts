import { copyFileSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import { openStore } from '#host/store/store.ts';
import { checkJournal, checkRecords } from './check.ts';
import { OfficeServer } from './office-server.ts';
import { SimConsole } from './sim-console.ts';
import { VirtualTime } from './virtual-time.ts';

const AURORA = { code: 'AUR', name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' } as const;

let time: VirtualTime;
let office: OfficeServer;
let consoles: SimConsole[];

beforeEach(async () => {
  time = new VirtualTime();
  office = await OfficeServer.open(time);
  consoles = [];
});
afterEach(async () => {
  for (const one of consoles) await one.remove();
  await office.close();
});

function open(folder?: string): SimConsole {
  const one = new SimConsole({
    clock: time,
    transportTo: () => office.transport,
    wait: { set: () => () => undefined },
    ...(folder === undefined ? {} : { folder }),
  });
  consoles.push(one);
  return one;
}

async function join(one: SimConsole): Promise<void> {
  const code = await office.codeFor(AURORA);
  await one.sync.join({ serverUrl: 'http://office.test', code, deviceName: 'Bridge' });
}

/** A console with one incident that the server knows, and a copy of its file put to use elsewhere. */
async function originalAndCopy(isRestore: boolean): Promise<{ original: SimConsole; copy: SimConsole }> {
  const original = open();
  await join(original);
  original.createAdministrator('Admin AUR');
  original.run(incidentCommands.report, { title: 'Before the copy', severity: 'low' });
  await original.sync.service.now();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-copy-'));
  const file = path.join(folder, 'console.sqlite');
  original.store.db.pragma('wal_checkpoint(TRUNCATE)');
  copyFileSync(path.join(original.folder, 'console.sqlite'), file);
  if (isRestore) {
    const store = openStore({ file }, time);
    store.state.restored = { at: isoOf(time.now()), journalSeq: store.journal.head().seq };
    store.close();
  }
  return { original, copy: open(folder) };
}

async function findings(...all: SimConsole[]): Promise<string[]> {
  const found: string[] = [];
  for (const one of all) {
    await checkJournal(office, one, (finding) => found.push(finding));
    await checkRecords(office, one, (finding) => found.push(finding));
  }
  return found;
}

function titles(one: SimConsole): unknown[] {
  return one
    .records()
    .filter(({ kind }) => kind === incident.kind)
    .map((record) => JSON.stringify(record['title']))
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((title): unknown => JSON.parse(title));
}

it('of two consoles that go on from one file, the later one is refused and takes its work along under a new identity', async () => {
  const { original, copy } = await originalAndCopy(false);
  original.run(incidentCommands.report, { title: 'By the original', severity: 'low' });
  copy.run(incidentCommands.report, { title: 'By the copy', severity: 'low' });
  const formerId = copy.deviceId;
  await original.sync.service.now();
  await time.runFor(60_000);
  const refused = await copy.sync.service.now();
  await join(copy);
  for (const one of [original, copy, original]) await one.sync.service.now();

  expect(refused).toMatchObject({ link: 'refused', problem: { code: 'chain-forked' }, outboxEntries: 1 });
  expect(copy.deviceId).not.toBe(formerId);
  expect(titles(copy)).toEqual(['Before the copy', 'By the copy', 'By the original']);
  expect(await findings(original, copy)).toEqual([]);
});

it('a backup that is put to use elsewhere shuts the console out that it was made of', async () => {
  const { original, copy } = await originalAndCopy(true);
  await copy.sync.service.now();
  await time.runFor(60_000);
  original.run(incidentCommands.report, { title: 'By the original', severity: 'low' });
  const refused = await original.sync.service.now();
  await join(original);

  expect(refused).toMatchObject({ link: 'refused', problem: { code: 'cloned' }, outboxEntries: 1 });
  for (const one of [original, copy, original]) {
    await time.runFor(60_000);
    await one.sync.service.now();
  }
  expect(titles(copy)).toEqual(['Before the copy', 'By the original']);
  expect(await findings(original, copy)).toEqual([]);
});

it('a console that was put back gets its own work back, and moves what it did since behind it', async () => {
  const { original, copy } = await originalAndCopy(true);
  original.run(incidentCommands.report, { title: 'After the backup', severity: 'low' });
  await original.sync.service.now();
  copy.run(incidentCommands.report, { title: 'Before it knew', severity: 'low' });
  const status = await copy.sync.service.now();

  expect(status).toMatchObject({ link: 'online', outboxEntries: 0, problem: null });
  expect(titles(copy)).toEqual(['After the backup', 'Before it knew', 'Before the copy']);
  expect(await findings(copy)).toEqual([]);
});

it('two stores with one name are told apart although neither of them does anything', async () => {
  const { original, copy } = await originalAndCopy(false);
  const problems = new Set<string | undefined>();
  for (let round = 0; round < 3; round += 1) {
    for (const one of [original, copy]) {
      await time.runFor(20_000);
      problems.add((await one.sync.service.now()).problem?.code);
    }
  }
  const shutOut = [original, copy].filter((one) => one.sync.service.status().problem !== null);
  for (const one of shutOut) await join(one);
  for (const one of [original, copy]) await one.sync.service.now();

  expect([...problems]).toEqual([undefined, 'cloned']);
  expect(shutOut).toHaveLength(1);
  expect(original.deviceId).not.toBe(copy.deviceId);
  expect(await findings(original, copy)).toEqual([]);
});
