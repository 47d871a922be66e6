import { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import type { FileLine } from './read-file.ts';

const SEPARATORS = [',', ';', '\t'] as const;
/** A cell or two of prose, and no quote that was opened and swallows the rest of the file. */
const LINE_CHARACTERS_MAX = 100_000;
const SLICE_CHARACTERS = 64 * 1024;

const Parsed = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) });

/** The lines of a text of separated values, read as they come. `known` tells the headings that are looked for. */
export async function* readCsv(text: string, known: (heading: string) => boolean): AsyncGenerator<FileLine> {
  const broken: (Extract<FileLine, { broken: unknown }> & { readonly isOpen: boolean })[] = [];
  const parser = Readable.from(slicesOf(text)).pipe(
    parse({
      delimiter: separatorOf(text, known),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: LINE_CHARACTERS_MAX,
      on_skip(error) {
        const isOpen = error?.code === 'CSV_QUOTE_NOT_CLOSED';
        broken.push({ line: lineOf(error), broken: isOpen ? NEVER_CLOSED : NOT_CELLS, isOpen });
        return undefined;
      },
    }),
  );
  let lastLine = 0;
  for await (const parsed of parser) {
    const { record, info } = Parsed.parse(parsed);
    // The parser is ahead of this loop: what it skipped behind this record has its turn later.
    while (broken[0] !== undefined && broken[0].line < info.lines) yield* broken.splice(0, 1);
    const breaks = record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
    yield { line: info.lines - breaks, cells: record };
    lastLine = info.lines;
  }
  // What was never closed was opened behind the last line that could be read.
  for (const line of broken) yield line.isOpen ? { ...line, line: lastLine + 1 } : line;
}

/** The separator that finds most of the headings that are looked for; of equals the one that finds most cells. */
export function separatorOf(text: string, known: (heading: string) => boolean): string {
  const head =
    text
      .slice(0, LINE_CHARACTERS_MAX)
      .split(/\r\n|\n|\r/)
      .find((line) => line.trim() !== '') ?? '';
  const found = SEPARATORS.map((separator) => {
    const cells = head.split(separator).map((cell) => cell.trim().replaceAll(/^"|"$/g, ''));
    return { separator, rank: cells.filter(known).length * 1_000 + Math.min(cells.length, 999) };
  });
  return found.reduce((best, one) => (one.rank > best.rank ? one : best)).separator;
}

function* slicesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += SLICE_CHARACTERS) yield text.slice(at, at + SLICE_CHARACTERS);
}

function lineOf(error: CsvError | undefined): number {
  const lines: unknown = error?.['lines'];
  return typeof lines === 'number' ? lines : 1;
}

const NEVER_CLOSED = {
  reason: 'A quotation mark in this line is never closed. What stands behind it was not read.',
  remedy: 'Close it, or write it twice where it belongs to the text.',
};
const NOT_CELLS = {
  reason: 'This line can’t be told apart into cells.',
  remedy: `Look at its quotation marks. A line has at most ${LINE_CHARACTERS_MAX} characters.`,
};
