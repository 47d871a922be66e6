import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why long work on the store came to nothing, and what to do then. */
export const taskError = errorsOf('store.tasks', {
  failed: {
    code: 'rule-broken',
    message: 'Something went wrong in the console itself. The store is as it was.',
    remedy: 'Try again. If it happens again, save the log and tell your office.',
  },
  'key-kept-by-person': {
    code: 'rule-broken',
    message: 'The key of this console is not kept by a keychain, so it can’t be changed from here.',
    remedy: 'Close the console and run: {command}',
  },
  'key-not-taken': {
    code: 'rule-broken',
    message: 'The keychain did not take a new key. The store has the key it had.',
    remedy: 'Unlock the keychain of this machine and try again.',
  },
});
