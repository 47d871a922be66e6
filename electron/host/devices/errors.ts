import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why something about the company's consoles is not shown. */
export const deviceError = errorsOf('console-devices', {
  'identity-unknown': {
    code: 'not-found',
    message: 'This console had no such identity.',
    field: 'deviceId',
  },
});
