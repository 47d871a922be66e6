import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why there are no holidays of a place. */
export const holidayError = errorsOf('holidays', {
  'place-unknown': {
    code: 'not-found',
    message: 'The holidays of this place are not known.',
    remedy: 'Choose another place, or enter the days as closures.',
  },
});
