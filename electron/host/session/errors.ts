import { errorsOf } from '#shared/kernel/error-texts.ts';

const CHECK = 'Check it and try again.';
const WAIT = 'Wait {delaySeconds} s before the next try.';

/** Why somebody is not let in or may not go on, and what to do then. */
export const sessionError = errorsOf('session', {
  'no-match': {
    code: 'wrong-passphrase',
    message: 'Name and passphrase do not match.',
    remedy: CHECK,
    field: 'passphrase',
  },
  'no-match-wait': {
    code: 'wrong-passphrase',
    message: 'Name and passphrase do not match.',
    remedy: WAIT,
    field: 'passphrase',
  },
  'passphrase-wrong': {
    code: 'wrong-passphrase',
    message: 'This is not your passphrase.',
    remedy: CHECK,
    field: 'passphrase',
  },
  'passphrase-wrong-wait': {
    code: 'wrong-passphrase',
    message: 'This is not your passphrase.',
    remedy: WAIT,
    field: 'passphrase',
  },
  'code-wrong': {
    code: 'wrong-passphrase',
    message: 'This code is wrong, or was used already.',
    remedy: CHECK,
    field: 'code',
  },
  'code-wrong-wait': {
    code: 'wrong-passphrase',
    message: 'This code is wrong, or was used already.',
    remedy: WAIT,
    field: 'code',
  },
  'code-asked': {
    code: 'second-factor-needed',
    message: 'Type the code that your authenticator app shows.',
    remedy: 'Without the app, use one of your recovery codes.',
    field: 'code',
  },
  'too-many-wrong': {
    code: 'too-many-attempts',
    message: 'Too many wrong passphrases for this name.',
    remedy: 'Wait {waitSeconds} s and try again.',
  },
  'signed-out': {
    code: 'signed-out',
    message: 'Nobody is signed in here.',
    remedy: 'Sign in. What you typed is kept.',
  },
  locked: {
    code: 'session-locked',
    message: 'This console is locked.',
    remedy: 'Type your passphrase. What you typed before is kept.',
  },
  'passphrase-of-another': {
    code: 'passphrase-change-needed',
    message: 'Your passphrase was set by somebody else.',
    remedy: 'Choose one of your own first.',
  },
  'second-factor-missing': {
    code: 'second-factor-needed',
    message: 'You need a second factor to work here.',
    remedy: 'Set one up first.',
  },
  'session-gone': {
    code: 'not-found',
    message: 'There is no such sign-in here any more.',
    remedy: 'It may have ended by itself; the list shows it.',
  },
  'passphrase-same': {
    code: 'invalid-input',
    message: 'This is the passphrase you have.',
    remedy: 'Choose another one.',
    field: 'next',
  },
  'confirmed-too-late': {
    code: 'stale',
    message: 'This took too long.',
    remedy: 'Begin again and scan the new code.',
    field: 'code',
  },
  'code-not-shown': {
    code: 'invalid-input',
    message: 'The app does not show this code.',
    remedy: "Check that this console's time is right, and type the code that is shown now.",
    field: 'code',
  },
  'right-held': { code: 'rule-broken', message: 'You may do this already.', field: 'feature' },
  'right-taken-away': {
    code: 'forbidden',
    message:
      'This was taken away from you personally, or is not open to partners. Breaking the glass does not change that.',
    remedy: 'Ask somebody who may do it, or an administrator of your site.',
    field: 'feature',
  },
});
