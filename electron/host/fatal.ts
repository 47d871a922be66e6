import { isDomainError, messageOf } from '#shared/kernel/errors.ts';
import { fatalWord } from './fatal-words.ts';

/** What a host that can't run says before it ends, for a recovery page or a terminal. */
export type Fatal = { readonly code: string; readonly message: string; readonly remedy: string };

export function fatalOf(error: unknown): Fatal {
  if (isDomainError(error)) {
    const { code, message, remedy } = error.details;
    return { code, message, remedy: remedy ?? fatalWord('otherwise.remedy') };
  }
  return {
    code: 'host-failed',
    message: fatalWord('unexpected', { reason: messageOf(error) }),
    remedy: fatalWord('unexpected.remedy'),
  };
}
