import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyKey, newStoreKey } from '#host/store/encryption/store-key.ts';
import { type KeyChain, type StoreKeys, storeKeysOf } from './store-key.ts';

let dataFolder: string;
let logged: string[];
beforeEach(() => {
  dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-key-'));
  logged = [];
});
afterEach(() => fs.rmSync(dataFolder, { recursive: true, force: true }));

const flip = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
const SYNCHRONOUS: KeyChain = {
  isEncryptionAvailable: () => true,
  encryptString: (text) => flip(Buffer.from(text)),
  decryptString: (encrypted) => flip(encrypted).toString(),
  getSelectedStorageBackend: () => 'gnome_libsecret',
};
const deprecated = () => {
  throw new Error('a deprecated call');
};
const ASYNCHRONOUS: KeyChain = {
  isEncryptionAvailable: deprecated,
  encryptString: deprecated,
  decryptString: deprecated,
  isAsyncEncryptionAvailable: async () => true,
  encryptStringAsync: async (text) => flip(Buffer.from(text)),
  decryptStringAsync: async (encrypted) => ({ result: flip(encrypted).toString(), shouldReEncrypt: false }),
  getSelectedStorageBackend: () => 'gnome_libsecret',
};

async function ask(keyChain: KeyChain, env: NodeJS.ProcessEnv = {}): Promise<string | null> {
  return (await keys(keyChain, env).forHost()).storeKey;
}

function keys(keyChain: KeyChain, env: NodeJS.ProcessEnv = {}): StoreKeys {
  const log = (level: string, event: string, details?: unknown) =>
    logged.push(`${level} ${event} ${JSON.stringify(details ?? {})}`);
  return storeKeysOf({ dataFolder, env, keyChain, log, platform: 'linux' });
}

test.each([
  ['the asynchronous calls', ASYNCHRONOUS],
  ['only the synchronous calls', SYNCHRONOUS],
])('a key is made at the first start and the same at the next, with %s', async (_, keyChain) => {
  const key = String(await ask(keyChain));
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(await ask(keyChain)).toBe(key);
  const file = path.join(dataFolder, 'store-key.json');
  expect(fs.readFileSync(file, 'utf8')).not.toContain(key);
  expect(fs.statSync(file).mode & 0o077).toBe(0);
  expect(logged).toEqual(['info store-key-created {"backend":"gnome_libsecret"}']);
});

test.each([
  ['keeps secrets in the clear', { ...SYNCHRONOUS, getSelectedStorageBackend: () => 'basic_text' }],
  ['is not there', { ...ASYNCHRONOUS, isAsyncEncryptionAvailable: async () => false }],
])('a keychain that %s gets no key to keep (SEC-11)', async (_, keyChain) => {
  expect(await ask(keyChain)).toBeNull();
  expect(fs.readdirSync(dataFolder)).toEqual([]);
  expect(logged).toEqual([expect.stringContaining('warn store-key-unavailable')]);
});

test('no new key is made for a store that is encrypted under one that is gone', async () => {
  const db = new Database(path.join(dataFolder, 'console.sqlite'));
  applyKey(db, newStoreKey());
  db.exec('CREATE TABLE kept (title TEXT)');
  db.close();
  expect(await ask(SYNCHRONOUS)).toBeNull();
  expect(fs.readdirSync(dataFolder)).toEqual(['console.sqlite']);
});

test('a key that the keychain no longer opens is kept as it is', async () => {
  await ask(SYNCHRONOUS);
  const file = path.join(dataFolder, 'store-key.json');
  const before = fs.readFileSync(file);
  const locked = {
    ...SYNCHRONOUS,
    decryptString: () => {
      throw new Error('locked');
    },
  };
  expect(await ask(locked)).toBeNull();
  expect(fs.readFileSync(file)).toEqual(before);
  expect(logged.at(-1)).toBe('warn store-key-failed {"reason":"locked"}');
});

test('a keychain that does not give back what it was given is not trusted', async () => {
  expect(await ask({ ...SYNCHRONOUS, decryptString: () => 'something else' })).toBeNull();
  expect(fs.readdirSync(dataFolder)).toEqual([]);
});

test('a key whose protection has aged is written again', async () => {
  const key = await ask(ASYNCHRONOUS);
  let written = 0;
  const renewed: KeyChain = {
    ...ASYNCHRONOUS,
    encryptStringAsync: async (text) => {
      written += 1;
      return flip(Buffer.from(text));
    },
    decryptStringAsync: async (encrypted) => ({ result: flip(encrypted).toString(), shouldReEncrypt: true }),
  };
  expect([await ask(renewed), written]).toEqual([key, 1]);
});

test('the environment’s own key goes before the keychain, and out of the environment', async () => {
  const env: NodeJS.ProcessEnv = { FAIRLEAD_STORE_KEY: 'given by the environment' };
  expect([await ask(SYNCHRONOUS, env), env]).toEqual(['given by the environment', {}]);
  expect(await ask(SYNCHRONOUS, { FAIRLEAD_STORE_KEY_FILE: '/etc/fairlead/key' })).toBeNull();
  expect([fs.readdirSync(dataFolder), logged]).toEqual([[], []]);
});

test('the environment’s own key is there again for the program that an update starts', async () => {
  const env: NodeJS.ProcessEnv = { FAIRLEAD_STORE_KEY: 'given by the environment' };
  const given = keys(SYNCHRONOUS, env);
  given.giveBack();
  expect(env).toEqual({ FAIRLEAD_STORE_KEY: 'given by the environment' });
  const none: NodeJS.ProcessEnv = {};
  keys(SYNCHRONOUS, none).giveBack();
  expect(none).toEqual({});
});

test('a change of key keeps both until it is finished, over a new start, and then only the new one', async () => {
  const key = await ask(ASYNCHRONOUS);
  expect(await keys(ASYNCHRONOUS).beginChange()).toBe(true);
  const both = await keys(ASYNCHRONOUS).forHost();
  expect(both).toEqual({
    storeKey: key,
    keyFrom: 'keychain',
    nextStoreKey: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  // A second wish while the first is under way brings no third key.
  await keys(ASYNCHRONOUS).beginChange();
  expect(await keys(ASYNCHRONOUS).forHost()).toEqual(both);
  await keys(ASYNCHRONOUS).finishChange();
  await keys(ASYNCHRONOUS).finishChange();
  expect(await keys(ASYNCHRONOUS).forHost()).toEqual({ storeKey: both.nextStoreKey, keyFrom: 'keychain' });
  expect(logged.join()).not.toContain(String(both.nextStoreKey));
});

test('a keychain that takes no new key leaves the old one as it was', async () => {
  const key = await ask(SYNCHRONOUS);
  const locked = {
    ...SYNCHRONOUS,
    encryptString: () => {
      throw new Error('locked');
    },
  };
  expect(await keys(locked).beginChange()).toBe(false);
  expect(await ask(SYNCHRONOUS)).toBe(key);
});
