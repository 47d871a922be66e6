import { errorsOf } from '../../kernel/error-texts.ts';

/** Why what is said to come of a call is refused. */
export const callError = errorsOf('incidents.call', {
  'no-call': {
    code: 'rule-broken',
    message: 'There is no call that was not taken yet.',
    remedy: 'Each call is taken once, by the site that it concerns.',
  },
});
