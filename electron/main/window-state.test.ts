import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readWindowState, restoredBounds, writeWindowState } from './window-state.ts';

let folder = '';
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'window-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const SCREENS = [
  { x: 0, y: 0, width: 1920, height: 1040 },
  { x: 1920, y: 0, width: 1280, height: 1024 },
];
const saved = { x: 2000, y: 50, width: 1000, height: 700, maximized: false };

test('what was written is read; a missing, cut or foreign file is no state', () => {
  const file = path.join(folder, 'window.json');
  writeWindowState(file, saved);
  const cut = path.join(folder, 'cut.json');
  fs.writeFileSync(cut, '{"x": 20');
  const foreign = path.join(folder, 'foreign.json');
  fs.writeFileSync(foreign, '{"x": 0, "y": 0, "width": 5, "height": 1e9, "maximized": 1}');
  expect([file, cut, foreign, path.join(folder, 'none.json')].map(readWindowState)).toEqual([
    saved,
    undefined,
    undefined,
    undefined,
  ]);
});

test('a window comes back where it was as long as a screen shows it (LC-7)', () => {
  expect(restoredBounds(saved, SCREENS)).toEqual({ x: 2000, y: 50, width: 1000, height: 700 });
});

test.each([
  ['its screen is gone', saved, SCREENS.slice(0, 1)],
  ['only its edge would show', { ...saved, x: 3150 }, SCREENS],
  ['it would be above the screen', { ...saved, y: -650 }, SCREENS],
  ['nothing was saved', undefined, SCREENS],
  ['there is no screen', saved, []],
])('a window opens in the default place when %s', (_case, state, screens) => {
  expect(restoredBounds(state, screens)).toEqual({ width: 1280, height: 800 });
});
