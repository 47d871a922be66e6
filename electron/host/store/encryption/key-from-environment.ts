import { readFileSync, statSync } from 'node:fs';
import { DomainError, messageOf } from '#shared/kernel/errors.ts';
import { encryptionError } from './errors.ts';
import { parseStoreKey, type StoreKey } from './store-key.ts';

export const KEY_VARIABLE = 'FAIRLEAD_STORE_KEY';
export const KEY_FILE_VARIABLE = 'FAIRLEAD_STORE_KEY_FILE';

/** Where a key that a person looks after comes from. */
export type GivenKey = { readonly storeKey: StoreKey; readonly keyFrom: 'file' | 'variable' };

/**
 * Reads the key that the environment gives, and takes it out of the environment so that nothing started later
 * inherits it. Throws `invalid-input` or `store-key-missing`.
 */
export function takeGivenKey(environment: NodeJS.ProcessEnv): GivenKey | undefined {
  const text = environment[KEY_VARIABLE];
  const file = environment[KEY_FILE_VARIABLE];
  delete environment[KEY_VARIABLE];
  delete environment[KEY_FILE_VARIABLE];
  if (text && file) {
    throw encryptionError('key-given-twice', { variable: KEY_VARIABLE, fileVariable: KEY_FILE_VARIABLE });
  }
  if (text) return { storeKey: parseStoreKey(text), keyFrom: 'variable' };
  return file ? { storeKey: readKeyFile(file), keyFrom: 'file' } : undefined;
}

/** The same for who does not tell where it comes from. */
export function takeStoreKey(environment: NodeJS.ProcessEnv): StoreKey | undefined {
  return takeGivenKey(environment)?.storeKey;
}

/** A line break at the end is not part of the key. */
export function readKeyFile(file: string): StoreKey {
  let text: string;
  try {
    refuseOpenFile(file);
    text = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw encryptionError('key-file-unreadable', { file, reason: messageOf(error) }, { cause: error });
  }
  return parseStoreKey(text);
}

function refuseOpenFile(file: string): void {
  const { mode } = statSync(file);
  // Windows keeps its permissions elsewhere, and a profile folder is its owner's there.
  if (process.platform === 'win32' || (mode & 0o077) === 0) return;
  throw encryptionError('key-file-open', { file });
}
