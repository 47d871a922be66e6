import { createRequire } from 'node:module';
import path from 'node:path';
import pdfmake from 'pdfmake';
import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { filesTable } from '#shared/reports/as-tables.ts';
import { cellText } from '#shared/reports/cell-text.ts';
import { cleanText, safeHref } from '#shared/reports/safe-text.ts';
import type {
  Cell,
  Column,
  FilesSection,
  FiguresSection,
  Report,
  Row,
  Section,
  TableSection,
} from '#shared/reports/sections.ts';
import { paperWord } from '#shared/reports/words.ts';
import { chartSvg } from './chart-svg.ts';
import { charactersIn } from './font-coverage.ts';
import { aboutOf } from './html.ts';
import { PAPER_TABLE_LAYOUT, pdfFrame, sheetOf, type Sheet } from './pdf-page.ts';
import { paperRows } from './paper-rows.ts';
import { Printable, UNPRINTED } from './printable.ts';
import type { Picture, Renderer, RenderTools } from './renderer.ts';

const fontFolder = path.join(
  path.dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')),
  'fonts/Roboto',
);
const font = (name: string) => path.join(fontFolder, `Roboto-${name}.ttf`);

pdfmake.setFonts({
  Roboto: {
    normal: font('Regular'),
    bold: font('Medium'),
    italics: font('Italic'),
    bolditalics: font('MediumItalic'),
  },
});
/** What all of them can draw; the others have what these two have. */
const medium = charactersIn(font('Medium'));
const characters = new Set([...charactersIn(font('Regular'))].filter((code) => medium.has(code)));
// Nothing in a report can make the console fetch an address or read a file.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((file) => path.dirname(path.resolve(file)) === fontFolder);

/** A4, charts as vectors, page x of y, site and period on every page. The same report is the same bytes. */
export const renderPdf: Renderer = async (report, output, tools) => {
  const sheet = sheetOf(report);
  const printable = new Printable(characters);
  const content: Content[] = [
    { text: cleanText(report.title), style: 'title' },
    ...(report.subtitle === null ? [] : [{ text: cleanText(report.subtitle), style: 'subtitle' }]),
    { text: aboutOf(report).join('  ·  '), style: 'about' },
    ...report.sections.flatMap((section) => contentOf(section, report, sheet, tools)),
  ].map((part) => printable.content(part));
  const { unprinted } = printable;
  if (unprinted > 0) {
    tools.unprinted(unprinted);
    content.unshift({
      text: paperWord('paper.unprinted', { count: unprinted, sign: UNPRINTED }),
      style: 'note',
    });
  }
  const frame = pdfFrame(report, sheet, (text) => new Printable(characters).text(text));
  const definition: TDocumentDefinitions = { ...frame, content };
  output.write(await pdfmake.createPdf(definition).getBuffer());
};

function contentOf(section: Section, report: Report, sheet: Sheet, tools: RenderTools): Content[] {
  switch (section.type) {
    case 'heading':
      return [{ text: cleanText(section.text), style: section.level === 1 ? 'heading' : 'subheading' }];
    case 'paragraph':
      return [{ text: cleanText(section.text), style: 'prose' }];
    case 'figures':
      return figures(section, report, sheet);
    case 'table':
      return tableContent(section, report, sheet, tools);
    case 'chart': {
      const size = { width: Math.min(sheet.contentWidth, 620), height: 196 };
      const drawn: Content[] = [
        { text: cleanText(section.title), style: 'caption' },
        { svg: chartSvg(section, size), width: size.width },
      ];
      return [{ stack: drawn, unbreakable: true, margin: [0, 4, 0, 8] }];
    }
    case 'files':
      return filesContent(section, report, sheet, tools);
  }
}

function figures({ title, look, items }: FiguresSection, { site }: Report, sheet: Sheet): Content[] {
  const heading: Content[] = title === '' ? [] : [{ text: cleanText(title), style: 'caption' }];
  const said = items.map((figure) => ({
    label: cleanText(figure.label),
    value: cellText(figure, figure.value, site.timeZone) || '–',
  }));
  if (look === 'list') {
    const body = said.map(({ label, value }) => [{ text: label, style: 'label' }, { text: value }]);
    const table = { widths: [130, '*'], body };
    return [...heading, { table, layout: 'noBorders', margin: [0, 0, 0, 8] }];
  }
  const perLine = Math.max(1, Math.floor(sheet.contentWidth / 120));
  const lines: Content[] = [];
  for (let at = 0; at < said.length; at += perLine) {
    const columns = said.slice(at, at + perLine).map(({ label, value }) => ({
      width: 110,
      stack: [
        { text: value, style: 'figure' },
        { text: label, style: 'label' },
      ],
    }));
    lines.push({ columns, columnGap: 10, margin: [0, 2, 0, 8], unbreakable: true });
  }
  return [...heading, ...lines];
}

function tableContent(table: TableSection, report: Report, sheet: Sheet, tools: RenderTools): Content[] {
  const { rows, note } = paperRows(table, tools);
  const heads = table.columns.map(({ title, type }) => ({
    text: cleanText(title),
    style: 'tableHead',
    alignment: sideOf(type),
  }));
  const body: TableCell[][] = [heads];
  for (const row of rows) {
    body.push(
      table.columns.map((column, index) => cellContent(column, row[index] ?? null, report.site.timeZone)),
    );
  }
  return [
    { text: cleanText(table.title), style: 'caption' },
    {
      table: {
        headerRows: 1,
        keepWithHeaderRows: 1,
        // A row that is higher than a page has to be broken.
        dontBreakRows: !rows.some(isHigh),
        widths: sheet.widthsOf(table.columns),
        body,
      },
      layout: PAPER_TABLE_LAYOUT,
      style: 'table',
    },
    ...(note === null ? [] : [{ text: note, style: 'about' }]),
  ];
}

const SHORT_CHARACTERS_MAX = 500;

function isHigh(row: Row): boolean {
  return row.some(
    (cell) =>
      typeof cell === 'string' && (cell.length > SHORT_CHARACTERS_MAX || cell.split('\n').length > 12),
  );
}

function cellContent(column: Column, value: Cell, timeZone: string): TableCell {
  const text = cellText(column, value, timeZone);
  const href = typeof value === 'object' && value !== null ? safeHref(value.href) : undefined;
  if (href !== undefined) return { text, link: href, color: '#0b5394' };
  return column.type === 'number' || column.type === 'duration' ? { text, alignment: 'right' } : text;
}

function sideOf(type: Column['type']): 'left' | 'right' {
  return type === 'number' || type === 'duration' ? 'right' : 'left';
}

function filesContent(files: FilesSection, report: Report, sheet: Sheet, tools: RenderTools): Content[] {
  const pictures = files.items.flatMap((file): Content[] => {
    const picture = tools.picture(file);
    if (picture === undefined) return [];
    const shown: Content[] = [
      { image: dataUrl(picture), fit: [sheet.contentWidth, 320] },
      { text: cleanText(file.fileName), style: 'label' },
    ];
    return [{ stack: shown, unbreakable: true, margin: [0, 8, 0, 4] }];
  });
  return [...tableContent(filesTable(files), report, sheet, tools), ...pictures];
}

function dataUrl({ kind, bytes }: Picture): string {
  return `data:image/${kind};base64,${bytes.toString('base64')}`;
}
