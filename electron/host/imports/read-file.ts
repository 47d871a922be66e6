import { importError } from './errors.ts';
import { readCsv } from './read-csv.ts';

/** One line of a file: its cells, or why there are none. */
export type FileLine =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly broken: { readonly reason: string; readonly remedy: string } };

export type OpenedFile = {
  readonly format: 'csv' | 'xlsx';
  readonly encoding: string;
  readonly lines: AsyncGenerator<FileLine>;
};

/** What a file is by its bytes, whatever its name says. `known` tells the headings that are looked for. */
export function openFile(bytes: Buffer, known: (heading: string) => boolean): OpenedFile {
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004')
    return { format: 'xlsx', encoding: 'utf-8', lines: workbookLines(bytes) };
  const { text, encoding } = decoded(bytes);
  if (text.includes('\u0000')) throw importError('not-a-table');
  return { format: 'csv', encoding, lines: readCsv(text, known) };
}

/** What reads workbooks is large, and most workers never meet one. */
async function* workbookLines(bytes: Buffer): AsyncGenerator<FileLine> {
  const { readXlsx } = await import('./read-xlsx.ts');
  yield* readXlsx(bytes);
}

/** UTF-16 by its mark, as Excel writes "Unicode text"; UTF-8; else what an old Excel on Windows writes. */
function decoded(bytes: Buffer): { readonly text: string; readonly encoding: string } {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe') return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16' };
  if (mark === 'feff') return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'utf-16' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
  }
}
