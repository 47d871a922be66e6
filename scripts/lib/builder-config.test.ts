import fs from 'node:fs';
import { DebugLogger } from 'builder-util';
import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { expect, test } from 'vitest';
import { builderConfig } from './builder-config.ts';
import { inProject } from './project.ts';

/** It compiles its schema at the first question. */
const SCHEMA_TIMEOUT_MS = 30_000;
const TRIED = { electronFolder: '/electron', electronVersion: '33.2.1', programVersion: '0.1.1' };

test.each([
  ['what is shipped', {}],
  ['what is tried', { tried: TRIED }],
])(
  'electron-builder understands every setting of %s',
  async (_, options) => {
    const config = builderConfig({ updateKeys: [], leaveOut: ['vite'], ...options });
    await expect(validateConfiguration(config, new DebugLogger(false))).resolves.toBeUndefined();
  },
  SCHEMA_TIMEOUT_MS,
);

test('there is something to install for each system, and every file that it names is there', () => {
  const { linux, win, mac, deb, directories } = builderConfig({ updateKeys: [], leaveOut: [] });
  expect({ linux: linux?.target, win: win?.target, mac: mac?.target, output: directories?.output }).toEqual({
    linux: ['AppImage', 'deb'],
    win: ['nsis'],
    mac: ['dmg', 'zip'],
    output: 'dist',
  });
  const named = [linux?.icon, win?.icon, mac?.icon].map((icon) => inProject(String(icon)));
  const typeFile = String(deb?.fpm?.[0]).split('=')[0];
  expect([...named, typeFile].filter((file) => !fs.existsSync(String(file)))).toEqual([]);
});

test('what is only tried lies apart, and is never taken for a release', () => {
  const { directories, extraMetadata, electronDist } = builderConfig({
    updateKeys: ['a'],
    leaveOut: [],
    tried: TRIED,
  });
  expect([directories?.output, extraMetadata?.['version'], electronDist]).toEqual([
    'dist/tried',
    '0.1.1',
    '/electron',
  ]);
});
