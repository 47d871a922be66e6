import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { expect, test } from 'vitest';
import { readAsar } from './asar-files.ts';
import { electronTooOld } from './electron-age.ts';
import { FUSES, readFuses, setFuses, wantedFuses } from './fuses.ts';
import { missingPackages } from './missing-packages.ts';
import { neededPackages } from './needed-packages.ts';

test('every fuse that Electron has is set, and set to what makes the executable Electron alone (SEC-9)', () => {
  const known = Object.values(FuseV1Options).filter((value) => typeof value === 'number');
  expect(Object.keys(wantedFuses())).toHaveLength(known.length);
  expect(FUSES.strictlyRequireAllFuses).toBe(true);
  expect(wantedFuses()).toEqual({
    RunAsNode: 'off',
    EnableCookieEncryption: 'on',
    EnableNodeOptionsEnvironmentVariable: 'off',
    EnableNodeCliInspectArguments: 'off',
    EnableEmbeddedAsarIntegrityValidation: 'on',
    OnlyLoadAppFromAsar: 'on',
    LoadBrowserProcessSpecificV8Snapshot: 'off',
    GrantFileProtocolExtraPrivileges: 'off',
    WasmTrapHandlers: 'on',
  });
});

/** What stands in an executable: a marker, the version of the wire, its length, and a character a fuse. */
function executable(folder: string, fuses: string): string {
  const file = path.join(folder, 'electron');
  const marker = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
  fs.writeFileSync(
    file,
    Buffer.concat([
      Buffer.from(`before${marker}`),
      Buffer.from([1, fuses.length]),
      Buffer.from(`${fuses}after`),
    ]),
  );
  return file;
}

test('what was set is read back from the executable (SEC-9)', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-fuses-'));
  const file = executable(folder, '101100110');
  await setFuses(file);
  expect(await readFuses(file)).toEqual(wantedFuses());
  fs.rmSync(folder, { recursive: true });
});

test('an executable that lacks a fuse is refused, unless it is only tried (SEC-9)', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-fuses-'));
  const file = executable(folder, '10110011');
  await expect(setFuses(file)).rejects.toThrow();
  await setFuses(file, { isStrict: false });
  expect(await readFuses(file)).toEqual({ ...wantedFuses(), WasmTrapHandlers: 'absent' });
  fs.rmSync(folder, { recursive: true });
});

test.each([
  ['45.4.1', '47.0.0', false],
  ['45.4.1', '48.0.0', true],
])('Electron %s beside %s is too old: %s (SEC-13)', (own, latest, isOld) => {
  expect(electronTooOld(own, latest) !== undefined).toBe(isOld);
});

test('what a package needs is found by name, beside it and further up, and nothing else is', () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-modules-'));
  const write = (at: string, dependencies: object) => {
    fs.mkdirSync(path.join(root, at), { recursive: true });
    fs.writeFileSync(path.join(root, at, 'package.json'), JSON.stringify({ dependencies }));
  };
  write('node_modules/one', { two: '1', '@scope/three': '1' });
  write('node_modules/one/node_modules/two', { four: '1' });
  write('node_modules/two', { unused: '1' });
  write('node_modules/@scope/three', { absent: '1' });
  write('node_modules/four', {});
  write('node_modules/unused', {});
  const needed = neededPackages(path.join(root, 'node_modules'), ['one']);
  expect([...needed].toSorted()).toEqual(['@scope/three', 'four', 'one', 'two']);
  fs.rmSync(root, { recursive: true });
});

test('the list of an archive says which files lie outside of it, and which are not what they were (SEC-9)', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-asar-'));
  const contents = Buffer.from('onetwo');
  const integrity = (text: string) => ({
    algorithm: 'SHA256',
    hash: createHash('sha256').update(text).digest('hex'),
  });
  const text = JSON.stringify({
    files: {
      'a.js': { size: 3, offset: '0', integrity: integrity('one') },
      'b.js': { size: 3, offset: '3', integrity: integrity('TWO') },
      'c.js': { size: 0, offset: '6' },
      n: { files: { 'd.node': { size: 1, unpacked: true } } },
    },
  });
  const head = Buffer.alloc(16);
  head.writeUInt32LE(8 + text.length, 4);
  head.writeUInt32LE(text.length, 12);
  const file = path.join(folder, 'app.asar');
  fs.writeFileSync(file, Buffer.concat([head, Buffer.from(text), contents]));
  const archive = readAsar(file);
  expect(archive.textOf('b.js')).toBe('two');
  expect(archive.files).toEqual([
    { path: 'a.js', isUnpacked: false, checksum: 'right' },
    { path: 'b.js', isUnpacked: false, checksum: 'wrong' },
    { path: 'c.js', isUnpacked: false, checksum: 'absent' },
    { path: 'n/d.node', isUnpacked: true, checksum: 'absent' },
  ]);
  fs.rmSync(folder, { recursive: true });
});

test('a package that another one loads, and that was left out, is missed before anybody installs it', () => {
  const manifests: { readonly [at: string]: object } = {
    'node_modules/one': { dependencies: { two: '1', lost: '1' }, optionalDependencies: { maybe: '1' } },
    'node_modules/one/node_modules/two': { dependencies: { three: '1' } },
    'node_modules/three': {},
    'node_modules/apart': { dependencies: { 'lost-too': '1' } },
  };
  const paths = Object.keys(manifests).map((at) => `${at}/package.json`);
  const textOf = (file: string) => JSON.stringify(manifests[path.dirname(file)]);
  expect(missingPackages({ paths, textOf }, ['one', 'four'])).toEqual([
    'four, which the program loads',
    'lost, which node_modules/one needs',
  ]);
});
