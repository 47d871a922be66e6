import { errorsOf } from '#shared/kernel/error-texts.ts';

const NAME_ANOTHER =
  'Name another file with --backup, or join your company again: what the server has comes back.';

/** Why a backup was not made, copied or restored, and what to do then. */
export const backupError = errorsOf('store.backup', {
  'ends-otherwise': {
    code: 'store-corrupt',
    message: 'A backup was made, but its journal does not end as the journal of this console does.',
    remedy: 'The backup was thrown away; older ones are kept. Check the integrity of the store.',
  },
  'folder-closed': {
    code: 'rule-broken',
    message: 'The backup could not be written into its folder. The store itself is as it was.',
    remedy: 'See that {folder} is a folder that the account of Fairlead may write to, then back up again.',
  },
  'disk-full': {
    code: 'disk-full',
    message: 'The disk is too full for a backup. The store itself is as it was; older backups are kept.',
    remedy: 'Free some space, or move old files out of the folders "backups" and "exports".',
  },
  'copy-folder-gone': {
    code: 'rule-broken',
    message: 'The folder for copies of backups is not there, or can’t be written to: {folder}',
    remedy: 'Connect its disk, or choose another folder under Settings, Backups.',
    field: 'copyTo',
  },
  'copy-disk-full': {
    code: 'disk-full',
    message: 'The backup is there, but the disk for its copy is full.',
    remedy: 'Free some space in {folder}, or choose another folder.',
  },
  'copy-differs': {
    code: 'store-corrupt',
    message: 'The backup is good, but its copy in {folder} came out otherwise.',
    remedy: 'Check that disk, or choose another folder.',
  },
  unknown: { code: 'not-found', message: 'There is no backup called {name} any more.' },
  none: { code: 'not-found', message: 'There is no backup of this console.', remedy: NAME_ANOTHER },
  'none-good': {
    code: 'not-found',
    message: 'None of the {count} backups of this console can be read.',
    remedy: NAME_ANOTHER,
  },
  damaged: {
    code: 'store-corrupt',
    message: "This file can't be used ({detail}).",
    remedy: 'It was left as it is. Choose another one.',
  },
  'no-console': {
    code: 'store-corrupt',
    message: "This file can't be used (it is not the data of a console).",
    remedy: 'It was left as it is. Choose another one.',
  },
  newer: {
    code: 'store-newer',
    message: 'This file was written by a newer Fairlead (version {version}, this program knows {known}).',
    remedy: 'Install the newer program, or choose an older backup.',
  },
  // `problem` is what the store said of itself when it could not be opened.
  'restore-newest': {
    code: 'store-corrupt',
    message: '{problem}',
    remedy:
      'It is left as it is. The newest good backup is of {takenAt}. Close Fairlead and restore it: {command}. The damaged file is kept; what the server has of later work comes back.',
  },
  'nothing-to-restore': {
    code: 'store-corrupt',
    message: '{problem}',
    remedy: 'It is left as it is. {why} Join your company again: what the server has comes back.',
  },
});
