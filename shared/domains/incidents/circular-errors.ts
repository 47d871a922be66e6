import { errorsOf } from '../../kernel/error-texts.ts';

/** Why a step with a circular is refused. */
export const circularError = errorsOf('incidents.circular', {
  'from-office': {
    code: 'rule-broken',
    message: 'Circulars are issued and withdrawn at a console of an office.',
    remedy: 'Ask the office.',
  },
  'to-nobody': {
    code: 'invalid-input',
    message: 'There is no active ship to send it to.',
    remedy: 'Choose sites.',
    field: 'siteIds',
  },
  'to-others': {
    code: 'rule-broken',
    message: 'A circular goes to the sites that it names, and comes there unanswered.',
  },
  'site-not-active': {
    code: 'rule-broken',
    message: '{site} is no longer active.',
    remedy: 'Choose another site.',
    field: 'siteIds',
  },
  'due-in-the-past': {
    code: 'invalid-input',
    message: 'That day has passed.',
    remedy: 'Choose a later one, or leave it empty.',
    field: 'dueAt',
  },
  withdrawn: {
    code: 'rule-broken',
    message: 'This circular was withdrawn.',
  },
  answered: {
    code: 'rule-broken',
    message: '{by} has acknowledged it already.',
  },
  'of-another-site': {
    code: 'rule-broken',
    message: 'A circular is acknowledged at the site that it came to.',
  },
  unseen: {
    code: 'not-found',
    message: 'There is no such circular here, or not for you.',
    remedy: 'It may not have arrived yet.',
  },
});
