import { errorsOf } from '../../kernel/error-texts.ts';

/** Why a rota, a stand-in, a hand-over or a policy of the ladder is refused. */
export const rotaError = errorsOf('incidents.rota', {
  'named-twice': {
    code: 'rule-broken',
    message: 'Somebody is named twice.',
    remedy: 'Name each person once.',
    field: 'personIds',
  },
  'too-many-rotas': {
    code: 'rule-broken',
    message: 'This site has {max} rotas.',
    remedy: 'Remove one that is not used.',
  },
  'not-used': {
    code: 'rule-broken',
    message: '{name} is not used any more.',
    remedy: 'Choose another rota.',
  },
  'time-over': {
    code: 'rule-broken',
    message: 'It ends after it begins, and after now.',
    remedy: 'Choose another time.',
    field: 'toAt',
  },
  'stands-in-too-long': {
    code: 'rule-broken',
    message: 'Nobody stands in for more than {days} days.',
    remedy: 'Change the order of turns instead.',
    field: 'toAt',
  },
  'not-your-turn': {
    code: 'forbidden',
    message: 'That is not your turn.',
    remedy: 'Who is on call then may give it away, and who sets up the rotas.',
  },
  'not-begun': {
    code: 'rule-broken',
    message: 'Nobody is on call by this rota yet.',
    remedy: 'Wait for its first turn, or change its first day.',
  },
  'on-call-already': {
    code: 'rule-broken',
    message: 'They are on call already.',
    remedy: 'Choose somebody else.',
    field: 'personId',
  },
  'nobody-called': {
    code: 'rule-broken',
    message: 'No step of the ladder calls anybody.',
    remedy: 'Name the jobs of at least one step: they are called where no rota says who.',
    field: 'steps',
  },
});
