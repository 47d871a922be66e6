import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { appendBlockmap } from 'app-builder-lib/out/targets/differentialUpdateInfoBuilder.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { UpdateState } from '#host/messages.ts';
import { pull, stage } from '#sync-server/updates/publish.ts';
import { makeSigningKey } from '#sync-server/updates/signing-key.ts';
import { plainAppImageUpdater } from '#tests/support/plain-updater.ts';
import { RELEASED_AT, ReleaseServer } from '#tests/support/release-server.ts';
import { ConsoleUpdater } from './console-updater.ts';

const OWN_VERSION = '1.0.0';
const NAME = 'Fairlead-1.1.0-x64.AppImage';

let server: ReleaseServer;
let folder: string;
let installed: string;
const consoles: { states: UpdateState[]; log: string[] } = { states: [], log: [] };

beforeEach(async () => {
  server = await new ReleaseServer().start();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-console-'));
  installed = path.join(folder, 'Fairlead-1.0.0-x64.AppImage');
  fs.writeFileSync(installed, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  process.env['APPIMAGE'] = installed;
  consoles.states = [];
  consoles.log = [];
});

afterEach(async () => {
  delete process.env['APPIMAGE'];
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('a signed newer version is offered with its notes, fetched, and takes the place of the old one', async () => {
  const file = server.write(NAME, '#!/bin/sh\nexit 0\n# the new one\n');
  await server.publish('1.1.0', file, { notes: 'Faster exports.' });
  const steps: string[] = [];
  const updater = consoleUpdater({ beforeInstall: async () => void steps.push('host ended') });
  await updater.act(check());
  expect(updater.state).toEqual({
    phase: 'available',
    off: null,
    version: '1.1.0',
    notes: 'Faster exports.',
    releasedAt: RELEASED_AT,
    doneBytes: null,
    totalBytes: 31,
    problem: null,
  });
  await updater.act({ what: 'download' });
  expect(updater.state.phase).toBe('ready');
  await updater.act({ what: 'install' });
  expect(steps).toEqual(['host ended']);
  const place = path.join(folder, NAME);
  expect({ old: fs.existsSync(installed), now: fs.readFileSync(place, 'utf8') }).toEqual({
    old: false,
    now: '#!/bin/sh\nexit 0\n# the new one\n',
  });
});

test('a release at 0 % is offered to nobody, and at 100 % to everybody', async () => {
  await server.publish('1.1.0', server.write(NAME, 'program'), { stagingPercentage: 0 });
  const updater = consoleUpdater();
  await updater.act(check());
  expect(updater.state.phase).toBe('up-to-date');
  server.tamper('1.1.0', (text) => text.replace('"stagingPercentage": 0', '"stagingPercentage": 100'));
  await updater.act(check());
  expect(updater.state.phase).toBe('available');
});

test('each installation draws its own place in a staged rollout, and keeps it', async () => {
  await server.publish('1.1.0', server.write(NAME, 'program'), { stagingPercentage: 50 });
  const outcomes: string[] = [];
  for (let index = 0; index < 24; index += 1) {
    const own = path.join(folder, String(index));
    fs.mkdirSync(own);
    const first = consoleUpdater({}, own);
    await first.act(check());
    const again = consoleUpdater({}, own);
    await again.act(check());
    expect(again.state.phase).toBe(first.state.phase);
    outcomes.push(first.state.phase);
  }
  // One of the two alone would come once in eight million runs.
  expect(new Set(outcomes)).toEqual(new Set(['available', 'up-to-date']));
});

test('a rollout takes in a share of the consoles, keeps those it had as it grows, and begins with the same', async () => {
  const fleet = Array.from({ length: 20 }, (_, index) => {
    const own = path.join(folder, String(index));
    fs.mkdirSync(path.join(own, 'user'), { recursive: true });
    // The place of a console is the end of its id: here one in the middle of every twentieth.
    const place = Math.round(((index + 0.5) / 20) * 0xffffffff).toString(16);
    fs.writeFileSync(
      path.join(own, 'user', '.updaterId'),
      `01234567-89ab-5def-8123-0123${place.padStart(8, '0')}`,
    );
    return own;
  });
  const offered = async () => {
    const told: number[] = [];
    for (const [index, own] of fleet.entries()) {
      const updater = consoleUpdater({}, own);
      await updater.act(check());
      if (updater.state.phase === 'available') told.push(index);
    }
    return told;
  };
  const first = (count: number) => Array.from({ length: count }, (_, index) => index);
  await server.publish('1.1.0', server.write(NAME, 'program'), { stagingPercentage: 25 });
  expect(await offered()).toEqual(first(5));
  stage(server.updatesFolder, '1.1.0', 60);
  expect(await offered()).toEqual(first(12));
  stage(server.updatesFolder, '1.1.0', 100);
  expect(await offered()).toEqual(first(20));
  const next = server.write('Fairlead-1.2.0-x64.AppImage', 'program');
  await server.publish('1.2.0', next, { stagingPercentage: 25 });
  // Those who wait for the newest are told of nothing: the one before it is not in the feed any more.
  expect(await offered()).toEqual(first(5));
});

test('bytes that are not those of the feed are not kept', async () => {
  await server.publish('1.1.0', server.write(NAME, 'program'));
  fs.writeFileSync(path.join(server.updatesFolder, '1.1.0', NAME), 'PROGRAM');
  const updater = consoleUpdater();
  await updater.act(check());
  await updater.act({ what: 'download' });
  expect(updater.state).toMatchObject({ phase: 'failed', problem: { message: expect.any(String) } });
  await updater.act({ what: 'install' });
  expect(fs.existsSync(installed)).toBe(true);
});

test('a release that somebody else signed is refused before a byte of it is fetched', async () => {
  await server.publish('1.1.0', server.write(NAME, 'program'));
  const stranger = makeSigningKey(path.join(folder, 'stranger.pem'));
  const updater = consoleUpdater({ keys: [stranger] });
  await updater.act(check());
  expect(updater.state).toMatchObject({
    phase: 'failed',
    version: null,
    problem: { message: 'The update is not signed by the publisher of this program.' },
  });
  await updater.act({ what: 'download' });
  expect(updater.state.phase).toBe('failed');
});

test('a build signed as an older version is refused under a newer number', async () => {
  await server.publish('1.1.0', server.write(NAME, 'program with a hole'));
  server.tamper('1.1.0', (text) => text.replace('"version": "1.1.0"', '"version": "9.9.9"'));
  fs.renameSync(path.join(server.updatesFolder, '1.1.0'), path.join(server.updatesFolder, '9.9.9'));
  const updater = consoleUpdater();
  await updater.act(check());
  expect(updater.state).toMatchObject({
    phase: 'failed',
    problem: { message: 'The update is not signed by the publisher of this program.' },
  });
});

test('an older version is not installed, whatever the channel', async () => {
  await server.publish('0.9.0', server.write('Fairlead-0.9.0-x64.AppImage', 'program'));
  const updater = consoleUpdater();
  for (const channel of ['latest', 'early'] as const) {
    await updater.act({ ...check(), channel });
    expect(updater.state).toMatchObject({ phase: 'up-to-date', version: null });
  }
});

test('a file that was changed after it was fetched is not installed', async () => {
  await server.publish('1.1.0', server.write(NAME, 'program'));
  const steps: string[] = [];
  const updater = consoleUpdater({ beforeInstall: async () => void steps.push('host ended') });
  await updater.act(check());
  await updater.act({ what: 'download' });
  const pending = fs
    .readdirSync(path.join(folder, 'cache'), { recursive: true, encoding: 'utf8' })
    .find((name) => name.endsWith('.AppImage'));
  fs.writeFileSync(path.join(folder, 'cache', String(pending)), 'PROGRAM');
  await updater.act({ what: 'install' });
  expect({ steps, phase: updater.state.phase, old: fs.existsSync(installed) }).toEqual({
    steps: [],
    phase: 'failed',
    old: true,
  });
});

test('a release that was pulled after it was fetched is taken off offer', async () => {
  await server.publish('1.1.0', server.write(NAME, 'program'));
  const updater = consoleUpdater();
  await updater.act(check());
  await updater.act({ what: 'download' });
  await updater.act(check());
  expect(updater.state.phase).toBe('ready');
  pull(server.updatesFolder, '1.1.0', RELEASED_AT);
  await updater.act(check());
  expect(updater.state).toMatchObject({ phase: 'up-to-date', version: null });
  await updater.act({ what: 'install' });
  expect(fs.existsSync(installed)).toBe(true);
});

test('of an AppImage only the changed parts are fetched', async () => {
  const block = (seed: number) => Buffer.alloc(64 * 1024, `${seed} the same text in a block of its own. `);
  const parts = Array.from({ length: 40 }, (_, index) => block(index));
  fs.writeFileSync(installed, Buffer.concat(parts));
  await appendBlockmap(installed);
  parts[20] = block(999);
  const file = server.write(NAME, Buffer.concat(parts));
  await appendBlockmap(file);
  const { files } = await server.publish('1.1.0', file);
  expect(files[0]?.blockMapSize).toBeGreaterThan(0);
  const updater = consoleUpdater();
  await updater.act(check());
  await updater.act({ what: 'download' });
  expect(updater.state.phase).toBe('ready');
  const fetched = consoles.states.findLast(({ phase }) => phase === 'downloading')?.totalBytes ?? 0;
  expect(fetched).toBeLessThan(fs.statSync(file).size / 4);
});

test('a build without a key of a publisher asks nobody', async () => {
  const updater = consoleUpdater({ keys: [] });
  await updater.act(check());
  expect(updater.state).toMatchObject({ phase: 'off', off: 'no-key' });
});

test('what was not installed as an AppImage says so', async () => {
  delete process.env['APPIMAGE'];
  await server.publish('1.1.0', server.write(NAME, 'program'));
  const updater = consoleUpdater();
  await updater.act(check());
  expect(updater.state).toMatchObject({ phase: 'off', off: 'not-installed' });
});

test('a server that can’t be reached leaves what is ready on offer', async () => {
  await server.publish('1.1.0', server.write(NAME, 'program'));
  const updater = consoleUpdater();
  await updater.act(check());
  await updater.act({ what: 'download' });
  await updater.act({ what: 'check', feedUrl: 'http://127.0.0.1:9/updates/', channel: 'latest' });
  expect(updater.state).toMatchObject({ phase: 'ready', version: '1.1.0' });
}, 30_000);

function check() {
  return { what: 'check', feedUrl: server.feedUrl, channel: 'latest' } as const;
}

function consoleUpdater(
  options: { keys?: readonly string[]; beforeInstall?: () => Promise<void> } = {},
  own = folder,
): ConsoleUpdater {
  return new ConsoleUpdater({
    engine: async () => plainAppImageUpdater({ version: OWN_VERSION, folder: own }),
    keys: options.keys ?? [server.publicKey],
    ownVersion: OWN_VERSION,
    dataFolder: own,
    onState: (state) => consoles.states.push(state),
    log: (_level, event, details) => consoles.log.push(`${event} ${JSON.stringify(details)}`),
    beforeInstall: options.beforeInstall ?? (() => wait(0)),
    afterFailedInstall: () => consoles.log.push('started again'),
  });
}
