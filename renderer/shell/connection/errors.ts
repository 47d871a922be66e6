import { errorsOf } from '#shared/kernel/error-texts.ts';

/** What the page itself says of a call that failed: everything else is said by the host. */
export const connectionError = errorsOf('connection', {
  'not-done': {
    code: 'rule-broken',
    message: 'The console could not do this.',
    remedy: 'What you typed is kept. Try again; if it happens again, tell your office.',
  },
});
