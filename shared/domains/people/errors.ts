import { errorsOf } from '../../kernel/error-texts.ts';

/** Why a person is not added, changed or shown. */
export const peopleError = errorsOf('people', {
  'site-has-people': {
    code: 'already-set-up',
    message: 'This site has people already.',
    remedy: 'Sign in, or ask an administrator of the site.',
  },
  'more-than-one-person': {
    code: 'rule-broken',
    message: 'Adding a person makes that one person and their passphrase, nothing else.',
  },
  'sign-in-name-taken': {
    code: 'already-exists',
    message: 'Somebody at this site signs in as {signInName} already.',
    remedy: 'Choose another sign-in name.',
    field: 'signInName',
  },
  'role-too-high': {
    code: 'forbidden',
    message: 'You can only give roles up to your own, and change people up to your own.',
    remedy: 'Ask somebody with a higher role.',
    field: 'role',
  },
  'feature-not-yours': {
    code: 'forbidden',
    message: "You can't give what you may not do yourself ({feature}).",
    remedy: 'Ask somebody who may do it.',
    field: 'role',
  },
  'reach-too-wide': {
    code: 'forbidden',
    message: "You can't let somebody see more than you see yourself.",
    remedy: 'Ask somebody who sees every site.',
    field: 'rowScope',
  },
  'own-rights': {
    code: 'forbidden',
    message: 'Nobody changes their own rights.',
    remedy: 'Ask another administrator.',
  },
  'last-administrator': {
    code: 'rule-broken',
    message: '{name} is the last administrator of the site.',
    remedy: 'Make somebody else an administrator first.',
  },
  'partner-without-job': {
    code: 'rule-broken',
    message: 'Only people with a job at a partner belong to a partner.',
    remedy: 'Give them such a job first.',
    field: 'organisationId',
  },
  'one-at-a-time': {
    code: 'rule-broken',
    message: 'A person is changed one at a time, with nothing beside.',
  },
  'nothing-of-yours': {
    code: 'not-found',
    message: 'There is nothing of yours here that could be changed.',
    remedy: 'Ask an administrator of your site.',
  },
  'person-unseen': {
    code: 'not-found',
    message: 'There is no such person here, or not for you.',
    remedy: 'They may belong to another site.',
    field: 'id',
  },
  'site-unseen': {
    code: 'not-found',
    message: 'There is no such site here, or not for you.',
    field: 'siteId',
  },
});
