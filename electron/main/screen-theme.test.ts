import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GROUNDS, THEMES } from '#shared/kernel/themes.ts';
import { KeptTheme, themeOfGround } from './screen-theme.ts';

let folder = '';
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'theme-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('a theme is known by the colour of its ground, and other colours are none', () => {
  expect(THEMES.map((theme) => themeOfGround(GROUNDS[theme]))).toEqual([...THEMES]);
  expect(['#ffffff', '#EEF1F4', null].map(themeOfGround)).toEqual([undefined, 'light', undefined]);
});

test('the grounds are those that the page paints first', () => {
  const css = fs.readFileSync(
    path.join(import.meta.dirname, '../../renderer/styles/first-paint.css'),
    'utf8',
  );
  const painted = [...css.matchAll(/background: (#[0-9a-f]+);/g)].map(([, color]) => color);
  expect(painted).toEqual([GROUNDS.light, GROUNDS.dark, '#000']);
});

test('the theme that was chosen is there at the next start; a cut or foreign file is none', () => {
  const file = path.join(folder, 'theme.json');
  new KeptTheme(file).keep('night');
  expect(new KeptTheme(file).theme).toBe('night');
  for (const text of ['{"theme": "ni', '{"theme": "pink"}']) {
    fs.writeFileSync(file, text);
    expect(new KeptTheme(file).theme).toBeUndefined();
  }
});
