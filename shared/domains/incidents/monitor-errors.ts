import { errorsOf } from '../../kernel/error-texts.ts';

/** Why a monitor is refused. */
export const monitorError = errorsOf('incidents.monitor', {
  'too-many': {
    code: 'rule-broken',
    message: 'This site has {max} monitors.',
    remedy: 'Remove one that is not used.',
  },
  'offices-only': {
    code: 'rule-broken',
    message: 'Only an office watches whether sites are silent.',
    remedy: 'Set the monitor up at an office.',
    field: 'source',
  },
  'site-missing': {
    code: 'rule-broken',
    message: 'It says no other site that is watched.',
    remedy: 'Choose the site.',
    field: 'watchedSiteId',
  },
  'site-too-often': {
    code: 'rule-broken',
    message: 'Over a dear link a site is heard every quarter of an hour.',
    remedy: 'Expect it every {minutes} minutes or more rarely.',
    field: 'everyMinutes',
  },
  'source-stays': {
    code: 'rule-broken',
    message: 'What a monitor listens to stays as it was set up.',
    remedy: 'Make another monitor, and remove this one.',
    field: 'source',
  },
  'no-token': {
    code: 'rule-broken',
    message: 'Nothing calls a console in the name of a site that is watched.',
    remedy: 'Only monitors of devices and programs have an address.',
  },
  'mute-over': {
    code: 'rule-broken',
    message: 'That time is over.',
    remedy: 'Choose a later time, or none.',
    field: 'until',
  },
});
