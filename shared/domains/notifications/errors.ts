import { errorsOf } from '../../kernel/error-texts.ts';

/** Why somebody can't do that with an inbox, or with how people are told. */
export const notificationError = errorsOf('notifications', {
  'inbox-of-another': {
    code: 'forbidden',
    message: 'This belongs to somebody else.',
    remedy: 'Everybody has an inbox of their own.',
  },
  'no-such-line': { code: 'not-found', message: 'There is no such line in your inbox.' },
  'critical-stays': {
    code: 'rule-broken',
    message: 'What is critical stays until it is acknowledged.',
    remedy: 'Acknowledge it first.',
  },
  'person-unseen': { code: 'not-found', message: 'There is no such person here, or not for you.' },
  'no-address': {
    code: 'rule-broken',
    message: 'You have no address for this channel yet.',
    remedy: 'Enter it under “How I am told”, then send the test again.',
    field: 'channel',
  },
});
