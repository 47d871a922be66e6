import { escapeMarkup } from '#shared/reports/safe-text.ts';
import type { Cell, Column, Report, Section, TableSection } from '#shared/reports/sections.ts';
import { chartTable, filesTable } from '#shared/reports/as-tables.ts';
import type { Output } from './output.ts';
import { countedRows, type Renderer, type RenderTools } from './renderer.ts';

/** Values as they are: instants in UTC, durations in milliseconds; no document type, so nothing to expand. */
export const renderXml: Renderer = (report, output, tools) => {
  output.write(`<?xml version="1.0" encoding="UTF-8"?>\n<report ${attributes(headOf(report))}>\n`);
  for (const section of report.sections) writeSection(section, output, tools);
  output.write('</report>\n');
};

function headOf({ title, subtitle, period, site, author, madeAt, confidential }: Report) {
  return {
    title,
    subtitle,
    from: period?.from ?? null,
    to: period?.to ?? null,
    site: site.name,
    timeZone: site.timeZone,
    author,
    madeAt,
    confidential: String(confidential),
  };
}

function writeSection(section: Section, output: Output, tools: RenderTools): void {
  switch (section.type) {
    case 'heading':
      output.write(element('heading', { level: String(section.level) }, section.text));
      return;
    case 'paragraph':
      output.write(element('paragraph', {}, section.text));
      return;
    case 'figures':
      output.write(`<figures ${attributes({ title: section.title })}>\n`);
      for (const { label, type, value } of section.items)
        output.write(element('figure', { label, ...typeAttribute(type) }, plainText(value)));
      output.write('</figures>\n');
      return;
    case 'table':
      writeTable(section, output, tools);
      return;
    case 'chart':
      writeTable(chartTable(section), output, tools);
      return;
    case 'files':
      writeTable(filesTable(section), output, tools);
  }
}

function writeTable(table: TableSection, output: Output, tools: RenderTools): void {
  output.write(`<table ${attributes({ title: table.title })}>\n`);
  for (const row of countedRows(table, tools)) {
    const fields = table.columns.map((column, index) => fieldOf(column, row[index] ?? null));
    output.write(`<row>${fields.join('')}</row>\n`);
  }
  output.write('</table>\n');
}

function fieldOf({ title, type }: Column, value: Cell): string {
  if (value === null) return '';
  return `<field ${attributes({ name: title, ...typeAttribute(type) })}>${escapeMarkup(plainText(value))}</field>`;
}

function typeAttribute(type: Column['type']): { readonly type: string | null } {
  return { type: type === 'text' ? null : type };
}

function plainText(value: Cell): string {
  if (value === null) return '';
  return typeof value === 'object' ? value.text : String(value);
}

function element(name: string, named: { readonly [name: string]: string | null }, text: string): string {
  const written = attributes(named);
  return `<${name}${written === '' ? '' : ` ${written}`}>${escapeMarkup(text)}</${name}>\n`;
}

/** Line ends inside an attribute would be read as spaces. */
function attributes(named: { readonly [name: string]: string | null }): string {
  return Object.entries(named)
    .flatMap(([name, value]) =>
      value === null
        ? []
        : [`${name}="${escapeMarkup(value).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`],
    )
    .join(' ');
}
