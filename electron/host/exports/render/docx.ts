import {
  AlignmentType,
  BorderStyle,
  Document,
  ExternalHyperlink,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { chartTable, filesTable } from '#shared/reports/as-tables.ts';
import { cellText } from '#shared/reports/cell-text.ts';
import { cleanText, safeHref } from '#shared/reports/safe-text.ts';
import type {
  Cell,
  ChartSection,
  Column,
  FilesSection,
  FiguresSection,
  Report,
  Section,
  TableSection,
} from '#shared/reports/sections.ts';
import { paperWord } from '#shared/reports/words.ts';
import { chartSvg } from './chart-svg.ts';
import { aboutOf } from './html.ts';
import { paperRows } from './paper-rows.ts';
import { sheetOf } from './pdf-page.ts';
import { CONFIDENTIAL, type Picture, type Renderer, type RenderTools } from './renderer.ts';

type Block = Paragraph | Table;

/** Half points. */
const SMALL = 16;
const CHART_PIXELS = { width: 600, height: 230 };
const PICTURE_PIXELS_MAX = { width: 560, height: 400 };
/** Shown by programs that know no vector pictures: nothing. The numbers stand in the table below. */
const NO_PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** A document that people go on writing in: styles, real tables, head and foot with page x of y. */
export const renderDocx: Renderer = async (report, output, tools) => {
  const { orientation } = sheetOf(report);
  const document = new Document({
    creator: cleanText(report.author),
    title: cleanText(report.title),
    styles: { default: { document: { run: { font: 'Calibri', size: 20 } } } },
    sections: [
      {
        properties: {
          page: {
            size: {
              orientation: orientation === 'landscape' ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
            },
            margin: { top: 1_000, right: 900, bottom: 900, left: 900 },
          },
        },
        headers: { default: new Header({ children: [headLine(report)] }) },
        footers: { default: new Footer({ children: [footLine(report)] }) },
        children: [
          new Paragraph({ text: cleanText(report.title), heading: HeadingLevel.TITLE }),
          ...(report.subtitle === null ? [] : [new Paragraph({ text: cleanText(report.subtitle) })]),
          new Paragraph({ children: [new TextRun({ text: aboutOf(report).join('  ·  '), size: SMALL })] }),
          ...report.sections.flatMap((section) => blocksOf(section, report, tools)),
        ],
      },
    ],
  });
  output.write(await Packer.toBuffer(document));
};

function headLine({ site, confidential }: Report): Paragraph {
  const mark = new TextRun({ text: `    ${CONFIDENTIAL}`, bold: true, color: 'A40000', size: SMALL });
  return new Paragraph({
    children: [new TextRun({ text: cleanText(site.name), size: SMALL }), ...(confidential ? [mark] : [])],
  });
}

function footLine({ title }: Report): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.RIGHT,
    children: [
      new TextRun({
        size: SMALL,
        children: [`${cleanText(title)}    `, ...pageOfPages()],
      }),
    ],
  });
}

/** The sentence about pages; where its numbers stand, parts that Word fills in. */
function pageOfPages(): string[] {
  const { CURRENT, TOTAL_PAGES } = PageNumber;
  return paperWord('paper.page', { page: CURRENT, pages: TOTAL_PAGES }).split(/(CURRENT|TOTAL_PAGES)/);
}

function blocksOf(section: Section, report: Report, tools: RenderTools): Block[] {
  switch (section.type) {
    case 'heading':
      return [
        new Paragraph({
          text: cleanText(section.text),
          heading: section.level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
        }),
      ];
    case 'paragraph':
      return proseOf(section.text);
    case 'figures':
      return figures(section, report);
    case 'table':
      return tableBlocks(section, report, tools);
    case 'chart':
      return [chartPicture(section), ...tableBlocks(chartTable(section), report, tools)];
    case 'files':
      return fileBlocks(section, report, tools);
  }
}

function proseOf(text: string): Paragraph[] {
  return cleanText(text)
    .split('\n')
    .map((line) => new Paragraph({ text: line }));
}

