import { isDomainError, messageOf } from '#shared/kernel/errors.ts';
import type { SyncStatus } from '../services.ts';
import { isDiskFull } from '../store/connection.ts';
import { ServerRefusal } from './transport.ts';

/** Why an exchange did not happen, as a person sees it and as the next attempt follows from it. */
export type Failure = {
  readonly problem: NonNullable<SyncStatus['problem']>;
  /** The server understood and said no: trying again soon changes nothing. */
  readonly isRefusal: boolean;
  readonly retryAfterMs: number;
};

export function failureOf(error: unknown): Failure {
  if (!(error instanceof ServerRefusal) && isDiskFull(error)) return diskFull();
  if (!isDomainError(error)) {
    // Not one of the errors an exchange may end with: the log has its stack, the person gets its message.
    return {
      problem: {
        code: 'server-nonsense',
        message: `The server's answer could not be taken in (${messageOf(error)}).`,
        remedy: 'Nothing is lost and it is tried again. If it stays, send the log to your support.',
      },
      isRefusal: false,
      retryAfterMs: 0,
    };
  }
  const { code, message, remedy, retryAfterSeconds } = error.details;
  return {
    problem: remedy === undefined ? { code, message } : { code, message, remedy },
    isRefusal: isFinal(error),
    retryAfterMs: (retryAfterSeconds ?? 0) * 1000,
  };
}

/** The answer was not taken in, cursor and all, so the same is told again. */
function diskFull(): Failure {
  return {
    problem: {
      code: 'disk-full',
      message: 'The disk of this console is full, so what the server sent could not be kept.',
      remedy: 'Free some space. Nothing is lost: the server sends it again by itself.',
    },
    isRefusal: false,
    retryAfterMs: DISK_FULL_WAIT_MS,
  };
}

/** Room is made by people. Fetching the same again every few seconds would cost money on a dear link. */
const DISK_FULL_WAIT_MS = 60_000;

/**
 * 4xx in the server's own words, unless it is only busy (429) or slow (408), or has seen the number of the request
 * already: the next exchange goes on beyond it.
 */
function isFinal(error: Error): boolean {
  if (!(error instanceof ServerRefusal) || error.code === 'replayed') return false;
  const isTheRequest = error.status >= 400 && error.status < 500;
  return isTheRequest && ![408, 429].includes(error.status);
}
