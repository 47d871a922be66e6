import type { ErrorDetails } from '#shared/kernel/errors.ts';

export const INTERRUPTED: ErrorDetails = {
  code: 'cancelled',
  message: 'The console ended while this ran.',
  remedy: 'It is tried again by itself. If it ends the console each time, save the log and tell your office.',
};

export const UNEXPECTED: ErrorDetails = {
  code: 'rule-broken',
  message: 'Something went wrong in the console itself.',
  remedy: 'Try again. If it happens again, save the log and tell your office.',
};

export const NO_SUCH_JOB: ErrorDetails = {
  code: 'not-found',
  message: 'This version of the program has no such job any more.',
};

export function timedOut(seconds: number): ErrorDetails {
  return {
    code: 'timed-out',
    message: `It took longer than ${seconds} seconds and was told to stop.`,
    remedy: 'Try again when the machine has less to do. If it happens again, tell your office.',
  };
}
