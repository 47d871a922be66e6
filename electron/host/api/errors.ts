import { errorsOf } from '#shared/kernel/error-texts.ts';

/** What a page hears that asked wrongly, or that the console itself failed. */
export const apiError = errorsOf('api', {
  'no-procedure': { code: 'not-found', message: 'There is no such procedure.' },
  /** The sentence is that of the schema the input was held against. */
  'field-wrong': {
    code: 'invalid-input',
    message: '{reason}',
    remedy: 'Correct the field and try again. Nothing was changed.',
  },
  'input-wrong': {
    code: 'invalid-input',
    message: 'This input can’t be used.',
    remedy: 'Correct the field and try again. Nothing was changed.',
  },
  unexpected: {
    code: 'rule-broken',
    message: 'Something went wrong in the console itself. Nothing of this step was saved.',
    remedy: 'Try again. If it happens again, save the diagnostics and tell your office.',
  },
});
