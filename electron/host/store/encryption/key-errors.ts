import { DomainError } from '#shared/kernel/errors.ts';

export function keyMissing(cause?: unknown): DomainError {
  return new DomainError(
    {
      code: 'store-key-missing',
      message: 'The data file of this console is encrypted, and its key is not there.',
      remedy:
        'It is left as it is. In the window: sign in to the machine as the person who set the console up and unlock the keychain. Served: name the key with FAIRLEAD_STORE_KEY_FILE. If the key is gone for good, join your company again in a new data folder: what the server has comes back.',
    },
    { cause },
  );
}

export function keyWrong(cause?: unknown): DomainError {
  return new DomainError(
    {
      code: 'store-key-wrong',
      message: 'The key does not open the data file of this console.',
      remedy:
        'It is left as it is. Give the key it was last encrypted with; a restored backup has the key of its day. If that key is gone for good, join your company again in a new data folder: what the server has comes back.',
    },
    { cause },
  );
}
