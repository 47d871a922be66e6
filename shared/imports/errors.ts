import { errorsOf } from '../kernel/error-texts.ts';

/** What is wrong with one line of a file, beyond what each cell says for itself. */
export const lineError = errorsOf('imports.lines', {
  'site-unknown': {
    code: 'not-found',
    message: 'This console knows of no such site.',
    remedy: 'Write the code or the name of a site you see.',
    field: 'site',
  },
  'partner-without-job': {
    code: 'rule-broken',
    message: 'Only people with a job at a partner belong to a partner.',
    remedy: 'Leave the partner empty, or write such a job.',
    field: 'partner',
  },
  'sign-in-name-taken': {
    code: 'already-exists',
    message: '{name} signs in as {signInName} at this site already.',
    remedy: 'Take the line out if it is the same person; choose another sign-in name if not.',
    field: 'signInName',
  },
});
