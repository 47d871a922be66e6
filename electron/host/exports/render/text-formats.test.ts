import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '#shared/kernel/assert.ts';
import { cleanText } from '#shared/reports/safe-text.ts';
import type { Report, TableSection } from '#shared/reports/sections.ts';
import { NASTY, NO_TOOLS, rendered, reportOf } from '../testing/report.ts';
import { writeCsv } from './csv.ts';
import { renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import { renderXml } from './xml.ts';

const html = async (report: Report) => (await rendered(renderHtml, report)).toString('utf8');
const xml = async (report: Report) => (await rendered(renderXml, report)).toString('utf8');
const json = async (report: Report) => (await rendered(renderJson, report)).toString('utf8');
function csv(report: Report): Promise<string> {
  const table = must(
    report.sections.find((section): section is TableSection => section.type === 'table'),
    'a table',
  );
  return rendered((_report, output) => writeCsv(table, output, NO_TOOLS), report).then((bytes) =>
    bytes.toString('utf8'),
  );
}

describe.each(NASTY)('of %j', (text) => {
  it('HTML makes text, and nothing that runs or loads', async () => {
    const page = await html(reportOf(text));
    expect(page).not.toMatch(/<script|<iframe|<object|<embed|<link|<base|<form|javascript:/i);
    const tags = [...page.matchAll(/<([a-z][a-z0-9]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi)];
    expect(
      tags.filter(([, , attributes = '']) => /\son\w+\s*=/i.test(attributes.replaceAll(/"[^"]*"/g, '""'))),
    ).toEqual([]);
    expect(page).toContain('default-src &#39;none&#39;');
  });

  it('XML is well formed, without a character that XML refuses', async () => {
    expect(problemsOfXml(await xml(reportOf(text)))).toEqual([]);
  });

  it('JSON reads back as the same text, and holds no tag', async () => {
    const document = await json(reportOf(text));
    const read: unknown = JSON.parse(document);
    expect(read).toMatchObject({ subtitle: cleanText(text), confidential: true });
    expect(document).not.toContain('<');
  });

  it('CSV holds no cell that a spreadsheet would run, and reads back', async () => {
    const document = await csv(reportOf(text));
    expect(document.startsWith('\uFEFF')).toBe(true);
    const rows: string[][] = parse(document, { bom: true, relax_quotes: false });
    expect(rows.map((row) => row.length)).toEqual([6, 6, 6]);
    for (const row of rows) for (const cell of [row[0], row[5]]) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    expect(rows[1]?.slice(1, 5)).toEqual(['-12345.6', '2026-07-01T10:00:00.000Z', '90', 'yes']);
    expect(rows[1]?.[0]?.replace(/^'/, '')).toBe(cleanText(text));
  });
});

describe('links', () => {
  it('keep an address of the web, and lose one that would run something', async () => {
    const page = await html(reportOf('see'));
    const hrefs = [...page.matchAll(/href="([^"]*)"/g)].map((match) => match[1]);
    expect(hrefs).toEqual(['https://example.com/a?b=1&amp;c=2']);
  });
});

describe('any text', () => {
  it('is well formed in XML and reads back from JSON and CSV', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), async (text) => {
        const report = reportOf(text);
        expect(problemsOfXml(await xml(report))).toEqual([]);
        expect(JSON.parse(await json(report))).toMatchObject({ subtitle: cleanText(text) });
        const rows: string[][] = parse(await csv(report), { bom: true });
        expect(rows[1]?.[0]?.replace(/^'/, '')).toBe(cleanText(text).replace(/^'/, ''));
      }),
      { seed: 5, numRuns: 60 },
    );
  });
});

const REFUSED = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** What a strict reader would stumble over: characters, stray signs, tags that do not close. */
function problemsOfXml(document: string): string[] {
  const problems: string[] = [];
  if (REFUSED.test(document) || !document.isWellFormed()) problems.push('a character that XML refuses');
  const open: string[] = [];
  const body = document.replace(/^<\?xml [^?]*\?>\n/, '');
  const rest = body.replaceAll(
    /<(\/?)([a-z]+)((?: [A-Za-z]+="[^"<]*")*)>/g,
    (_tag, close: string, name: string) => {
      if (close === '') open.push(name);
      else if (open.pop() !== name) problems.push(`</${name}> closes nothing`);
      return '';
    },
  );
  if (open.length > 0) problems.push(`${open.join(', ')} stay open`);
  if (/[<>]/.test(rest)) problems.push('a stray angle bracket');
  if (/&(?!amp;|lt;|gt;|quot;|#39;|#10;|#9;)/.test(body)) problems.push('a stray ampersand');
  return problems;
}
