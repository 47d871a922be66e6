import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why a setting of this console alone can’t be saved or tried out. */
export const consoleSettingError = errorsOf('console-settings', {
  'given-by-machine': {
    code: 'rule-broken',
    message: 'This machine says it already: its variable {variable} beats what is set here.',
    remedy: 'Take the variable away on that machine, or change it there.',
  },
  'password-again': {
    code: 'invalid-input',
    message: 'Type the password again: it is only ever told to the relay and user that it was entered for.',
    field: 'password',
  },
  'no-way-out': {
    code: 'rule-broken',
    message: 'This console has no way out for this channel.',
    remedy: 'Enter it and save it, then test it.',
  },
  'test-under-way': {
    code: 'too-many-attempts',
    message: 'A test message is under way.',
    remedy: 'Wait for its answer.',
  },
  'folder-not-whole': {
    code: 'invalid-input',
    message: 'The whole path of a folder of this machine, such as /mnt/backups.',
    field: 'copyTo',
  },
  'folder-with-store': {
    code: 'invalid-input',
    message: 'That folder lies with the store itself: what harms the one harms the other.',
    field: 'copyTo',
  },
});
