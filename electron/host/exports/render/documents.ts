import type { DocumentFormat } from '#shared/reports/formats.ts';
import { tablesOf } from '#shared/reports/as-tables.ts';
import type { Report, TableSection } from '#shared/reports/sections.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Output } from './output.ts';
import type { Renderer, RenderTools } from './renderer.ts';

/** What draws each format is large, so it is loaded when it is first needed. */
const RENDERERS: { readonly [F in Exclude<DocumentFormat, 'csv'>]: () => Promise<Renderer> } = {
  pdf: async () => (await import('./pdf.ts')).renderPdf,
  xlsx: async () => (await import('./xlsx.ts')).renderXlsx,
  docx: async () => (await import('./docx.ts')).renderDocx,
  json: async () => (await import('./json.ts')).renderJson,
  xml: async () => (await import('./xml.ts')).renderXml,
  html: async () => (await import('./html.ts')).renderHtml,
};

/** One document, written as it is made. `part`: which of them, for a format that needs several. */
export type Document = {
  readonly ending: DocumentFormat;
  readonly part: string | null;
  write(output: Output): Promise<void>;
};

/** What a format makes of a report: one document, or with CSV one a table. */
export async function documentsOf(
  report: Report,
  format: DocumentFormat,
  tools: RenderTools,
  /** Beside another report: it goes by its own title. */
  isBeside = false,
): Promise<readonly Document[]> {
  if (format !== 'csv') {
    const render = await RENDERERS[format]();
    return [
      {
        ending: format,
        part: isBeside ? report.title : null,
        write: async (output) => render(report, output, tools),
      },
    ];
  }
  const { writeCsv } = await import('./csv.ts');
  const tables = csvTables(report);
  return tables.map((table) => ({
    ending: format,
    part: tables.length === 1 ? null : table.title,
    write: async (output) => writeCsv(table, output, tools),
  }));
}

/** A report that is one table is one file; any other one is everything that has rows. */
function csvTables(report: Report): readonly TableSection[] {
  const { sections } = report;
  const tables = sections.filter((section) => section.type === 'table');
  const hasMore = sections.some(({ type }) => type === 'files' || type === 'chart' || type === 'figures');
  if (tables.length === 1 && !hasMore) return [must(tables[0], 'the only table')];
  const all = tablesOf(report);
  return all.length === 0 ? [EMPTY] : all;
}

const EMPTY: TableSection = {
  type: 'table',
  title: 'Report',
  columns: [{ title: 'Report', type: 'text', digits: 0, weight: 1 }],
  rows: [],
};
