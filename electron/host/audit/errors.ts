import { errorsOf } from '#shared/kernel/error-texts.ts';

/** What of the journal can’t be shown, proven or taken along. */
export const journalError = errorsOf('journal', {
  'no-entry': {
    code: 'not-found',
    message: 'There is no such entry in what you may see of this journal.',
    field: 'seq',
  },
  'records-not-yours': {
    code: 'forbidden',
    message: 'You may not see these records.',
    remedy: 'Ask an administrator of your site.',
  },
  'no-record': {
    code: 'not-found',
    message: 'There is no such record on this console.',
    remedy: 'It may have been removed, or has not arrived yet.',
    field: 'id',
  },
  'chain-broken': {
    code: 'chain-broken',
    message: 'Entry {seq} of this console’s journal is not what it was, or is missing.',
    remedy:
      'Leave the data folder as it is, make a copy of it and tell your office: somebody changed the file.',
  },
  'no-export': { code: 'invalid-input', message: 'No such export.', field: 'id' },
  'export-gone': {
    code: 'not-found',
    message: 'This export is no longer here.',
    remedy: 'Export the journal again.',
  },
});
