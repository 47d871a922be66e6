import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linkDistribution } from './link-distribution.ts';
import { createFolderAtomically } from './replace-folder.ts';

let base = '';
beforeEach(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'prepared-'));
});
afterEach(() => fs.rmSync(base, { recursive: true }));

function inBase(...segments: string[]): string {
  return path.join(base, ...segments);
}

test('a folder appears complete, and nothing is left beside it', async () => {
  await createFolderAtomically(inBase('cache', 'target'), async (folder) => {
    expect(fs.existsSync(inBase('cache', 'target'))).toBe(false);
    fs.writeFileSync(path.join(folder, 'file'), 'content');
  });
  expect([fs.readdirSync(inBase('cache')), fs.readdirSync(inBase('cache', 'target'))]).toEqual([
    ['target'],
    ['file'],
  ]);
});

test('a run that fails leaves nothing that looks finished', async () => {
  const run = createFolderAtomically(inBase('target'), async (folder) => {
    fs.writeFileSync(path.join(folder, 'half'), '');
    throw new Error('no space left');
  });
  await expect(run).rejects.toThrow('no space left');
  expect(fs.readdirSync(base)).toEqual([]);
});

test('of two runs at once the first one wins', async () => {
  await createFolderAtomically(inBase('target'), async (slow) => {
    fs.writeFileSync(path.join(slow, 'slow'), '');
    await createFolderAtomically(inBase('target'), async (fast) => {
      fs.writeFileSync(path.join(fast, 'fast'), '');
    });
  });
  expect([fs.readdirSync(base), fs.readdirSync(inBase('target'))]).toEqual([['target'], ['fast']]);
});

test('what a killed run has left is removed once it is old', async () => {
  for (const name of ['target.unfinished-old', 'target.unfinished-new', 'other.unfinished-old']) {
    fs.mkdirSync(inBase(name));
  }
  const twoHoursAgo = new Date(Date.now() - 7_200_000);
  fs.utimesSync(inBase('target.unfinished-old'), twoHoursAgo, twoHoursAgo);
  fs.utimesSync(inBase('other.unfinished-old'), twoHoursAgo, twoHoursAgo);
  await createFolderAtomically(inBase('target'), async () => {});
  expect(fs.readdirSync(base).sort()).toEqual(['other.unfinished-old', 'target', 'target.unfinished-new']);
});

test('a launch folder leads to its own checkout and costs no copy of the distribution', () => {
  fs.mkdirSync(inBase('distribution', 'locales'), { recursive: true });
  fs.writeFileSync(inBase('distribution', 'electron'), 'program');
  fs.writeFileSync(inBase('distribution', 'icudtl.dat'), 'data');
  for (const checkout of ['a', 'b']) {
    fs.mkdirSync(inBase(checkout));
    const executable = linkDistribution(
      inBase('distribution'),
      inBase(checkout, '.cache', 'electron'),
      inBase(checkout),
    );
    expect({
      executable,
      links: fs.statSync(executable).nlink,
      app: fs.realpathSync(inBase(checkout, '.cache', 'electron', 'resources', 'app')),
      data: fs.realpathSync(inBase(checkout, '.cache', 'electron', 'icudtl.dat')),
    }).toEqual({
      executable: inBase(checkout, '.cache', 'electron', 'electron'),
      links: checkout === 'a' ? 2 : 3,
      app: inBase(checkout),
      data: inBase('distribution', 'icudtl.dat'),
    });
  }
});

test('a launch folder is kept while it fits, and made anew when the checkout has moved', () => {
  fs.mkdirSync(inBase('distribution'));
  fs.writeFileSync(inBase('distribution', 'electron'), 'program');
  fs.writeFileSync(inBase('distribution', 'icudtl.dat'), 'data');
  const link = (checkout: string) =>
    linkDistribution(inBase('distribution'), inBase('launch'), inBase(checkout));
  link('a');
  fs.writeFileSync(inBase('launch', 'mark'), '');
  link('a');
  expect(fs.existsSync(inBase('launch', 'mark'))).toBe(true);
  link('b');
  expect([
    fs.existsSync(inBase('launch', 'mark')),
    fs.readlinkSync(inBase('launch', 'resources', 'app')),
  ]).toEqual([false, inBase('b')]);
});
