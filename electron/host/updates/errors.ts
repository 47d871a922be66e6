import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why no newer version is asked for, fetched or installed. */
export const updateError = errorsOf('updates', {
  'no-server': {
    code: 'not-set-up',
    message: 'This console belongs to no company, so no server offers updates.',
    remedy: 'Join a company, or install a newer version by hand.',
  },
  'server-unreachable': {
    code: 'server-unreachable',
    message: 'The server can’t be reached.',
    remedy: 'Try again later.',
  },
  'feed-unreadable': {
    code: 'server-nonsense',
    message: 'What the server says of updates can’t be read.',
    remedy: 'Tell your office.',
  },
  'served-console': {
    code: 'rule-broken',
    message: 'A served console is updated on the machine that serves it.',
    remedy: 'Ask who looks after that machine.',
  },
  'nothing-ready': {
    code: 'stale',
    message: 'There is no update that could be installed now.',
    remedy: 'Fetch it first.',
  },
  'blocked-by-emergency': {
    code: 'rule-broken',
    message: 'An incident of high or critical severity is open. No update is installed meanwhile.',
    remedy: 'Install it when this is over.',
  },
  'blocked-by-break-glass': {
    code: 'rule-broken',
    message: 'Somebody has broken the glass. No update is installed meanwhile.',
    remedy: 'Install it when this is over.',
  },
  'blocked-by-safety-waiting': {
    code: 'rule-broken',
    message: 'Word about safety waits to reach the server. No update is installed meanwhile.',
    remedy: 'Install it when this is over.',
  },
  'blocked-by-work-running': {
    code: 'rule-broken',
    message: 'The console is at work. No update is installed meanwhile.',
    remedy: 'Install it when this is over.',
  },
  'not-backed-up': {
    code: 'rule-broken',
    message: 'The store could not be backed up, so nothing was installed.',
    remedy: 'Try again.',
  },
  /** The remedy is that of the backup. */
  'backup-failed': {
    code: 'rule-broken',
    message: 'The store could not be backed up, so nothing was installed.',
    remedy: '{remedy}',
  },
});
