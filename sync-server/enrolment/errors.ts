import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why a company, its sites and its consoles are not set up, enrolled, moved or shut out as asked. */
export const enrolmentError = errorsOf('server.enrolment', {
  'organisation-known': {
    code: 'already-set-up',
    message: 'This server belongs to {organisation} already.',
    remedy: 'Choose another data folder for another organisation.',
  },
  'no-organisation': {
    code: 'not-set-up',
    message: 'This server has no organisation yet.',
    remedy: 'Run `init --organisation "…"` in its data folder.',
  },
  'new-site-without-details': {
    code: 'not-found',
    message: 'There is no site {code} yet.',
    remedy: 'Give its name, kind and time zone to create it.',
  },
  'site-fault': { code: 'invalid-input', message: '{fault}' },
  'site-impossible': { code: 'invalid-input', message: 'No site can be made of {fields}.' },
  'site-code-unknown': { code: 'not-found', message: 'There is no site {siteCode}.', field: 'site' },
  'console-unknown': {
    code: 'device-unknown',
    message: 'There is no console {deviceId} here.',
    remedy: 'The command `devices` lists them.',
  },
  'too-many-wrong-codes': {
    code: 'too-many-attempts',
    message: 'Too many wrong enrolment codes from this address.',
    remedy: 'Wait a while, then check the code with the person who gave it.',
  },
  'no-device-id': { code: 'invalid-input', message: 'This is no device id.', field: 'deviceId' },
  'key-not-proven': {
    code: 'signature-wrong',
    message: 'The console did not prove that it holds the key it introduces.',
    remedy: 'Start the enrolment again on the console.',
  },
  'code-unknown': {
    code: 'code-unknown',
    message: 'This enrolment code is not known here.',
    remedy: 'Check it letter by letter, and that the server address is the right one.',
    field: 'code',
  },
  'code-used': {
    code: 'code-used',
    message: 'This enrolment code has been used.',
    remedy: 'Ask for a new one; each works for one console.',
    field: 'code',
  },
  'code-expired': {
    code: 'code-expired',
    message: 'This enrolment code is too old, or was withdrawn.',
    remedy: 'Ask for a new one.',
    field: 'code',
  },
  'device-known': {
    code: 'already-exists',
    message: 'A console with this id is enrolled already.',
    remedy: 'Start the enrolment again on the console, so that it makes itself a new id and key.',
    field: 'deviceId',
  },
  'console-of-another-site': {
    code: 'already-set-up',
    message: 'This console belongs to {site} already, and the code is for another site.',
    remedy: 'Ask for a founding code, or enrol a console with an empty data folder.',
  },
  'console-without-site': {
    code: 'invalid-input',
    message: 'This code is for a console that brings its own site, and this console has none yet.',
    remedy: 'Set the console up first, or ask for a code of an existing site.',
    field: 'site',
  },
  'own-site-known': {
    code: 'already-exists',
    message: 'The organisation has a site {code} already: {name}.',
    remedy: 'Ask for an enrolment code of that site, or give this site another code.',
    field: 'site.code',
  },
  'too-many-open-codes': {
    code: 'rule-broken',
    message: '{codesMax} codes are open: that is as many as there may be.',
    remedy: 'Withdraw those that nobody needs any more.',
  },
  'site-unknown': { code: 'not-found', message: 'There is no such site.', field: 'purpose.siteId' },
  'site-added-away-from-office': {
    code: 'forbidden',
    message: 'A site is added to the company at an office, by somebody who sees every site.',
    remedy: 'Ask the office for the code.',
  },
  'new-site-known': {
    code: 'already-exists',
    message: 'The company has a site {code} already: {name}.',
    remedy: 'Choose that site, or give the new one another code.',
    field: 'code',
  },
  'code-not-open': {
    code: 'not-found',
    message: 'There is no such open code: it was used, withdrawn, or has become too old.',
    field: 'codeId',
  },
  'console-not-in-sight': {
    code: 'not-found',
    message: 'There is no such console, or not for you.',
    field: 'ofDeviceId',
  },
  'own-console': {
    code: 'rule-broken',
    message: 'This is the console you are at. It would be shut out at once.',
    remedy: 'Say that you mean it, or do it from another console.',
    field: 'isOwnMeant',
  },
});
