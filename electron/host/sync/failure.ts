import { isDomainError, messageOf } from '#shared/kernel/errors.ts';
import type { SyncStatus } from '../services.ts';
import { isDiskFull } from '../store/connection.ts';
import { syncError } from './errors.ts';
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
    const { details } = syncError('answer-not-taken', { reason: messageOf(error) });
    return { problem: details, isRefusal: false, retryAfterMs: 0 };
  }
  const { field, retryAfterSeconds, ...problem } = error.details;
  return { problem, isRefusal: isFinal(error), retryAfterMs: (retryAfterSeconds ?? 0) * 1000 };
}

/** The answer was not taken in, cursor and all, so the same is told again. */
function diskFull(): Failure {
  return {
    problem: syncError('answer-not-kept').details,
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
