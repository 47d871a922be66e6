import type { Row, ReportContent } from '../../../reports/sections.ts';

export type Section = ReportContent['sections'][number];
type Table = Extract<Section, { type: 'table' }>;

export function paragraph(text: string): Section {
  return { type: 'paragraph', text };
}

/** A text under its heading; nothing where nobody has written any. */
export function chapter(heading: string, text: string): Section[] {
  return text === '' ? [] : [{ type: 'heading', text: heading, level: 2 }, paragraph(text)];
}

/** A table; nothing where it would have no rows. */
export function tableOf(title: string, columns: Table['columns'], rows: readonly Row[]): Section[] {
  return rows.length === 0 ? [] : [{ type: 'table', title, columns, rows, expectedRows: rows.length }];
}
