import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why the key of the store is not taken or does not open it, and what to do then. */
export const encryptionError = errorsOf('store.encryption', {
  'key-given-twice': {
    code: 'invalid-input',
    message: 'Both {variable} and {fileVariable} are set, so it is not clear which key is meant.',
    remedy: 'Set one of them.',
    field: 'storeKey',
  },
  'key-file-unreadable': {
    code: 'store-key-missing',
    message: 'The key file {file} can’t be read ({reason}).',
    remedy: 'Check its path and owner.',
  },
  'key-file-open': {
    code: 'store-key-missing',
    message: 'The key file {file} can be read by others than its owner.',
    remedy:
      'Take their permission away (chmod 600 {file}). If they may have read it, change the key: npm run store-key -- change.',
  },
  'key-too-short': {
    code: 'invalid-input',
    message: 'The key given for the data file is too short to protect it.',
    remedy:
      'Use 64 hexadecimal digits ("npm run store-key -- new FILE" makes them), or a passphrase of at least {characters} characters.',
    field: 'storeKey',
  },
  'key-missing': {
    code: 'store-key-missing',
    message: 'The data file of this console is encrypted, and its key is not there.',
    remedy:
      'It is left as it is. In the window: sign in to the machine as the person who set the console up and unlock the keychain. Served: name the key with FAIRLEAD_STORE_KEY_FILE. If the key is gone for good, join your company again in a new data folder: what the server has comes back.',
  },
  'key-wrong': {
    code: 'store-key-wrong',
    message: 'The key does not open the data file of this console.',
    remedy:
      'It is left as it is. Give the key it was last encrypted with; a restored backup has the key of its day. If that key is gone for good, join your company again in a new data folder: what the server has comes back.',
  },
  'store-gone': {
    code: 'store-corrupt',
    message: 'The data file of this console is gone, but backups of it are there.',
    remedy: 'Restore the last one. To begin anew instead, use another data folder.',
  },
});
