import type { RecoveryCopy } from '../../messages.ts';
import type { ReaderOptions } from '../open-reader.ts';
import { listCopies } from './backup-files.ts';
import { isGood } from './restore.ts';

/** Somebody waits for the list; what was not looked at by then is looked at when it is chosen. */
const LOOKING_MS = 20_000;

/** What a person may choose from when the store can't be opened. Reads them, newest first. */
export function recoveryCopies(
  dataFolder: string,
  options: ReaderOptions,
  monotonicMs: () => number = () => performance.now(),
): RecoveryCopy[] {
  const untilMs = monotonicMs() + LOOKING_MS;
  return listCopies(dataFolder).map(({ name, takenAt, sizeBytes, kind, file }) => {
    const look = () => (isGood(file, options) ? ('good' as const) : ('unreadable' as const));
    return { name, takenAt, sizeBytes, kind, state: monotonicMs() < untilMs ? look() : 'unchecked' };
  });
}
