import { type Catalogue, type Label, wordsOf } from '#shared/kernel/words.ts';

/**
 * What main itself says to people, who may see it when nothing else comes up: so it needs nothing but this file.
 * The console's own pages have catalogues of their own.
 */
const mainWords = {
  quit: 'Quit',

  'tray.open': 'Open Fairlead',
  'tray.program': 'Fairlead',
  'tray.site': 'Fairlead: {site}',
  'tray.critical': '{count} critical',
  'tray.unread': '{count} not read',
  'tray.waiting': '{name} ({what})',

  'crash.title': 'Fairlead has to close',
  'crash.text':
    'Something went wrong that it could not handle. Everything that was saved is kept. ' +
    'Start it again; if this comes back, send the log folder to support.',

  'failure.host-ended': 'The part of Fairlead that keeps your data ended several times within a minute.',
  'failure.host-ended.remedy':
    'Everything that was saved is kept. Start it again; if it ends again, send the log folder to support.',
  'failure.host-cannot-run': 'The part of Fairlead that keeps your data could not start.',
  'failure.host-cannot-run.remedy':
    'Nothing was changed. The log folder says why; send it to support if it is not clear.',
  'failure.page-crashed': 'The window crashed twice within a minute.',
  'failure.page-crashed.remedy': 'Everything that was saved is kept, and timers run on. Start it again.',

  'recovery.title': "Fairlead can't go on",
  'recovery.restart': 'Start again',
  'recovery.logs': 'Open the log folder',
  'recovery.backups': 'Backups',
  'recovery.taken': 'Taken',
  'recovery.size': 'Size',
  'recovery.state': 'State',
  'recovery.restore': 'Restore',
  'recovery.restore-this': 'Restore…',
  'recovery.restore-of': 'Restore the backup of {time}',
  'recovery.before-upgrade': 'before an upgrade',
  'recovery.good': 'read just now: good',
  'recovery.unreadable': 'can’t be read',
  'recovery.unchecked': 'read before it is used',

  'confirm.title': 'Restore this backup?',
  'confirm.backup': 'Taken {time}, {size}:',
  'confirm.text':
    'The console goes back to what it held then. What the company server has of later work comes back with the ' +
    'next exchange; what had not been sent yet is missing. The file that is there now is kept beside it.',
  'confirm.restore': 'Restore it now',
  'confirm.back': 'Back',

  'work.change-key.title': 'Changing the key of the store',
  'work.change-key.text':
    'The store and its backups are written again under the new key. Should the power fail now, nothing is lost: the next start goes on with it.',
  'work.restore.title': 'Restoring the store',
  'work.restore.text':
    'The backup is read to its end before it takes its place. The damaged file is kept beside it.',

  'update.incomplete': 'What the server says of the update is not complete.',
  'update.not-signed': 'The update is not signed by the publisher of this program.',
  'update.not-newer': 'The update is not newer than what runs here.',
  'update.other-file': 'What was downloaded is not what the publisher signed.',
  'update.refused.remedy':
    'Nothing was installed. Tell your office: somebody may have changed what the server offers.',
  'update.failed': 'The update could not be fetched or installed.',
  'update.failed.remedy': 'Nothing was changed. Try again later; if it stays like this, tell your office.',
} as const satisfies Catalogue;

export type MainWord = keyof typeof mainWords;

export function say(key: MainWord, params?: NonNullable<Label['params']>): string {
  return wordsOf(mainWords, params === undefined ? { key } : { key, params });
}
