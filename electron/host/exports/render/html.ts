import { cellText, instantText } from '#shared/reports/cell-text.ts';
import { cleanText, escapeMarkup, safeHref } from '#shared/reports/safe-text.ts';
import { filesTable } from '#shared/reports/as-tables.ts';
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
import { HTML_STYLE } from './html-style.ts';
import type { Output } from './output.ts';
import { CONFIDENTIAL, countedRows, type Renderer, type RenderTools } from './renderer.ts';

/** The page itself forbids whatever is not in it: no script, no connection, no frame. */
const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
const CHART_PIXELS = { width: 720, height: 300 };

/** One file that shows the whole report in any browser, without a script and without a network. */
export const renderHtml: Renderer = (report, output, tools) => {
  const title = escapeMarkup(report.title);
  output.write(
    `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n` +
      `<meta http-equiv="Content-Security-Policy" content="${escapeMarkup(POLICY)}">\n` +
      `<meta name="viewport" content="width=device-width">\n<title>${title}</title>\n` +
      `<style>${HTML_STYLE}</style>\n</head>\n<body>\n<header>\n`,
  );
  if (report.confidential) output.write(`<p class="confidential">${CONFIDENTIAL}</p>\n`);
  output.write(`<h1>${title}</h1>\n`);
  if (report.subtitle !== null) output.write(`<p class="subtitle">${escapeMarkup(report.subtitle)}</p>\n`);
  output.write(`<p class="about">${aboutOf(report).map(escapeMarkup).join(' · ')}</p>\n</header>\n<main>\n`);
  for (const section of report.sections) writeSection(section, report, output, tools);
  output.write('</main>\n</body>\n</html>\n');
};

/** Site, period, author and time, as every format that people read says them. */
export function aboutOf({ site, period, author, madeAt }: Report): string[] {
  const { timeZone } = site;
  const at = (iso: string) => instantText(iso, timeZone);
  return [
    site.name,
    ...(period === null ? [] : [spanText(period, timeZone)]),
    paperWord('paper.made', { at: at(madeAt), author }),
    paperWord('paper.zone', { zone: timeZone }),
  ].map(cleanText);
}

export function spanText({ from, to }: NonNullable<Report['period']>, timeZone: string): string {
  return paperWord('paper.span', { from: instantText(from, timeZone), to: instantText(to, timeZone) });
}

function writeSection(section: Section, report: Report, output: Output, tools: RenderTools): void {
  switch (section.type) {
    case 'heading': {
      const level = section.level + 1;
      output.write(`<h${level}>${escapeMarkup(section.text)}</h${level}>\n`);
      return;
    }
    case 'paragraph':
      output.write(`<p class="prose">${escapeMarkup(section.text)}</p>\n`);
      return;
    case 'figures':
      output.write(figuresHtml(section, report));
      return;
    case 'table':
      writeTable(section, report, output, tools);
      return;
    case 'chart':
      output.write(chartHtml(section));
      return;
    case 'files':
      writeFiles(section, report, output, tools);
  }
}

function figuresHtml({ title, look, items }: FiguresSection, { site }: Report): string {
  const shown = items.map(
    (figure) =>
      `<div><dt>${escapeMarkup(figure.label)}</dt><dd>${cellHtml(figure, figure.value, site.timeZone)}</dd></div>`,
  );
  const heading = title === '' ? '' : `<h3>${escapeMarkup(title)}</h3>\n`;
  return `${heading}<dl class="${look}">${shown.join('')}</dl>\n`;
}

function writeTable(table: TableSection, { site }: Report, output: Output, tools: RenderTools): void {
  const heads = table.columns.map(
    ({ title, type }) => `<th scope="col"${sideOf(type)}>${escapeMarkup(title)}</th>`,
  );
  output.write(
    `<table>\n<caption>${escapeMarkup(table.title)}</caption>\n<thead><tr>${heads.join('')}</tr></thead>\n<tbody>\n`,
  );
  for (const row of countedRows(table, tools)) {
    const cells = table.columns.map(
      (column, index) =>
        `<td${sideOf(column.type)}>${cellHtml(column, row[index] ?? null, site.timeZone)}</td>`,
    );
    output.write(`<tr>${cells.join('')}</tr>\n`);
  }
  output.write('</tbody>\n</table>\n');
}

function sideOf(type: Column['type']): string {
  return type === 'number' || type === 'duration' ? ' class="number"' : '';
}

function cellHtml(column: Pick<Column, 'type' | 'digits'>, value: Cell, timeZone: string): string {
  const text = escapeMarkup(cellText(column, value, timeZone));
  const href = typeof value === 'object' && value !== null ? safeHref(value.href) : undefined;
  return href === undefined ? text : `<a href="${escapeMarkup(href)}" rel="noreferrer noopener">${text}</a>`;
}

/** As a picture, in which nothing could run, with its numbers for whoever can't see it. */
function chartHtml(chart: ChartSection): string {
  const svg = Buffer.from(chartSvg(chart, CHART_PIXELS), 'utf8').toString('base64');
  const values = chart.series.map(
    ({ name, values: all }) => `${name}: ${all.map((value) => value ?? '-').join(', ')}`,
  );
  const described = `${chart.title}. ${chart.categories.join(', ')}. ${values.join('. ')}`;
  return (
    `<figure><figcaption>${escapeMarkup(chart.title)}</figcaption>` +
    `<img src="data:image/svg+xml;base64,${svg}" width="${CHART_PIXELS.width}" height="${CHART_PIXELS.height}" ` +
    `alt="${escapeMarkup(described)}"></figure>\n`
  );
}

function writeFiles(files: FilesSection, report: Report, output: Output, tools: RenderTools): void {
  writeTable(filesTable(files), report, output, tools);
  for (const file of files.items) {
    const picture = tools.picture(file);
    if (picture === undefined) continue;
    const name = escapeMarkup(file.fileName);
    output.write(
      `<figure><img class="picture" alt="${name}" src="data:image/${picture.kind};base64,${picture.bytes.toString('base64')}">` +
        `<figcaption>${name}</figcaption></figure>\n`,
    );
  }
}
