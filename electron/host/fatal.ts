import { isDomainError, messageOf } from '#shared/kernel/errors.ts';

/** What a host that can't run says before it ends, for a recovery page or a terminal. */
export type Fatal = { readonly code: string; readonly message: string; readonly remedy: string };

export function fatalOf(error: unknown): Fatal {
  if (isDomainError(error)) {
    const { code, message, remedy } = error.details;
    return { code, message, remedy: remedy ?? 'Start the console again.' };
  }
  return {
    code: 'host-failed',
    message: `The console could not start: ${messageOf(error)}`,
    remedy: 'Start it again. If this stays, save the log folder and ask your office.',
  };
}
