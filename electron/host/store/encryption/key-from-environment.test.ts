import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DomainError, type ErrorDetails } from '#shared/kernel/errors.ts';
import { takeStoreKey } from './key-from-environment.ts';

const RAW = 'ab'.repeat(32);

let file: string;
beforeEach(() => {
  file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-key-')), 'key');
});
afterEach(() => fs.rmSync(path.dirname(file), { recursive: true }));

function refusal(environment: NodeJS.ProcessEnv): ErrorDetails {
  try {
    takeStoreKey(environment);
  } catch (error) {
    if (error instanceof DomainError) return error.details;
    throw error;
  }
  throw new Error('nothing was refused');
}

it('takes the key out of the environment, so that no program started later has it', () => {
  const environment: NodeJS.ProcessEnv = { FAIRLEAD_STORE_KEY: RAW, PATH: process.env['PATH'] };
  expect(takeStoreKey(environment)).toBe(RAW);
  const inherited = execFileSync(process.execPath, ['-p', 'JSON.stringify(process.env)'], {
    env: environment,
    encoding: 'utf8',
  });
  expect([inherited.includes(RAW), takeStoreKey(environment)]).toEqual([false, undefined]);
});

it('reads a file without the line break at its end', () => {
  fs.writeFileSync(file, 'a passphrase with blanks \r\n', { mode: 0o600 });
  expect(takeStoreKey({ FAIRLEAD_STORE_KEY_FILE: file })).toBe('a passphrase with blanks ');
});

it.runIf(process.platform !== 'win32').each([0o640, 0o604, 0o660])('refuses a file with mode %o', (mode) => {
  fs.writeFileSync(file, RAW);
  fs.chmodSync(file, mode);
  expect(refusal({ FAIRLEAD_STORE_KEY_FILE: file })).toMatchObject({
    code: 'store-key-missing',
    remedy: expect.stringContaining(`chmod 600 ${file}`),
  });
});

it.each([
  ['a file that is not there', { FAIRLEAD_STORE_KEY_FILE: '/nowhere/key' }, 'store-key-missing'],
  ['a short passphrase', { FAIRLEAD_STORE_KEY: 'ab'.repeat(5) }, 'invalid-input'],
  ['two keys', { FAIRLEAD_STORE_KEY: RAW, FAIRLEAD_STORE_KEY_FILE: '/nowhere/key' }, 'invalid-input'],
])('refuses %s, and says nothing of the key', (_, environment, code) => {
  const details = refusal({ ...environment });
  expect(details.code).toBe(code);
  expect(JSON.stringify(details)).not.toContain('abab');
});
