import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why the receipt of a gateway or of a mail system is not taken. */
export const notifyError = errorsOf('server.notify', {
  'receipt-not-signed': {
    code: 'signature-wrong',
    message: 'The receipt is not signed with the secret of the gateways.',
    remedy: 'Sign the time, a full stop and the body, and send both in {timeHeader} and {signatureHeader}.',
  },
  'receipt-too-old': {
    code: 'signature-wrong',
    message: 'The receipt was signed too long ago, or by a clock that is wrong.',
    remedy: 'Sign it anew, with the time of now.',
  },
  'no-receipt': {
    code: 'invalid-input',
    message: 'This is no receipt.',
    remedy: 'Send {delivered} or {failed}.',
  },
  'message-unknown': {
    code: 'not-found',
    message: 'This server carried no such message.',
    remedy: 'Send the id that came with the message.',
  },
});
