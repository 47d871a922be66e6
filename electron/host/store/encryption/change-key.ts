import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { DomainError, isDomainError } from '#shared/kernel/errors.ts';
import type { Steps } from '../../workers/job.ts';
import { openFile } from '../connection.ts';
import { lockFolder } from '../lock.ts';
import { encryptedCopiesOf } from './encrypted-copies.ts';
import { finishRewrite, formerOf, rewriteStore } from './rewrite-store.ts';
import { storeFileKind } from './store-file-kind.ts';
import type { StoreKey } from './store-key.ts';

export type StoreKeyChange = {
  /** Absent: the store is not encrypted now. */
  readonly from?: StoreKey | undefined;
  /** Absent: it is not to be encrypted any more. */
  readonly to?: StoreKey | undefined;
};

export type StoreKeyChanged = {
  readonly files: number;
  /** Copies that neither key opens, because they are damaged or of another day's key: left as they are. */
  readonly leftAlone: readonly string[];
};

/**
 * Brings the store and every copy of it from one key to another, file by file; `step` counts bytes. Cut off at
 * any point, each file is whole under one of the two keys, and the same call again does the rest. Throws
 * `store-locked` while a console runs on the folder, and `store-key-wrong` when neither key opens the store.
 */
export function changeStoreKey(
  file: string,
  change: StoreKeyChange,
  native: { readonly nativeBinding?: string },
  { step }: Steps,
): StoreKeyChanged {
  const lock = lockFolder(path.dirname(file), native);
  try {
    const copies = encryptedCopiesOf(file);
    const total = [file, ...copies].reduce((bytes, one) => bytes + sizeOf(one), 0);
    const leftAlone: string[] = [];
    let done = 0;
    step({ done, total });
    changeOne(file, change, native);
    done += sizeOf(file);
    for (const copy of copies) {
      step({ done, total });
      if (!changedCopy(copy, change, native)) leftAlone.push(path.basename(copy));
      done += sizeOf(copy);
    }
    step({ done: total, total });
    return { files: copies.length + 1 - leftAlone.length, leftAlone };
  } finally {
    lock.release();
  }
}

/** The one of two keys that opens the store as a cut-off change left it. Throws when neither does. */
export function keyInForce(
  file: string,
  { from, to }: StoreKeyChange,
  native: { readonly nativeBinding?: string },
): StoreKey | undefined {
  if (opensWith(file, to, native)) return to;
  finish(file, from, native);
  openFile(file, withKey(from, native), { readonly: true }).close();
  return from;
}

function changeOne(file: string, change: StoreKeyChange, native: { readonly nativeBinding?: string }): void {
  if (opensWith(file, change.to, native)) return;
  finish(file, change.from, native);
  rewriteStore(file, change, native);
}

/** False: it is under neither key, or damaged. A disk that is full is no reason to pass over it. */
function changedCopy(
  copy: string,
  change: StoreKeyChange,
  native: { readonly nativeBinding?: string },
): boolean {
  try {
    changeOne(copy, change, native);
    return true;
  } catch (error) {
    const codes = ['store-key-wrong', 'store-key-missing', 'store-corrupt'];
    if (isDomainError(error) && codes.includes(error.code)) return false;
    throw error;
  }
}

/** Whether a file has the key already. One that is not encrypted opens with any key, and has none of them. */
function opensWith(
  file: string,
  key: StoreKey | undefined,
  native: { readonly nativeBinding?: string },
): boolean {
  // Between its two renames a store has only its other name, and is still under its former key.
  if (!existsSync(file)) return false;
  if (storeFileKind(file) === 'plain' ? key !== undefined : key === undefined) return false;
  try {
    openFile(file, withKey(key, native), { readonly: true }).close();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'store-key-wrong') return false;
    throw error;
  }
  finish(file, key, native);
  return true;
}

function finish(file: string, key: StoreKey | undefined, native: { readonly nativeBinding?: string }): void {
  finishRewrite(file, withKey(key, native));
}

function withKey(storeKey: StoreKey | undefined, native: { readonly nativeBinding?: string }) {
  return storeKey === undefined ? native : { ...native, storeKey };
}

function sizeOf(file: string): number {
  return (
    statSync(file, { throwIfNoEntry: false })?.size ??
    statSync(formerOf(file), { throwIfNoEntry: false })?.size ??
    0
  );
}
