import { statSync } from 'node:fs';
import type { Logger } from 'pino';
import { type ErrorDetails, isDomainError } from '#shared/kernel/errors.ts';
import { Workers } from '../../workers/workers.ts';
import { listCopies } from '../backup/backup-files.ts';
import { backupError } from '../backup/errors.ts';
import { keyInForce, type StoreKeyChange } from './change-key.ts';
import { encryptedCopiesOf } from './encrypted-copies.ts';
import { draftOf } from './rewrite-store.ts';
import type { StoreKey } from './store-key.ts';

export type BeforeStart = {
  readonly dataFolder: string;
  readonly file: string;
  readonly native: { readonly nativeBinding?: string };
  onProgress(progress: { readonly done: number; readonly total: number | null }): void;
};

/** How a change of key went, as the Store page tells it. */
export type KeyChangeOutcome =
  | { readonly state: 'done'; readonly files: number; readonly leftAlone: readonly string[] }
  /** Not all files could be brought to the new key; each start tries again. */
  | { readonly state: 'failed'; readonly problem: ErrorDetails };

const TIME_LIMIT_MS = 12 * 60 * 60_000;
const LOOK_MS = 500;

/** Before a store is opened: its key is changed beside the host, which stays able to answer main. */
export async function changeKeyBeforeStart(
  { file, native, onProgress }: BeforeStart,
  change: StoreKeyChange,
  log: Pick<Logger, 'info' | 'error'>,
): Promise<{ storeKey: StoreKey | undefined; outcome: KeyChangeOutcome }> {
  const workers = new Workers({ file, ...native });
  let latest = { done: 0, total: null as number | null };
  const tell = () => onProgress({ ...latest, done: latest.done + bytesBeingWritten(file) });
  const look = setInterval(tell, LOOK_MS);
  try {
    const changed = await workers.run('store.change-key', change, {
      timeLimitMs: TIME_LIMIT_MS,
      onProgress(progress) {
        latest = progress;
        tell();
      },
    });
    log.info({ files: changed.files, leftAlone: changed.leftAlone }, 'the store has a new key');
    return { storeKey: change.to, outcome: { state: 'done', ...changed } };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    log.error({ err: error }, 'the key of the store could not be changed everywhere');
    return {
      storeKey: keyInForce(file, change, native),
      outcome: { state: 'failed', problem: error.details },
    };
  } finally {
    clearInterval(look);
    await workers.close();
  }
}

/** Before a store is opened: a copy takes its place. Throws what `restoreStore` throws. */
export async function restoreBeforeStart(
  { dataFolder, file, native, onProgress }: BeforeStart,
  backup: string,
  how: { readonly storeKey: StoreKey | undefined; readonly nowMs: number },
): Promise<void> {
  if (!listCopies(dataFolder).some(({ name }) => name === backup))
    throw backupError('unknown', { name: backup });
  const workers = new Workers({
    file,
    ...native,
    ...(how.storeKey === undefined ? {} : { storeKey: how.storeKey }),
  });
  const look = setInterval(() => onProgress({ done: 0, total: null }), LOOK_MS);
  onProgress({ done: 0, total: null });
  try {
    const request = { dataFolder, storeFile: file, backup, nowMs: how.nowMs };
    await workers.run('store.restore', request, { timeLimitMs: TIME_LIMIT_MS });
  } finally {
    clearInterval(look);
    await workers.close();
  }
}

function bytesBeingWritten(file: string): number {
  return [file, ...encryptedCopiesOf(file)].reduce(
    (bytes, one) => bytes + (statSync(draftOf(one), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
