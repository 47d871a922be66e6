import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why a console is not set up as somebody wants it, and what to do then. */
export const setupError = errorsOf('setup', {
  'already-set-up': {
    code: 'already-set-up',
    message: 'This console belongs to a site already.',
    remedy: 'Sign in. To start over, use another data folder.',
  },
  'time-zone-unknown': {
    code: 'invalid-input',
    message: '{timeZone} is not a time zone this machine knows.',
    remedy: 'Choose one such as Europe/Athens or Asia/Singapore.',
    field: 'timeZone',
  },
  'not-administrator': {
    code: 'forbidden',
    message: 'Only an administrator of this site may connect it to a company.',
    remedy: 'Ask an administrator to sign in and do it.',
  },
  'demonstration-site-unknown': {
    code: 'not-found',
    message: 'The demonstration has no site {siteCode}.',
    remedy: 'Choose one of {siteCodes}.',
    field: 'siteCode',
  },
});