function figures({ title, items }: FiguresSection, { site }: Report): Block[] {
  const rows = items.map(
    (figure) =>
      new TableRow({
        children: [
          wordCell([new TextRun({ text: cleanText(figure.label), color: '5A6672' })], 30),
          wordCell([new TextRun({ text: cellText(figure, figure.value, site.timeZone) })], 70),
        ],
      }),
  );
  if (rows.length === 0) return [];
  return [caption(title), new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, rows })];
}

function caption(text: string): Paragraph {
  return new Paragraph({
    spacing: { before: 200, after: 80 },
    keepNext: true,
    children: [new TextRun({ text: cleanText(text), bold: true })],
  });
}

function tableBlocks(table: TableSection, report: Report, tools: RenderTools): Block[] {
  const { columns } = table;
  const { rows, note } = paperRows(table, tools);
  const weights = columns.reduce((sum, { weight }) => sum + weight, 0);
  const percents = columns.map(({ weight }) => Math.round((100 * weight) / weights));
  const head = new TableRow({
    tableHeader: true,
    children: columns.map(({ title }, index) =>
      wordCell([new TextRun({ text: cleanText(title), bold: true, size: SMALL })], percents[index] ?? 0),
    ),
  });
  const body = rows.map(
    (row) =>
      new TableRow({
        cantSplit: false,
        children: columns.map((column, index) =>
          wordCell(
            runsOf(column, row[index] ?? null, report.site.timeZone),
            percents[index] ?? 0,
            column.type === 'number' || column.type === 'duration',
          ),
        ),
      }),
  );
  return [
    caption(table.title),
    new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, rows: [head, ...body] }),
    ...(note === null ? [] : [new Paragraph({ text: note })]),
  ];
}

const LINE = { style: BorderStyle.SINGLE, size: 2, color: 'B8C1CA' };
const NO_LINE = { style: BorderStyle.NONE, size: 0, color: 'FFFFFF' };

function wordCell(children: (TextRun | ExternalHyperlink)[], percent: number, alignEnd = false): TableCell {
  return new TableCell({
    width: { size: percent, type: WidthType.PERCENTAGE },
    borders: { top: NO_LINE, left: NO_LINE, right: NO_LINE, bottom: LINE },
    children: [new Paragraph({ children, ...(alignEnd ? { alignment: AlignmentType.RIGHT } : {}) })],
  });
}

function runsOf(column: Column, value: Cell, timeZone: string): (TextRun | ExternalHyperlink)[] {
  const lines = cellText(column, value, timeZone).split('\n');
  const runs = lines.map((text, index) => new TextRun({ text, size: SMALL, break: index === 0 ? 0 : 1 }));
  const href = typeof value === 'object' && value !== null ? safeHref(value.href) : undefined;
  return href === undefined ? runs : [new ExternalHyperlink({ link: href, children: runs })];
}

function chartPicture(chart: ChartSection): Paragraph {
  const svg = Buffer.from(chartSvg(chart, CHART_PIXELS), 'utf8');
  return new Paragraph({
    children: [
      new ImageRun({
        type: 'svg',
        data: svg,
        transformation: CHART_PIXELS,
        fallback: { type: 'png', data: NO_PICTURE },
        altText: {
          name: cleanText(chart.title),
          title: cleanText(chart.title),
          description: cleanText(chart.title),
        },
      }),
    ],
  });
}

function fileBlocks(files: FilesSection, report: Report, tools: RenderTools): Block[] {
  const pictures = files.items.flatMap((file) => {
    const picture = tools.picture(file);
    return picture === undefined
      ? []
      : [pictureBlock(picture), new Paragraph({ text: cleanText(file.fileName) })];
  });
  return [...tableBlocks(filesTable(files), report, tools), ...pictures];
}

function pictureBlock({ kind, bytes, widthPixels, heightPixels }: Picture): Paragraph {
  const scale = Math.min(1, PICTURE_PIXELS_MAX.width / widthPixels, PICTURE_PIXELS_MAX.height / heightPixels);
  const transformation = {
    width: Math.round(widthPixels * scale),
    height: Math.round(heightPixels * scale),
  };
  return new Paragraph({
    keepNext: true,
    children: [new ImageRun({ type: kind === 'jpeg' ? 'jpg' : 'png', data: bytes, transformation })],
  });
}
