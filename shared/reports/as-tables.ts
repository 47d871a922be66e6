import { cellText } from './cell-text.ts';
import type { ChartSection, FilesSection, FiguresSection, Report, TableSection } from './sections.ts';
import { paperWord } from './words.ts';

/** Everything in a report that has rows, as tables: for formats that know nothing else. */
export function tablesOf(report: Report): TableSection[] {
  return report.sections.flatMap((section) => {
    if (section.type === 'table') return [section];
    if (section.type === 'chart') return [chartTable(section)];
    if (section.type === 'files') return [filesTable(section)];
    return section.type === 'figures' ? [figuresTable(section, report)] : [];
  });
}

/** The numbers behind a picture. */
export function chartTable({ title, unit, digits, categories, series }: ChartSection): TableSection {
  const value = unit === '' ? (name: string) => name : (name: string) => `${name} (${unit})`;
  return {
    type: 'table',
    title,
    columns: [
      { title: title.slice(0, 60), type: 'text', digits: 0, weight: 2 },
      ...series.map(({ name }) => ({ title: value(name), type: 'number' as const, digits, weight: 1 })),
    ],
    rows: categories.map((category, index) => [
      category,
      ...series.map(({ values }) => values[index] ?? null),
    ]),
  };
}

export function filesTable({ title, items }: FilesSection): TableSection {
  return {
    type: 'table',
    title,
    columns: [
      { title: paperWord('paper.file'), type: 'text', digits: 0, weight: 3 },
      { title: paperWord('paper.file.kind'), type: 'text', digits: 0, weight: 1.5 },
      { title: paperWord('paper.file.bytes'), type: 'number', digits: 0, weight: 1.2 },
      { title: paperWord('paper.file.added'), type: 'instant', digits: 0, weight: 1.6 },
      { title: paperWord('paper.file.addedBy'), type: 'text', digits: 0, weight: 1.6 },
      { title: paperWord('paper.file.sha256'), type: 'text', digits: 0, weight: 4 },
    ],
    rows: items.map((file) => [
      file.fileName,
      file.mediaType,
      file.sizeBytes,
      file.addedAt,
      file.addedByName,
      file.sha256,
    ]),
  };
}

/** Values of many types in one column are texts. */
function figuresTable({ title, items }: FiguresSection, { site }: Report): TableSection {
  return {
    type: 'table',
    title: title === '' ? paperWord('paper.figures') : title,
    columns: [
      { title: paperWord('paper.figure.what'), type: 'text', digits: 0, weight: 1 },
      { title: paperWord('paper.figure.value'), type: 'text', digits: 0, weight: 2 },
    ],
    rows: items.map((figure) => [figure.label, cellText(figure, figure.value, site.timeZone)]),
  };
}
