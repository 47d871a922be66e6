import { errorsOf } from '../kernel/error-texts.ts';

/** Why somebody may not do something. `reason` is the sentence that `explain` leads to, of the words of this folder. */
export const accessError = errorsOf('access', {
  'may-not': {
    code: 'forbidden',
    message: 'You may not do this ({feature}). {reason}',
    remedy: 'Ask somebody who may, or an administrator of your site.',
  },
  'office-unheard': {
    code: 'forbidden',
    message:
      'This console has not heard from the office for too long. You can read, report, acknowledge and escalate.',
    remedy: 'Exchange changes with the office, or bring its answer as a .fairlead file.',
  },
});
