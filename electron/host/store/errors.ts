import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why the store can't be opened, read or written to, and what to do then. */
export const storeError = errorsOf('store', {
  damaged: {
    code: 'store-corrupt',
    message: 'The data file of this console is damaged ({detail}).',
    remedy:
      'It is left as it is. Restore the last backup, or join your company again: what the server has comes back.',
  },
  'damaged-in-use': {
    code: 'store-corrupt',
    message: 'The data file of this console is damaged ({detail}).',
    remedy:
      'Close Fairlead and start it again: it then offers the backups of this console. What is done here until then may be lost.',
  },
  held: {
    code: 'store-locked',
    message: 'Another program holds the data file of this console.',
    remedy: 'Close the other Fairlead on this data folder, or the tool that has the file open.',
  },
  newer: {
    code: 'store-newer',
    message:
      'This data file was written by a newer Fairlead (version {version}, this program knows {known}).',
    remedy: 'Install the newer program. The file was not changed.',
  },
  'disk-full': {
    code: 'disk-full',
    message: 'The disk of this console is full. This step was not saved; everything before it was.',
    remedy: 'Free some space and try again. What you typed is still in the form.',
  },
  'too-many-rows': {
    code: 'too-many-rows',
    message: 'This would bring more than {limit} rows at once.',
    remedy: 'Narrow the filter or the period, or page through it.',
  },
  'record-unknown': {
    code: 'not-found',
    message: 'There is no {kind} with this id on this console.',
    remedy: 'It may have been removed, or has not arrived yet.',
    field: 'id',
  },
  'record-exists': { code: 'already-exists', message: 'This {kind} exists already.', field: 'id' },
  // The schema of the record has put it into words.
  'field-refused': { code: 'invalid-input', message: '{problem}' },
  'record-refused': { code: 'invalid-input', message: "This {kind} can't be stored." },
});
