import { errorsOf } from '../../kernel/error-texts.ts';

/** Why a view, or a link between two records, is refused. */
export const workError = errorsOf('work', {
  'view-of-another': {
    code: 'forbidden',
    message: 'This belongs to somebody else.',
    remedy: 'Save it as a view of your own.',
  },
  'view-name-taken': {
    code: 'already-exists',
    message: 'You have a view named {name} already.',
    remedy: 'Choose another name, or save over that view.',
    field: 'name',
  },
  'too-many-views': {
    code: 'rule-broken',
    message: 'You have {max} views.',
    remedy: 'Remove one that you no longer use.',
  },
  'linked-with-itself': {
    code: 'rule-broken',
    message: 'A record is not linked with itself.',
    remedy: 'Choose another one.',
    field: 'to',
  },
  'linked-already': {
    code: 'rule-broken',
    message: 'These two are linked already.',
    remedy: 'Nothing needs to be done.',
    field: 'to',
  },
  'lines-of-another': {
    code: 'forbidden',
    message: 'A link is told of on the timelines of the records it links, and nowhere else.',
  },
  'too-many-links': {
    code: 'rule-broken',
    message: 'It has {max} links.',
    remedy: 'Remove one that no longer matters.',
    field: 'to',
  },
});
