import type { Row, TableSection } from '#shared/reports/sections.ts';
import { countedRows, type RenderTools } from './renderer.ts';
import { paperWord } from '#shared/reports/words.ts';

/** Nobody reads more on paper, and a page layout holds all of it in memory. */
export const PAPER_ROWS_MAX = 5_000;

/** The rows of a table as far as paper takes them, and a word about those it does not. */
export function paperRows(
  table: TableSection,
  tools: Pick<RenderTools, 'rowsDone'>,
): { readonly rows: readonly Row[]; readonly note: string | null } {
  const rows: Row[] = [];
  for (const row of countedRows(table, tools)) {
    if (rows.length >= PAPER_ROWS_MAX) return { rows, note: TOO_LONG };
    rows.push(row);
  }
  return { rows, note: rows.length === 0 ? paperWord('paper.rows.none') : null };
}

const TOO_LONG = paperWord('paper.rows.cut', { count: PAPER_ROWS_MAX });
