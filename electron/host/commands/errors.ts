import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why a command or a query is not run at all. */
export const commandError = errorsOf('commands', {
  'no-site': { code: 'not-set-up', message: 'This console has no site yet.' },
  'setup-unfinished': {
    code: 'not-set-up',
    message: 'This console has no site yet.',
    remedy: 'Finish the first-run steps.',
  },
});
