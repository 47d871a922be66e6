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
const StoredKey = z.object({ version: z.literal(1), encryptedKey: z.base64() });

/**
 * The way to this console's key, asked again at each start of the host: a keychain that was locked may be
 * open by then. Null: the host finds its key itself (FAIRLEAD_STORE_KEY_FILE), or there is none. A keychain
 * that would keep it in the clear counts as none (SEC-11).
 */
export function storeKeyOf(options: StoreKeyOptions): () => Promise<string | null> {
  const { env, log } = options;
  const given = env['FAIRLEAD_STORE_KEY'];
  delete env['FAIRLEAD_STORE_KEY'];
  return async () => {
    if (given) return given;
    if (env['FAIRLEAD_STORE_KEY_FILE']) return null;
    try {
      return await fromKeyChain(options);
    } catch (error) {
      // What the keychain says can name the entry, never the key.
      log('warn', 'store-key-failed', { reason: error instanceof Error ? error.message : String(error) });
      return null;
    }
  };
}

async function fromKeyChain(options: StoreKeyOptions): Promise<string | null> {
  const { dataFolder, keyChain, log } = options;
  if (!(await keepsSecrets(options))) {
    log('warn', 'store-key-unavailable', { backend: backendOf(options) });
    return null;
  }
  const file = path.join(dataFolder, FILE_NAME);
  if (fs.existsSync(file)) return readKey(file, keyChain);
  if (isUnreadableWithoutKey(path.join(dataFolder, 'console.sqlite'))) {
    log('warn', 'store-key-lost');
    return null;
  }
  const key = randomBytes(32).toString('hex');
  await writeKey(file, key, keyChain);
  log('info', 'store-key-created', { backend: backendOf(options) });
  return key;
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

async function readKey(file: string, keyChain: KeyChain): Promise<string> {
  const stored = StoredKey.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  const encrypted = Buffer.from(stored.encryptedKey, 'base64');
  const { result, shouldReEncrypt } = await decrypt(encrypted, keyChain);
  if (shouldReEncrypt) await writeKey(file, result, keyChain);
  return result;
}

/** Nothing is encrypted with a key that has not been read back. */
async function writeKey(file: string, key: string, keyChain: KeyChain): Promise<void> {
  const encrypted = await (keyChain.encryptStringAsync?.(key) ?? keyChain.encryptString(key));
  const { result } = await decrypt(encrypted, keyChain);
  if (result !== key) throw new Error('the keychain does not give back what it was given');
  const content: z.infer<typeof StoredKey> = { version: 1, encryptedKey: encrypted.toString('base64') };
  const draft = `${file}.draft`;
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  fs.writeFileSync(draft, `${JSON.stringify(content)}\n`, { mode: 0o600, flush: true });
  fs.renameSync(draft, file);
}

async function decrypt(encrypted: Buffer, keyChain: KeyChain) {
  if (keyChain.decryptStringAsync) return keyChain.decryptStringAsync(encrypted);
  return { result: keyChain.decryptString(encrypted), shouldReEncrypt: false };
}
