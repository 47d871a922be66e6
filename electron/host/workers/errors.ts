import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why a job ended before it was done. */
export const workerError = errorsOf('workers', {
  cancelled: { code: 'cancelled', message: 'This was cancelled. Nothing was changed.' },
  'timed-out': {
    code: 'timed-out',
    message: 'This took longer than {limitSeconds} seconds and was stopped.',
    remedy: 'Choose a shorter period or fewer records.',
  },
});
