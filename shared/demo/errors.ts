import { errorsOf } from '../kernel/error-texts.ts';

/** What a command meets while the story of the demonstration company is made. */
export const demoError = errorsOf('demo', {
  'no-such-record': { code: 'not-found', message: 'No {kind} has the id {id}.' },
});
