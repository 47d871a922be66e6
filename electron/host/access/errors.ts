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
  'pictures-only': {
    code: 'attachment-wrong-type',
    message: '{fileName} is no picture; with a report that names nobody go pictures alone.',
    remedy: 'Add a JPEG, PNG or WebP, or sign in and attach it.',
    field: 'attachments',
  },
  'picture-not-plain': {
    code: 'attachment-wrong-type',
    message:
      'What {fileName} holds beside its picture can’t be taken out for certain, and it may name somebody.',
    remedy: 'Save it as a plain JPEG or PNG and add it again.',
    field: 'attachments',
  },
  'picture-gone': {
    code: 'not-found',
    message: 'The console does not have a picture of this report: it was added elsewhere, or too long ago.',
    remedy: 'Take it out and add it again, or report without it.',
    field: 'attachments',
  },
  'too-many-pictures': {
    code: 'too-many-attempts',
    message: 'More than {limitMb} MB of pictures came here without a name within a minute.',
    remedy: 'Report without it now; the picture can follow after signing in.',
  },
  'pictures-full': {
    code: 'attachment-too-large',
    message: 'This console keeps at most {limitMb} MB of pictures that came without a name.',
    remedy: 'Report without it; the picture can follow after signing in.',
  },
  'too-many-reports': {
    code: 'too-many-attempts',
    message: '{count} reports without a name were made here within the last hour.',
    remedy: SIGN_IN_OR_CALL,
  },
});
