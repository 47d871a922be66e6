import { errorsOf } from '../kernel/error-texts.ts';

/** Where a message came through a wire that should not have changed it. */
const DAMAGED = 'Send it again; if it happens again, the connection or a program on the way damages it.';

/** What keeps two sides from understanding each other, and what keeps a change from being merged. */
export const syncError = errorsOf('sync', {
  unsigned: {
    code: 'signature-wrong',
    message: 'This request carries no signature of a console.',
    remedy: 'If it happens again, something on the way changes requests.',
  },
  'frame-too-large': {
    code: 'frame-too-large',
    message: 'The message is larger than {bytesMax} bytes, or than {inflatedBytesMax} when expanded.',
    remedy: 'Send fewer entries at once.',
  },
  'frame-cut-off': { code: 'invalid-input', message: 'The message is cut off.', remedy: DAMAGED },
  'coding-unknown': {
    code: 'invalid-input',
    message: 'The message has the coding {coding}, which is unknown here.',
    remedy: DAMAGED,
  },
  'not-expanded': {
    code: 'invalid-input',
    message: 'The message could not be expanded ({fault}).',
    remedy: DAMAGED,
  },
  'wrong-coding': {
    code: 'invalid-input',
    message: 'The message is not of the agreed coding ({fault}).',
    remedy: DAMAGED,
  },
  'wrong-form': {
    code: 'invalid-input',
    message: 'The message is not of the agreed form: {fault}.',
    remedy: 'Update this program; the other side may be newer.',
  },
  'reference-unknown': {
    code: 'refs-unknown',
    message: 'The message names a record by a number that the server did not give.',
    remedy: 'The console sends it again with full ids by itself.',
  },
  'file-unreadable': {
    code: 'invalid-input',
    message: 'This is no exchange file of Fairlead that this version can read.',
    remedy: 'Choose the file as it was saved; its name ends with .fairlead.',
  },
  'file-damaged': {
    code: 'invalid-input',
    message: 'This exchange file was changed or damaged on its way.',
    remedy: 'Copy it again from where it was saved, or save a new one.',
  },
  'no-state': { code: 'invalid-input', message: '{field} has a value that is no state.' },
  'home-only': {
    code: 'forbidden',
    message: "Only the record's own site may set {field}.",
    remedy: 'Ask that site to change it.',
  },
});
