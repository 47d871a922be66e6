import { errorsOf } from '#shared/kernel/error-texts.ts';

const SIGN_IN_OR_CALL = 'Sign in and report, or call the officer on watch.';

/** Why a question about access is not answered, or a report without a name not taken, and what to do then. */
export const accessError = errorsOf('console-access', {
  'record-not-here': {
    code: 'not-found',
    message: 'There is no such {kind} here, or not for you.',
    remedy: 'It may belong to another site.',
  },
  'person-not-here': { code: 'not-found', message: 'There is no such person here, or not for you.' },
  'reports-not-taken': {
    code: 'forbidden',
    message: 'This site takes no reports before sign-in.',
    remedy: SIGN_IN_OR_CALL,
  },
  'too-many-reports': {
    code: 'too-many-attempts',
    message: '{count} reports without a name were made here within the last hour.',
    remedy: SIGN_IN_OR_CALL,
  },
});
