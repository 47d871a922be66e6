import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { cleanText } from '#shared/reports/safe-text.ts';
import { NASTY, rendered, reportOf } from '../testing/report.ts';
import { unzipped } from '../testing/zip.ts';
import { renderDocx } from './docx.ts';
import { sheetNames } from './sheet-names.ts';
import { renderXlsx } from './xlsx.ts';

async function workbookOf(text: string) {
  const bytes = await rendered(renderXlsx, reportOf(text));
  const workbook = new ExcelJS.Workbook();
  // The types of exceljs know the buffers of an older Node.
  await workbook.xlsx.load(bytes as never);
  return { workbook, files: await unzipped(bytes) };
}

/** From 1, as Excel counts columns. */
function valuesOf(sheet: ExcelJS.Worksheet | undefined, row: number): unknown[] {
  const values = sheet?.getRow(row).values;
  return Array.isArray(values) ? [...values] : [];
}

describe('a report as Excel', () => {
  it('reads back with the types of its columns, local times in local time', async () => {
    const { workbook } = await workbookOf('Aurora');
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([
      'About',
      'Aurora',
      'Aurora (2)',
      'Table Aurora',
      'Aurora (3)',
    ]);
    const sheet = workbook.getWorksheet('Table Aurora');
    expect(sheet?.getRow(1).values).toEqual([
      undefined,
      'Aurora',
      'Count',
      'When (Europe/Athens)',
      'Took',
      'Done',
      'Link',
    ]);
    const [, text, count, when, took, done, link] = valuesOf(sheet, 2);
    expect([text, count, done]).toEqual(['Aurora', -12_345.6, true]);
    expect(when).toEqual(new Date('2026-07-01T13:00:00.000Z'));
    // Ninety seconds of Excel's day, which begins in 1899.
    expect(Math.round((Number(took) - Date.UTC(1899, 11, 30)) / 1_000)).toBe(90);
    expect(link).toEqual({ text: 'Aurora', hyperlink: 'https://example.com/a?b=1&c=2' });
    expect(sheet?.getRow(3).getCell(6).value).toBe('Aurora');
    expect(sheet?.getRow(2).getCell(2).numFmt).toBe('#,##0.0');
  });

  it.each(NASTY)('keeps %j a text', async (text) => {
    const { workbook, files } = await workbookOf(text);
    for (const [name, bytes] of files)
      if (name.startsWith('xl/worksheets/')) expect(bytes.toString()).not.toMatch(/<f[ >]/);
    const written = [...files].filter(
      ([name]) => name === `xl/worksheets/sheet${workbook.worksheets.length - 1}.xml`,
    );
    const cells = written.flatMap(([, bytes]) => [...bytes.toString('utf8').matchAll(/<v>([^<]*)<\/v>/g)]);
    // Not by exceljs, which undoes the escapes of such cells twice.
    expect(cells.map(([, cell = '']) => fromXml(cell))).toContain(cleanText(text));
  });
});

describe('names of sheets', () => {
  it('are safe, short and none of them twice', () => {
    const nameOf = sheetNames();
    const long = 'x'.repeat(40);
    expect(['a/b:[c]*?\\', "'quoted'", '', 'History', 'A/B C', long, long.toUpperCase()].map(nameOf)).toEqual(
      ['a b  c', 'quoted', 'Sheet', 'History (2)', 'A B C', 'x'.repeat(31), `${'X'.repeat(27)} (2)`],
    );
  });
});

describe('a report as a Word document', () => {
  it('counts its pages and carries the mark', async () => {
    const files = await unzipped(await rendered(renderDocx, reportOf('Aurora')));
    const partsNamed = (name: string) =>
      [...files].flatMap(([file, bytes]) => (file.includes(name) ? [bytes.toString('utf8')] : [])).join('');
    expect(partsNamed('word/footer')).toMatch(/>PAGE<.*>NUMPAGES</s);
    expect(partsNamed('word/header')).toContain('CONFIDENTIAL');
  });

  it.each(NASTY)('holds %j as text', async (text) => {
    const files = await unzipped(await rendered(renderDocx, reportOf(text)));
    const document = files.get('word/document.xml')?.toString('utf8') ?? '';
    expect(document).not.toMatch(/<script|<img/i);
    const [line = ''] = cleanText(text).split('\n');
    const shown = [...document.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, run = '']) => fromXml(run));
    expect(shown).toContain(line);
    const relations = files.get('word/_rels/document.xml.rels')?.toString('utf8') ?? '';
    expect(
      [...relations.matchAll(/Target="([^"]*)"[^>]*TargetMode="External"/g)].map((match) => match[1]),
    ).toEqual(['https://example.com/a?b=1&amp;c=2']);
    expect([...files.keys()].filter((name) => /vba|macro|embeddings/i.test(name))).toEqual([]);
    expect([...files.keys()].some((name) => name.endsWith('.svg'))).toBe(true);
  });
});

function fromXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
