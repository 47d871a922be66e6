import type { CustomTableLayout, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { cleanText } from '#shared/reports/safe-text.ts';
import type { Column, Report } from '#shared/reports/sections.ts';
import { paperWord } from '#shared/reports/words.ts';
import { spanText } from './html.ts';
import { CONFIDENTIAL } from './renderer.ts';

const A4 = { short: 595.28, long: 841.89 };
const MARGIN = 40;
const TOP = 54;
const BOTTOM = 44;
const CELL_PADDING = 4;
/** Columns that fit an upright sheet. */
const UPRIGHT_COLUMNS_MAX = 6;

export type Sheet = {
  readonly orientation: 'portrait' | 'landscape';
  readonly contentWidth: number;
  /** Widths of columns in points, by their weights. */
  widthsOf(columns: readonly Column[]): number[];
};

/** Upright unless a table is wide. */
export function sheetOf({ sections }: Pick<Report, 'sections'>): Sheet {
  const isWide = sections.some(
    (section) => section.type === 'table' && section.columns.length > UPRIGHT_COLUMNS_MAX,
  );
  const contentWidth = (isWide ? A4.long : A4.short) - 2 * MARGIN;
  return {
    orientation: isWide ? 'landscape' : 'portrait',
    contentWidth,
    widthsOf(columns) {
      const weights = columns.reduce((sum, { weight }) => sum + weight, 0);
      const forText = contentWidth - columns.length * 2 * CELL_PADDING;
      return columns.map(({ weight }) => (forText * weight) / weights);
    },
  };
}

export const PAPER_TABLE_LAYOUT: CustomTableLayout = {
  hLineWidth: (row) => (row === 1 ? 1 : 0.4),
  vLineWidth: () => 0,
  hLineColor: () => '#b8c1ca',
  paddingLeft: () => CELL_PADDING,
  paddingRight: () => CELL_PADDING,
  paddingTop: () => 2,
  paddingBottom: () => 2,
};

/** What is the same on every page: head, foot, the mark, type. `printable`: a text as the font can draw it. */
export function pdfFrame(
  report: Report,
  sheet: Sheet,
  printable: (text: string) => string,
): Omit<TDocumentDefinitions, 'content'> {
  const { site, period, confidential } = report;
  const title = cleanText(report.title);
  const span = period === null ? '' : spanText(period, site.timeZone);
  const mark = confidential
    ? [{ text: CONFIDENTIAL, style: 'mark', alignment: 'right' as const, width: 110 }]
    : [];
  return {
    pageSize: 'A4',
    pageOrientation: sheet.orientation,
    pageMargins: [MARGIN, TOP, MARGIN, BOTTOM],
    info: {
      title,
      author: cleanText(report.author),
      subject: confidential ? CONFIDENTIAL : '',
      creator: 'Fairlead',
      producer: 'Fairlead',
      creationDate: new Date(report.madeAt),
    },
    language: 'en',
    header: () => ({
      margin: [MARGIN, 22, MARGIN, 0],
      columns: [
        {
          text: [printable(cleanText(site.name)), span].filter((part) => part !== '').join('  ·  '),
          style: 'frame',
        },
        ...mark,
      ],
    }),
    footer: (page, pages) => ({
      margin: [MARGIN, 14, MARGIN, 0],
      columns: [
        { text: printable(title), style: 'frame' },
        { text: paperWord('paper.page', { page, pages }), style: 'frame', alignment: 'right', width: 90 },
      ],
    }),
    defaultStyle: { font: 'Roboto', fontSize: 9, color: '#1c2733', lineHeight: 1.15 },
    styles: {
      title: { fontSize: 20, bold: true },
      subtitle: { fontSize: 12, margin: [0, 2, 0, 0] },
      about: { fontSize: 8, color: '#5a6672', margin: [0, 4, 0, 12] },
      note: { fontSize: 8, bold: true, margin: [0, 0, 0, 8] },
      heading: { fontSize: 14, bold: true, margin: [0, 14, 0, 6] },
      subheading: { fontSize: 11, bold: true, margin: [0, 10, 0, 4] },
      prose: { margin: [0, 0, 0, 8], preserveLeadingSpaces: true },
      caption: { fontSize: 10, bold: true, margin: [0, 10, 0, 4] },
      figure: { fontSize: 16, bold: true },
      label: { fontSize: 8, color: '#5a6672' },
      table: { fontSize: 8 },
      tableHead: { bold: true, fontSize: 8 },
      frame: { fontSize: 8, color: '#5a6672' },
      mark: { fontSize: 9, bold: true, color: '#a40000', characterSpacing: 1 },
    },
  };
}
