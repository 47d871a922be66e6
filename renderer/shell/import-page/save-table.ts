import { saveFile } from '#renderer/ui/save-file.ts';
import { BYTE_ORDER_MARK, csvLine } from '#shared/reports/csv-line.ts';

/** A table for a spreadsheet, formulas neutralised. */
export function saveTable(fileName: string, rows: readonly (readonly (string | number | null)[])[]): void {
  const text = BYTE_ORDER_MARK + rows.map((row) => csvLine(row)).join('');
  saveFile(fileName, new Blob([text], { type: 'text/csv' }));
}
