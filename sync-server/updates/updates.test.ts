import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ReleaseFeed } from '#shared/kernel/release-feed.ts';
import { RELEASED_AT, ReleaseServer } from '#tests/support/release-server.ts';
import { parseCommandLine } from '../cli/command-line.ts';
import { publish, pull, signFiles, stage } from './publish.ts';
import { listReleases } from './release-folder.ts';
import { isUpdatesLine, runUpdatesCommand } from './updates-command.ts';

let server: ReleaseServer;

beforeEach(async () => {
  server = await new ReleaseServer().start();
});
afterEach(() => server.stop());

const APP_IMAGE = 'Fairlead-1.2.0-x64.AppImage';

test('a release is told in the feeds of the platforms it has files for, and of no other', async () => {
  const files = [APP_IMAGE, 'Fairlead-1.2.0-x64.exe', 'Fairlead-1.2.0-arm64.deb'].map((name) =>
    server.write(name, name),
  );
  await run('publish', ...files, '--version', '1.2.0', '--signing-key', server.keyFile, '--staging', '25');
  const names = async (feed: string) => (await feedAt(feed))?.files.map(({ url }) => url);
  expect({
    linux: await names('latest-linux.yml'),
    early: await names('early-linux.yml'),
    arm: await names('latest-linux-arm64.yml'),
    windows: await names('latest.yml'),
    mac: await names('latest-mac.yml'),
    staged: (await feedAt('latest-linux.yml'))?.stagingPercentage,
  }).toEqual({
    linux: [`1.2.0/${APP_IMAGE}`],
    early: [`1.2.0/${APP_IMAGE}`],
    arm: ['1.2.0/Fairlead-1.2.0-arm64.deb'],
    windows: ['1.2.0/Fairlead-1.2.0-x64.exe'],
    mac: undefined,
    staged: 25,
  });
});

test('a file is sent in parts to who asks for parts', async () => {
  await server.publish('1.2.0', server.write(APP_IMAGE, '0123456789'));
  const part = await fetch(`${server.feedUrl}1.2.0/${APP_IMAGE}`, { headers: { range: 'bytes=2-5' } });
  expect({ status: part.status, range: part.headers.get('content-range'), text: await part.text() }).toEqual({
    status: 206,
    range: 'bytes 2-5/10',
    text: '2345',
  });
});

test('what is sent is taken for what it is called, by pages of no other site', async () => {
  await server.publish('1.2.0', server.write(APP_IMAGE, 'program'));
  const headers = await Promise.all(
    [`1.2.0/${APP_IMAGE}`, 'latest-linux.yml'].map(async (one) => {
      const answer = await fetch(server.feedUrl + one);
      const named = (name: string) => answer.headers.get(name);
      return [answer.status, named('x-content-type-options'), named('cross-origin-resource-policy')];
    }),
  );
  expect(headers).toEqual([
    [200, 'nosniff', 'same-origin'],
    [200, 'nosniff', 'same-origin'],
  ]);
});

test('a block map is sent beside its program', async () => {
  const file = server.write('Fairlead-1.2.0-x64.exe', 'program');
  fs.writeFileSync(`${file}.blockmap`, 'map');
  await server.publish('1.2.0', file);
  const map = await fetch(`${server.feedUrl}1.2.0/Fairlead-1.2.0-x64.exe.blockmap`);
  expect(await map.text()).toBe('map');
});

test('nothing else of the folder is sent', async () => {
  await server.publish('1.2.0', server.write(APP_IMAGE, 'program'));
  fs.writeFileSync(path.join(server.folder, 'secret'), 'secret');
  const paths = ['1.2.0/release.json', '1.2.0/..%2f..%2fsecret', '..%2fpublisher.pem', '1.2.0/', '', 'x.yml'];
  const answers = await Promise.all(paths.map(async (one) => (await fetch(server.feedUrl + one)).status));
  expect(answers).toEqual(paths.map(() => 404));
});

test('a pulled release is told and sent to nobody, and the one before it is told again', async () => {
  await server.publish('1.1.0', server.write('Fairlead-1.1.0-x64.AppImage', 'before'));
  await server.publish('1.2.0', server.write(APP_IMAGE, 'program'));
  await run('pull', '--version', '1.2.0');
  expect((await feedAt('latest-linux.yml'))?.version).toBe('1.1.0');
  expect((await fetch(`${server.feedUrl}1.2.0/${APP_IMAGE}`)).status).toBe(404);
  expect(() => stage(server.updatesFolder, '1.2.0', 50)).toThrow('was pulled');
});

test('a version is published once, and only upwards, pulled ones included', async () => {
  const file = server.write(APP_IMAGE, 'program');
  await server.publish('1.2.0', file);
  pull(server.updatesFolder, '1.2.0', RELEASED_AT);
  await expect(server.publish('1.2.0', file)).rejects.toThrow('is not higher');
  await expect(server.publish('1.2.0-beta.1', file)).rejects.toThrow('is not higher');
  await expect(server.publish('1.10.0', file)).resolves.toMatchObject({ version: '1.10.0' });
});

test('what is not signed is not published; a signature brought along is', async () => {
  const file = server.write(APP_IMAGE, 'program');
  const request = {
    folder: server.updatesFolder,
    version: '1.2.0',
    files: [file],
    channel: 'latest',
    stagingPercentage: 100,
    notesFile: undefined,
    signingKeyFile: undefined,
  } as const;
  await expect(publish(request, RELEASED_AT)).rejects.toThrow('is not signed');
  expect(listReleases(server.updatesFolder)).toEqual([]);
  await signFiles({ version: '1.2.0', files: [file], signingKeyFile: server.keyFile });
  await expect(publish(request, RELEASED_AT)).resolves.toMatchObject({ version: '1.2.0' });
});

test('an early release is told on the early channel alone', async () => {
  const file = server.write('Fairlead-1.3.0-beta.1-x64.AppImage', 'program');
  await run(
    'publish',
    file,
    '--version',
    '1.3.0-beta.1',
    '--channel',
    'early',
    '--signing-key',
    server.keyFile,
  );
  expect([await feedAt('latest-linux.yml'), (await feedAt('early-linux.yml'))?.version]).toEqual([
    undefined,
    '1.3.0-beta.1',
  ]);
});

test.each([
  [['publish', '--version', '1.2.0'], 'needs the files'],
  [['publish', 'notes.txt', '--version', '1.2.0'], 'no program'],
  [['publish', APP_IMAGE, '--version', 'newest'], 'A version such as'],
  [['stage', '--version', '1.2.0', '--staging', '101'], '--staging'],
  [['pull'], '--version is missing'],
])('%j is refused', async (args, message) => {
  await expect(run(...args)).rejects.toThrow(message);
});

async function run(...args: string[]): Promise<string> {
  const line = parseCommandLine([...args, '--updates', server.updatesFolder], {});
  if (!isUpdatesLine(line)) throw new Error(`${line.command} is another command`);
  return runUpdatesCommand(line, RELEASED_AT);
}

async function feedAt(name: string): Promise<ReleaseFeed | undefined> {
  const response = await fetch(server.feedUrl + name);
  return response.ok ? ReleaseFeed.parse(await response.json()) : undefined;
}
