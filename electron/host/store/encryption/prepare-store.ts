import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import { isDomainError } from '#shared/kernel/errors.ts';
import { listCopies } from '../backup/backup-files.ts';
import type { ConnectionOptions } from '../connection.ts';
import { encryptedCopiesOf } from './encrypted-copies.ts';
import { encryptionError } from './errors.ts';
import { finishRewrite, rewriteStore } from './rewrite-store.ts';
import { storeFileKind } from './store-file-kind.ts';

type Log = Pick<Logger, 'info' | 'warn'>;

/**
 * Before a store is opened: finishes a change of key that was cut off, and encrypts what is not encrypted
 * although there is a key. The caller holds the folder. Throws `store-key-missing` or `store-key-wrong`.
 */
export function prepareStoreFile(opening: ConnectionOptions, log: Log): 'on' | 'off' {
  const { file, storeKey, ...options } = opening;
  finishRewrite(file, opening);
  // A blank store in the place of a lost one would look like everything is well.
  if (!existsSync(file) && listCopies(path.dirname(file)).length > 0) throw encryptionError('store-gone');
  const kind = storeFileKind(file);
  if (storeKey === undefined) {
    if (kind === 'encrypted') throw encryptionError('key-missing');
    return 'off';
  }
  try {
    if (kind === 'plain') {
      log.info('encrypting the store');
      rewriteStore(file, { to: storeKey }, options);
      log.info('the store is encrypted');
    }
  } catch (error) {
    if (!isDomainError(error) || error.code !== 'disk-full') throw error;
    // Work goes on as it did until today; the next start tries again, and the status says what is.
    log.warn('no room on the disk to encrypt the store: it stays as it is');
    return 'off';
  }
  encryptCopies(opening, log);
  return 'on';
}

/** Copies made before there was a key would give away what the store no longer does. */
function encryptCopies({ file, storeKey, ...options }: ConnectionOptions, log: Log): void {
  if (storeKey === undefined) return;
  for (const copy of encryptedCopiesOf(file)) {
    try {
      finishRewrite(copy, { ...options, storeKey });
      if (storeFileKind(copy) === 'plain') rewriteStore(copy, { to: storeKey }, options);
    } catch (error) {
      // A damaged copy can't be encrypted, and is kept for whoever repairs it.
      log.warn({ err: error, copy: path.basename(copy) }, 'a copy of the store is not encrypted');
    }
  }
}
