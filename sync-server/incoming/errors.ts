import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why a call or text message that a gateway hands on is not taken. */
export const incomingError = errorsOf('server.incoming', {
  'not-signed': {
    code: 'signature-wrong',
    message: 'The call is not signed with the secret for calls that come in.',
    remedy: 'Sign the time, a full stop and the body, and send both in {timeHeader} and {signatureHeader}.',
  },
  'too-old': {
    code: 'signature-wrong',
    message: 'The call was signed too long ago, or by a clock that is wrong.',
    remedy: 'Sign it anew, with the time of now.',
  },
  'no-call': {
    code: 'invalid-input',
    message: 'This is no call and no text message.',
    remedy: 'Send id, kind (call or sms), from (a number with its country) and text.',
  },
});
