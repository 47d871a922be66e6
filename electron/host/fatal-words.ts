import { type Catalogue, type Label, wordsOf } from '#shared/kernel/words.ts';

/** What a console that can't run says for itself, on a recovery page or in a terminal. */
const fatalWords = {
  unexpected: 'The console could not start: {reason}',
  'unexpected.remedy': 'Start it again. If this stays, save the log folder and ask your office.',
  'otherwise.remedy': 'Start the console again.',
  /** In a window nobody has to type the command that `recovery-remedy.ts` names. */
  'choose-backup.remedy':
    'It is left as it is. Choose a backup below: the damaged file is kept beside it, and what the server has of later work comes back.',
} as const satisfies Catalogue;

export function fatalWord(key: keyof typeof fatalWords, params?: NonNullable<Label['params']>): string {
  return wordsOf(fatalWords, params === undefined ? { key } : { key, params });
}
