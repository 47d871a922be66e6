import { errorsOf } from './error-texts.ts';

/** Refusals by the rules that hold for records of every kind. */
export const kernelError = errorsOf('kernel', {
  'insert-not-declared': {
    code: 'write-not-declared',
    message: '{command} does not insert {kind} records.',
  },
  'delete-not-declared': {
    code: 'write-not-declared',
    message: '{command} does not delete {kind} records.',
  },
  'patch-not-declared': {
    code: 'write-not-declared',
    message: '{command} does not set fields of {kind} records.',
  },
  'field-not-declared': {
    code: 'write-not-declared',
    message: '{command} does not set {field} of {kind} records.',
  },
  'signed-by-another': {
    code: 'forbidden',
    message: '{command} names somebody else in {field} of a {kind} record than who did it.',
  },
  'no-such-step': {
    code: 'stage-not-allowed',
    message: "A record that is {from} can't become {to}.",
    remedy: 'From here it can become: {allowed}.',
    field: 'stage',
  },
  'no-more-steps': {
    code: 'stage-not-allowed',
    message: "A record that is {from} can't become {to}.",
    remedy: 'It can no longer change.',
    field: 'stage',
  },
  'still-counting': {
    code: 'preparing',
    message: 'These figures are being counted: {percent} %.',
    remedy: 'They show by themselves when all records are counted. Everything else works meanwhile.',
  },
});
