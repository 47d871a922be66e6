import { cleanText } from '#shared/reports/safe-text.ts';
import type { Report, Section, TableSection } from '#shared/reports/sections.ts';
import type { Output } from './output.ts';
import { countedRows, type Renderer, type RenderTools } from './renderer.ts';

/** Values as they are: instants in UTC, durations in milliseconds. Rows are written as they are read. */
export const renderJson: Renderer = (report, output, tools) => {
  const { sections, ...head } = report;
  const text = json({ format: 'fairlead-report', version: 1, ...head });
  output.write(`${text.slice(0, -1)},"sections":[`);
  for (const [index, section] of sections.entries()) {
    output.write(index === 0 ? '\n' : ',\n');
    writeSection(section, output, tools);
  }
  output.write('\n]}\n');
};

function writeSection(section: Section, output: Output, tools: RenderTools): void {
  if (section.type === 'table') writeTable(section, output, tools);
  else output.write(json(section));
}

function writeTable(table: TableSection, output: Output, tools: RenderTools): void {
  const columns = table.columns.map(({ title, type }) => ({ title, type }));
  output.write(`{"type":"table","title":${json(table.title)},"columns":${json(columns)},"rows":[`);
  let isFirst = true;
  for (const row of countedRows(table, tools)) {
    output.write(`${isFirst ? '' : ','}\n${json(row)}`);
    isFirst = false;
  }
  output.write(']}');
}

/** `<` is written as an escape, so that the text stays harmless inside a page as well. */
function json(value: Report | Section | object | string): string {
  const clean = (_key: string, inner: unknown) => (typeof inner === 'string' ? cleanText(inner) : inner);
  return JSON.stringify(value, clean).replaceAll('<', '\\u003c');
}
