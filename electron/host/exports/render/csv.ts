import { cleanText } from '#shared/reports/safe-text.ts';
import type { Cell, Column, TableSection } from '#shared/reports/sections.ts';
import { BYTE_ORDER_MARK, csvLine, type CsvValue } from '#shared/reports/csv-line.ts';
import type { Output } from './output.ts';
import { countedRows, type RenderTools } from './renderer.ts';
import { paperWord } from '#shared/reports/words.ts';

/** One table as RFC 4180 has it, formulas neutralised. Instants are UTC, durations seconds: for programs. */
export function writeCsv(table: TableSection, output: Output, tools: Pick<RenderTools, 'rowsDone'>): void {
  output.write(BYTE_ORDER_MARK + csvLine(table.columns.map(headOf)));
  for (const row of countedRows(table, tools)) {
    output.write(csvLine(table.columns.map((column, index) => valueOf(column, row[index] ?? null))));
  }
}

function headOf({ title, type }: Column): string {
  if (type === 'instant') return `${cleanText(title)} (UTC)`;
  return type === 'duration' ? `${cleanText(title)} (s)` : cleanText(title);
}

function valueOf(column: Column, value: Cell): CsvValue {
  if (value === null) return null;
  if (typeof value === 'boolean') return paperWord(value ? 'paper.yes' : 'paper.no');
  if (typeof value === 'object') return cleanText(value.text);
  if (typeof value === 'string') return cleanText(value);
  if (!Number.isFinite(value)) return null;
  return column.type === 'duration' ? Math.round(value / 1_000) : value;
}
