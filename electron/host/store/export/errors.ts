import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why the store was not exported, and what to do then. */
export const exportError = errorsOf('store.export', {
  'too-soon': {
    code: 'already-exists',
    message: 'An export of this very second is there already.',
    remedy: 'Try again in a moment.',
  },
  'disk-full': {
    code: 'disk-full',
    message: 'The disk is too full for this export. What was written of it was removed.',
    remedy: 'Free some space and export again.',
  },
});
