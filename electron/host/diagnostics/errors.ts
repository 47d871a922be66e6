import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why a bundle is not saved. */
export const diagnosticsError = errorsOf('diagnostics', {
  'prepared-again': {
    code: 'stale',
    message: 'Another bundle was prepared since.',
    remedy: 'Look at what is in it, and save that.',
  },
});
