import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why a job can’t be steered, how its runs end badly, and what those find that look after the store. */
export const jobError = errorsOf('jobs', {
  'no-job': { code: 'not-found', message: 'There is no such job.' },
  'no-run': { code: 'not-found', message: 'There is no such run.' },
  'only-when-asked': { code: 'rule-broken', message: 'This job only runs when something asks for it.' },
  'runs-already': { code: 'rule-broken', message: 'It runs already.' },
  'waits-no-more': { code: 'rule-broken', message: 'This run does not wait for a person any more.' },
  'ended-already': { code: 'rule-broken', message: 'This run has ended already.' },
  'job-removed': {
    code: 'not-found',
    message: 'This version of the program has no such job any more.',
  },
  interrupted: {
    code: 'cancelled',
    message: 'The console ended while this ran.',
    remedy:
      'It is tried again by itself. If it ends the console each time, save the log and tell your office.',
  },
  'timed-out': {
    code: 'timed-out',
    message: 'It took longer than {seconds} seconds and was told to stop.',
    remedy: 'Try again when the machine has less to do. If it happens again, tell your office.',
  },
  unexpected: {
    code: 'rule-broken',
    message: 'Something went wrong in the console itself.',
    remedy: 'Try again. If it happens again, save the log and tell your office.',
  },
  'store-damaged': {
    code: 'store-corrupt',
    message: 'The data file of this console is damaged: {what}',
    remedy: 'Restore the newest good backup: the Store page says how. Tell your office.',
  },
  'statistics-differ': {
    code: 'rule-broken',
    message: '{count} of the kept statistics say something else than the records.',
    remedy: 'The records are right. Tell your office, and save the log.',
  },
});
