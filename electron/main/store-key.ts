import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** The part of Electron's safeStorage that is used. Electron 45 has the asynchronous calls, older ones only the others. */
export interface KeyChain {
  isEncryptionAvailable: () => boolean;
  encryptString: (text: string) => Buffer;
  decryptString: (encrypted: Buffer) => string;
  isAsyncEncryptionAvailable?: () => Promise<boolean>;
  encryptStringAsync?: (text: string) => Promise<Buffer>;
  decryptStringAsync?: (encrypted: Buffer) => Promise<{ result: string; shouldReEncrypt: boolean }>;
  /** Linux only. */
  getSelectedStorageBackend?: () => string;
}

export interface StoreKeyOptions {
  dataFolder: string;
  /** FAIRLEAD_STORE_KEY is taken out of it. */
  env: NodeJS.ProcessEnv;
  keyChain: KeyChain;
  log: (level: 'info' | 'warn', event: string, details?: Record<string, unknown>) => void;
  platform?: NodeJS.Platform;
}

const FILE_NAME = 'store-key.json';
const PLAIN_HEADER = 'SQLite format 3\0';
const StoredKey = z.object({
  version: z.literal(1),
  encryptedKey: z.base64(),
  /** While a change of key is under way: files of the store may be under either. */
  encryptedNextKey: z.base64().optional(),
});

/** What the host is told of the key at its start. */
export interface KeyForHost {
  storeKey: string | null;
  keyFrom?: 'keychain' | 'variable';
  nextStoreKey?: string;
}

const NO_KEY: KeyForHost = { storeKey: null };

/** This console's key, and a change of it while one is under way. */
export interface StoreKeys {
  /**
   * Asked again at each start of the host: a keychain that was locked may be open by then. Null: the host finds
   * its key itself (FAIRLEAD_STORE_KEY_FILE), or there is none. A keychain that would keep it in the clear counts
   * as none (SEC-11).
   */
  forHost: () => Promise<KeyForHost>;
  /** Puts a second key beside the first. False: the keychain did not take it, and nothing was changed. */
  beginChange: () => Promise<boolean>;
  /** From now on only the second key counts. */
  finishChange: () => Promise<void>;
  /** Into the environment again, for the program that this one starts in its place. */
  giveBack: () => void;
}

export function storeKeysOf(options: StoreKeyOptions): StoreKeys {
  const { env, log } = options;
  const given = env['FAIRLEAD_STORE_KEY'];
  delete env['FAIRLEAD_STORE_KEY'];
  // What the keychain says can name the entry, never the key.
  const failed = (error: unknown) =>
    log('warn', 'store-key-failed', { reason: error instanceof Error ? error.message : String(error) });
  return {
    async forHost() {
      if (given) return { storeKey: given, keyFrom: 'variable' };
      if (env['FAIRLEAD_STORE_KEY_FILE']) return NO_KEY;
      try {
        return await fromKeyChain(options);
      } catch (error) {
        failed(error);
        return NO_KEY;
      }
    },
    async beginChange() {
      try {
        if (!(await keepsSecrets(options))) return false;
        const { key, nextKey } = await readKeys(options);
        // One that is under way goes on with the key it has.
        if (nextKey === undefined) {
          await writeKeys(options, { key, nextKey: randomBytes(32).toString('hex') });
        }
        log('info', 'store-key-change-begun');
        return true;
      } catch (error) {
        failed(error);
        return false;
      }
    },
    async finishChange() {
      try {
        const { nextKey } = await readKeys(options);
        if (nextKey === undefined) return;
        await writeKeys(options, { key: nextKey });
        log('info', 'store-key-changed');
      } catch (error) {
        // Both keys stay, so the next start ends it.
        failed(error);
      }
    },
    giveBack() {
      if (given) env['FAIRLEAD_STORE_KEY'] = given;
    },
  };
}

