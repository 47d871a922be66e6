import { type Catalogue, type Label, wordsOf } from '../kernel/words.ts';

/** Texts that the engine itself puts into a document, whatever the report. */
export const paperWords = {
  'paper.confidential': 'CONFIDENTIAL',
  'paper.page': 'Page {page} of {pages}',
  'paper.span': '{from} to {to}',
  'paper.made': 'made {at} by {author}',
  'paper.zone': 'times in {zone}',
  'paper.about': 'About',
  'paper.figures': 'Figures',
  'paper.figure.what': 'What',
  'paper.figure.value': 'Value',
  'paper.file': 'File',
  'paper.file.kind': 'Kind',
  'paper.file.bytes': 'Bytes',
  'paper.file.added': 'Added',
  'paper.file.addedBy': 'Added by',
  'paper.file.sha256': 'SHA-256',
  'paper.yes': 'yes',
  'paper.no': 'no',
  'paper.rows.none': 'No rows.',
  'paper.unprinted':
    '{count|One character|{count} characters} could not be printed here and {count|stands|stand} as {sign}. Excel, Word and the web page have {count|it|them}.',
  'paper.selected': '{count|1 selected row|{count} selected rows}',
  'paper.rows.cut': 'Only the first {count} rows are shown here. Excel and CSV have all of them.',
} as const satisfies Catalogue;

export function paperWord(key: keyof typeof paperWords, params?: NonNullable<Label['params']>): string {
  return wordsOf(paperWords, params === undefined ? { key } : { key, params });
}
