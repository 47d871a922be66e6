import { errorsOf } from '#shared/kernel/error-texts.ts';

const PUT_BACK =
  'Everything else works. Put the file back, from a copy of the data folder if there is one; nothing is changed meanwhile.';

/** Why records were not moved to the archive or not read from it, and what to do then. */
export const archiveError = errorsOf('store.archive', {
  'move-failed': {
    code: 'rule-broken',
    message:
      'Something went wrong in the console itself. No record was lost: each is in the store or in the archive.',
    remedy: 'Try again. If it happens again, save the log and tell your office.',
  },
  'month-missing': {
    code: 'archive-unreadable',
    message: "The archive file archive/{file} can't be read: it is missing.",
    remedy: PUT_BACK,
  },
  'month-damaged': {
    code: 'archive-unreadable',
    message: "The archive file archive/{file} can't be read: it is damaged.",
    remedy: PUT_BACK,
  },
  'month-key-other': {
    code: 'archive-unreadable',
    message: "The archive file archive/{file} can't be read: it has another key than the store.",
    remedy: PUT_BACK,
  },
  'month-newer': {
    code: 'archive-unreadable',
    message: "The archive file archive/{file} can't be read: a newer Fairlead wrote it.",
    remedy: PUT_BACK,
  },
  'month-foreign': {
    code: 'archive-unreadable',
    message: "The archive file archive/{file} can't be read: it is no archive of a console.",
    remedy: PUT_BACK,
  },
  'month-incomplete': {
    code: 'archive-unreadable',
    message: "The archive file archive/{file} can't be read: records are missing in it.",
    remedy: PUT_BACK,
  },
});
