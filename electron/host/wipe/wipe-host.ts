import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Host } from '../compose.ts';
import { type Fatal, fatalOf } from '../fatal.ts';
import { eraseConsole } from './wiped.ts';

/** A job that won't end is no reason to leave the data where it is. */
const CLOSE_WITHIN_MS = 10_000;

/** Closes a host that is to be wiped and erases its folder. Returns what is to be shown afterwards. */
export async function wipeHost(
  host: Pick<Host, 'close'>,
  dataFolder: string,
  log: Pick<Logger, 'error'>,
): Promise<Fatal> {
  const closed = host
    .close()
    .catch((error: unknown) => log.error({ err: error }, 'the host could not be closed before its wipe'));
  const giveUp = new AbortController();
  await Promise.race([
    closed,
    pause(CLOSE_WITHIN_MS, undefined, { signal: giveUp.signal }).catch(() => undefined),
  ]);
  giveUp.abort();
  return fatalOf(eraseConsole(dataFolder));
}
