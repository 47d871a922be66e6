import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why a file is not imported: on its way here, as a file, by its headings, and when it becomes records. */
export const importError = errorsOf('imports', {
  'file-empty': {
    code: 'invalid-input',
    message: 'This file is empty.',
    remedy: 'Choose another file.',
    field: 'sizeBytes',
  },
  'file-too-large': {
    code: 'invalid-input',
    message: 'A file to import has at most {megabytes} MB.',
    remedy: 'Split it and import one part after the other.',
    field: 'sizeBytes',
  },
  'not-whole': {
    code: 'stale',
    message: '{received} of {size} bytes have arrived.',
    remedy: 'Go on from byte {received}.',
  },
  busy: {
    code: 'too-many-attempts',
    message: 'An import is under way already.',
    remedy: 'Wait until it is done, or cancel it.',
  },
  over: { code: 'not-found', message: 'This import is over.', remedy: 'Choose the file again.' },
  'gone-on': {
    code: 'stale',
    message: 'This import has gone on meanwhile.',
    remedy: 'Look at how far it is.',
  },
  'not-a-table': {
    code: 'invalid-input',
    message: 'This is neither a table of text (CSV) nor a workbook (XLSX), whatever its name says.',
    remedy: 'Open it in a spreadsheet and save it as CSV or XLSX.',
  },
  'workbook-damaged': {
    code: 'invalid-input',
    message: 'This workbook is damaged.',
    remedy: 'Open it where it comes from and save it again.',
  },
  'workbook-unreadable': {
    code: 'invalid-input',
    message: 'This workbook is damaged or protected.',
    remedy: 'Save it again without a passphrase, or save the sheet as CSV.',
  },
  'workbook-too-large': {
    code: 'invalid-input',
    message: 'This workbook unpacks to more than {megabytes} MB and was not opened.',
    remedy: 'Save only the sheet with the lines to import, as CSV or in a new workbook.',
  },
  'headings-missing': {
    code: 'invalid-input',
    message: 'The first line lacks the headings {headings}.',
    remedy: 'Take the template, or write these headings into the first line.',
  },
  'heading-twice': {
    code: 'invalid-input',
    message: 'Two columns are called {heading}.',
    remedy: 'Take one of them out, or give it another heading.',
  },
  'too-many-lines': {
    code: 'too-many-rows',
    message: 'This file has more than {max} lines.',
    remedy: 'Split it and import one part after the other.',
  },
  'no-lines': {
    code: 'invalid-input',
    message: 'This file has no line with text in it.',
    remedy: 'Take the template and write one line for each person under its headings.',
  },
  'nothing-right': {
    code: 'rule-broken',
    message: 'No line of this file can be imported as it is.',
    remedy: 'Correct the file and choose it again.',
  },
  cancelled: {
    code: 'cancelled',
    message: 'This was cancelled. Nothing was changed.',
    remedy: 'Choose the file again.',
  },
  unexpected: {
    code: 'rule-broken',
    message: 'Something went wrong in the console itself.',
    remedy:
      'The lines below say what was done. Import the others again, and tell your office if it happens again.',
  },
});
