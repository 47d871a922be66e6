import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type DomainError, isDomainError } from '#shared/kernel/errors.ts';
import { assertNotWiped, eraseConsole, noteWipeOrder } from './wiped.ts';

let folder: string;
let outside: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-wipe-'));
  outside = mkdtempSync(path.join(os.tmpdir(), 'fairlead-outside-'));
});
afterEach(() => {
  for (const place of [folder, outside]) rmSync(place, { recursive: true, force: true });
});

function fill(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), 'secret');
  }
}

function refusal(work: () => void): DomainError {
  try {
    work();
  } catch (error) {
    if (isDomainError(error)) return error;
    throw error;
  }
  throw new Error('Nothing was refused');
}

it('leaves nothing but its marker, the lock and the logs', () => {
  fill('console.sqlite', 'console.sqlite-wal', 'store-key.json', 'console.lock', 'logs/host.log');
  fill('archive/2026-01.sqlite', 'backups/archive/2026-01.sqlite', 'blobs/ab/abc', 'exports/a/people.csv');
  noteWipeOrder(folder, 'Meridian Lines');

  const { code, message } = eraseConsole(folder).details;
  expect([code, message]).toEqual([
    'device-wiped',
    'This console was wiped: Meridian Lines had it shut out. Its data was erased.',
  ]);
  expect(readdirSync(folder).toSorted()).toEqual(['console.lock', 'logs', 'wiped.json']);
});

it('goes on at the next start where it was interrupted, and does not start any more', () => {
  fill('console.sqlite', 'blobs/ab/abc');
  noteWipeOrder(folder, 'Meridian Lines');

  expect(refusal(() => assertNotWiped(folder)).code).toBe('device-wiped');
  expect(readdirSync(folder)).toEqual(['wiped.json']);
  expect(refusal(() => assertNotWiped(folder)).details.remedy).toContain('wiped.json');
});

it('leaves alone what a link in it leads to', () => {
  writeFileSync(path.join(outside, 'other.txt'), 'of somebody else');
  symlinkSync(outside, path.join(folder, 'exports'));
  noteWipeOrder(folder, 'Meridian Lines');
  eraseConsole(folder);

  expect([existsSync(path.join(outside, 'other.txt')), readdirSync(folder)]).toEqual([true, ['wiped.json']]);
});

it('does nothing where no wipe was ordered', () => {
  fill('console.sqlite');
  assertNotWiped(folder);

  expect(readdirSync(folder)).toEqual(['console.sqlite']);
});
