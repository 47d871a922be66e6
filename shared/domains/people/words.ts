import type { Catalogue } from '../../kernel/words.ts';
import { peopleListWords } from './list-words.ts';

export const peopleWords: Catalogue = {
  ...peopleListWords,
  'people.createFirstAdministrator.label': 'Created the first administrator, {name}',
  'people.add.label': 'Added {name}',
  'people.changeRole.label': 'Changed role and job',
  'people.rename.label': 'Changed a name to {name}',
  'people.override.label': 'Changed the rights of one person',
  'people.override.label.granted': 'Granted {feature}: {reason}',
  'people.override.label.denied': 'Took away {feature}: {reason}',
  'people.override.label.cleared': 'Left {feature} to role and job again: {reason}',
  'people.setPlace.label': 'Changed where somebody belongs and how far they see',
  'people.deactivate.label': 'Deactivated somebody: {reason}',
  'people.reactivate.label': 'Reactivated somebody: {reason}',
  'people.setPassphrase.label': 'Set a new passphrase',
  'people.changeOwnPassphrase.label': 'Changed their passphrase',
  'people.enrolSecondFactor.label': 'Set up a second factor',
  'people.spendRecoveryCode.label': 'Used a recovery code',
  'people.resetSecondFactor.label': 'Removed the second factor of one person: {reason}',
  'people.setSignInPolicy.label': 'Changed who needs a second factor',
};
