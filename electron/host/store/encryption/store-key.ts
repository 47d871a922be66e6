import { randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { encryptionError } from './errors.ts';

const RAW_KEY = /^[0-9a-f]{64}$/i;
const MINIMUM_PASSPHRASE_LENGTH = 12;

const StoreKeyText = z.string().brand<'StoreKey'>();

/**
 * What opens an encrypted store: 64 hexadecimal digits, or a passphrase. A string, so that it can be handed to
 * a worker; fields that hold one are called `storeKey`, which the log keeps out.
 */
export type StoreKey = z.infer<typeof StoreKeyText>;

/** Throws `invalid-input` for what would be no protection. */
export function parseStoreKey(text: string): StoreKey {
  if (!RAW_KEY.test(text) && text.length < MINIMUM_PASSPHRASE_LENGTH) {
    throw encryptionError('key-too-short', { characters: MINIMUM_PASSPHRASE_LENGTH });
  }
  return StoreKeyText.parse(text);
}

export function newStoreKey(): StoreKey {
  return StoreKeyText.parse(randomBytes(32).toString('hex'));
}

/** As a person reads it. */
export const CIPHER_NAME = 'AEGIS-256';

/** Why AEGIS-256: docs/decisions/encryption.md. Set before each key, as the library's own choice is another. */
export function chooseCipher(db: Database.Database): void {
  db.pragma("cipher = 'aegis'");
}

/** Makes a connection read and write with the key. Says nothing about whether the key is the right one. */
export function applyKey(db: Database.Database, key: StoreKey): void {
  chooseCipher(db);
  db.pragma(`hexkey = '${cipherKey(key).toString('hex')}'`);
}

/** The bytes the cipher takes: a raw key is used as it is, of a passphrase it derives one (Argon2id). */
export function cipherKey(key: StoreKey): Buffer {
  return Buffer.from(RAW_KEY.test(key) ? `raw:${key.toLowerCase()}` : key, 'utf8');
}
