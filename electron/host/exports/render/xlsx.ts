import { finished } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import ExcelJS from 'exceljs';
import { tablesOf } from '#shared/reports/as-tables.ts';
import { cellText } from '#shared/reports/cell-text.ts';
import { cleanText, safeHref } from '#shared/reports/safe-text.ts';
import { msOf } from '#shared/kernel/clock.ts';
import { localTimeOf } from '#shared/kernel/local-time.ts';
import type { Cell, Column, Report, TableSection } from '#shared/reports/sections.ts';
import { aboutOf } from './html.ts';
import { streamInto } from './output.ts';
import { CONFIDENTIAL, countedRows, type Renderer, type RenderTools } from './renderer.ts';
import { sheetNames } from './sheet-names.ts';
import { paperWord } from '#shared/reports/words.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

type Workbook = InstanceType<typeof ExcelJS.stream.xlsx.WorkbookWriter>;

/** What Excel holds in one cell. */
const CELL_CHARACTERS_MAX = 32_767;
/** Excel ends at 1,048,576. */
const SHEET_ROWS_MAX = 1_000_000;
/** Compression happens between rows only; without pauses the whole sheet would wait for it in memory. */
const COMPRESSED_EVERY_ROWS = 100;
/** Widths are in characters. */
const WIDTH = { ofWeight: 16, min: 10, max: 60 };

/** One sheet about the report and one for each table, rows written as they are read, values with their types. */
export const renderXlsx: Renderer = async (report, output, tools) => {
  const stream = streamInto(output);
  // `finished` is asked for before anything is written, so that what the output throws is heard.
  const ended = finished(stream);
  const author = cleanText(report.author);
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream,
    useStyles: true,
    useSharedStrings: false,
  });
  Object.assign(workbook, {
    creator: author,
    lastModifiedBy: author,
    created: new Date(report.madeAt),
    modified: new Date(report.madeAt),
  });
  const nameOf = sheetNames();
  writeAbout(workbook, report, nameOf(paperWord('paper.about')));
  for (const table of tablesOf(report)) await writeTable(workbook, { table, report, nameOf }, tools);
  await Promise.all([workbook.commit(), ended]);
};

function writeAbout(workbook: Workbook, report: Report, name: string): void {
  const sheet = workbook.addWorksheet(name);
  sheet.columns = [{ width: 100 }];
  const line = (text: string, font?: Partial<ExcelJS.Font>) => {
    const row = sheet.addRow([cleanText(text).slice(0, CELL_CHARACTERS_MAX)]);
    row.alignment = { wrapText: true, vertical: 'top' };
    if (font !== undefined) row.font = font;
    row.commit();
  };
  if (report.confidential) line(CONFIDENTIAL, { bold: true, color: { argb: 'FFA40000' } });
  line(report.title, { bold: true, size: 16 });
  if (report.subtitle !== null) line(report.subtitle);
  for (const about of aboutOf(report)) line(about);
  for (const section of report.sections) {
    if (section.type === 'heading') line(section.text, { bold: true });
    if (section.type === 'paragraph') line(section.text);
  }
  sheet.commit();
}

async function writeTable(
  workbook: Workbook,
  { table, report, nameOf }: { table: TableSection; report: Report; nameOf(title: string): string },
  tools: RenderTools,
): Promise<void> {
  const { columns } = table;
  const { timeZone } = report.site;
  let sheet = newSheet(workbook, nameOf(table.title), table, report);
  let rows = 0;
  for (const row of countedRows(table, tools)) {
    if (rows === SHEET_ROWS_MAX) {
      sheet.commit();
      sheet = newSheet(workbook, nameOf(table.title), table, report);
      rows = 0;
    }
    rows += 1;
    if (rows % COMPRESSED_EVERY_ROWS === 0) await setImmediate();
    sheet.addRow(columns.map((column, index) => valueOf(column, row[index] ?? null, timeZone))).commit();
  }
  sheet.commit();
}

function newSheet(workbook: Workbook, name: string, { columns }: TableSection, report: Report) {
  const sheet = workbook.addWorksheet(name, {
    views: [{ state: 'frozen', ySplit: 1 }],
    pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, paperSize: 9 },
    headerFooter: {
      oddHeader: report.confidential ? `&R${CONFIDENTIAL}` : '',
      oddFooter: `&R${paperWord('paper.page', { page: '&P', pages: '&N' })}`,
    },
  });
  sheet.columns = columns.map((column) => ({
    width: Math.min(WIDTH.max, Math.max(WIDTH.min, column.weight * WIDTH.ofWeight)),
    style: styleOf(column),
  }));
  const heads = sheet.addRow(columns.map((column) => headOf(column, report.site.timeZone)));
  heads.eachCell((cell) => {
    cell.font = { bold: true };
    cell.numFmt = '@';
    cell.border = { bottom: { style: 'thin' } };
  });
  heads.commit();
  return sheet;
}

function styleOf({ type, digits }: Column): Partial<ExcelJS.Style> {
  if (type === 'number') return { numFmt: digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}` };
  if (type === 'instant') return { numFmt: 'yyyy-mm-dd hh:mm' };
  if (type === 'duration') return { numFmt: '[h]:mm:ss' };
  return type === 'text' ? { alignment: { vertical: 'top', wrapText: true } } : {};
}

function headOf({ title, type }: Column, timeZone: string): string {
  return type === 'instant' ? `${cleanText(title)} (${timeZone})` : cleanText(title);
}

/** A cell of Excel's own type; a text stays a text whatever it begins with. Excel knows no zones: local times go in. */
function valueOf(column: Column, value: Cell, timeZone: string): ExcelJS.CellValue {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return null;
    return column.type === 'duration' ? value / DAY_MS : value;
  }
  if (typeof value === 'string' && column.type === 'instant') return localDate(value, timeZone);
  const text = cellText(column, value, timeZone).slice(0, CELL_CHARACTERS_MAX);
  const href = typeof value === 'object' ? safeHref(value.href) : undefined;
  return href === undefined ? text : { text, hyperlink: href };
}

function localDate(iso: string, timeZone: string): Date {
  const { year, month, day, hour, minute, second } = localTimeOf(msOf(iso), timeZone);
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}