async function fromKeyChain(options: StoreKeyOptions): Promise<KeyForHost> {
  const { dataFolder, log } = options;
  if (!(await keepsSecrets(options))) {
    log('warn', 'store-key-unavailable', { backend: backendOf(options) });
    return NO_KEY;
  }
  if (fs.existsSync(fileOf(options))) {
    const { key, nextKey } = await readKeys(options);
    return {
      storeKey: key,
      keyFrom: 'keychain',
      ...(nextKey === undefined ? {} : { nextStoreKey: nextKey }),
    };
  }
  if (isUnreadableWithoutKey(path.join(dataFolder, 'console.sqlite'))) {
    log('warn', 'store-key-lost');
    return NO_KEY;
  }
  const key = randomBytes(32).toString('hex');
  await writeKeys(options, { key });
  log('info', 'store-key-created', { backend: backendOf(options) });
  return { storeKey: key, keyFrom: 'keychain' };
}

/** A key made now would open none of it. */
function isUnreadableWithoutKey(storeFile: string): boolean {
  if (!fs.existsSync(storeFile)) return false;
  const header = Buffer.alloc(PLAIN_HEADER.length);
  const descriptor = fs.openSync(storeFile, 'r');
  try {
    const length = fs.readSync(descriptor, header, 0, header.length, 0);
    return length > 0 && header.toString('latin1') !== PLAIN_HEADER;
  } finally {
    fs.closeSync(descriptor);
  }
}

async function keepsSecrets(options: StoreKeyOptions): Promise<boolean> {
  const { keyChain } = options;
  if (['basic_text', 'unknown'].includes(backendOf(options))) return false;
  return keyChain.isAsyncEncryptionAvailable?.() ?? keyChain.isEncryptionAvailable();
}

function backendOf({ keyChain, platform = process.platform }: StoreKeyOptions): string {
  return platform === 'linux' ? (keyChain.getSelectedStorageBackend?.() ?? 'unknown') : platform;
}

interface Keys {
  key: string;
  nextKey?: string;
}

function fileOf({ dataFolder }: StoreKeyOptions): string {
  return path.join(dataFolder, FILE_NAME);
}

async function readKeys(options: StoreKeyOptions): Promise<Keys> {
  const { keyChain } = options;
  const stored = StoredKey.parse(JSON.parse(fs.readFileSync(fileOf(options), 'utf8')));
  const current = await decrypt(stored.encryptedKey, keyChain);
  if (stored.encryptedNextKey === undefined) {
    if (current.shouldReEncrypt) await writeKeys(options, { key: current.result });
    return { key: current.result };
  }
  return { key: current.result, nextKey: (await decrypt(stored.encryptedNextKey, keyChain)).result };
}

/** Nothing is encrypted with a key that has not been read back. */
async function writeKeys(options: StoreKeyOptions, { key, nextKey }: Keys): Promise<void> {
  const { keyChain } = options;
  const content: z.infer<typeof StoredKey> = {
    version: 1,
    encryptedKey: await encrypt(key, keyChain),
    ...(nextKey === undefined ? {} : { encryptedNextKey: await encrypt(nextKey, keyChain) }),
  };
  const file = fileOf(options);
  const draft = `${file}.draft`;
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  fs.writeFileSync(draft, `${JSON.stringify(content)}\n`, { mode: 0o600, flush: true });
  fs.renameSync(draft, file);
}

async function encrypt(key: string, keyChain: KeyChain): Promise<string> {
  const encrypted = await (keyChain.encryptStringAsync?.(key) ?? keyChain.encryptString(key));
  const encoded = encrypted.toString('base64');
  const { result } = await decrypt(encoded, keyChain);
  if (result !== key) throw new Error('the keychain does not give back what it was given');
  return encoded;
}

async function decrypt(encoded: string, keyChain: KeyChain) {
  const encrypted = Buffer.from(encoded, 'base64');
  if (keyChain.decryptStringAsync) return keyChain.decryptStringAsync(encrypted);
  return { result: keyChain.decryptString(encrypted), shouldReEncrypt: false };
}
