import { describe, expect, it } from 'vitest';
import type { Row } from '#shared/reports/sections.ts';
import { pdfContents, pdfPages } from '../testing/pdf-text.ts';
import { NASTY, NO_TOOLS, rendered, reportOf } from '../testing/report.ts';
import { HashedOutput } from './output.ts';
import { PAPER_ROWS_MAX } from './paper-rows.ts';
import { renderPdf } from './pdf.ts';

const table = (count: number) => ({
  type: 'table' as const,
  title: 'Many',
  columns: [{ title: 'Number', type: 'number' as const }],
  rows: function* rows(): Generator<Row> {
    for (let index = 0; index < count; index += 1) yield [index];
  },
});

describe('a report as PDF', () => {
  it('says page x of y, site, period and the mark on every page', async () => {
    const report = reportOf('Aurora', { sections: [table(200)] });
    const pages = pdfPages(await rendered(renderPdf, report));
    expect(pages.length).toBeGreaterThan(3);
    for (const [index, text] of pages.entries()) {
      const plain = text.replaceAll(/\s+/g, ' ');
      expect(plain).toContain(`Page ${index + 1} of ${pages.length}`);
      expect(plain).toContain('2026-01-01 02:00 to 2026-02-01 02:00');
      expect(plain.replaceAll(' ', '')).toContain('CONFIDENTIAL');
    }
    expect(pages.join(' ')).toContain('199');
  });

  it('carries no mark that was not asked for', async () => {
    const report = reportOf('Aurora', { confidential: false, sections: [] });
    const [page = ''] = pdfPages(await rendered(renderPdf, report));
    expect(page.replaceAll(' ', '')).not.toContain('CONFIDENTIAL');
  });

  it('draws charts as vectors and fetches nothing', async () => {
    const bytes = await rendered(renderPdf, reportOf('Aurora'));
    expect(bytes.includes('/Subtype /Image')).toBe(false);
    expect(pdfContents(bytes)).toMatch(/ l\n|re\n/);
  });

  it('is the same bytes for the same report', async () => {
    const report = reportOf('Aurora');
    expect((await rendered(renderPdf, report)).equals(await rendered(renderPdf, report))).toBe(true);
  });

  it.each(NASTY)('shows %j as text, without a script, a launch or an address of its own', async (text) => {
    const bytes = await rendered(renderPdf, reportOf(text));
    const file = bytes.toString('latin1');
    expect(file).not.toMatch(/\/JavaScript|\/JS\b|\/Launch|\/OpenAction/);
    const addresses = [...file.matchAll(/\/URI \(([^)]*)\)/g)].map((match) => match[1]);
    expect(new Set(addresses)).toEqual(new Set(['https://example.com/a?b=1&c=2']));
    expect(pdfPages(bytes).length).toBeGreaterThan(0);
  });

  it('marks what its font can not draw, and says how much that is', async () => {
    // A Chinese character, an Arabic word, a family that is one character to a reader, and an accent put together.
    const text = 'Größe Ωμέγα Жук 船 نار 👨‍👩‍👧 e\u0301';
    let unprinted = 0;
    const pieces: Buffer[] = [];
    const output = new HashedOutput((bytes) => pieces.push(bytes));
    const report = reportOf('Aurora', {
      sections: [
        { type: 'paragraph', text },
        { type: 'table', title: 'T', columns: [{ title: '船', type: 'text' }], rows: [[text]] },
      ],
    });
    await renderPdf(report, output, { ...NO_TOOLS, unprinted: (characters) => (unprinted += characters) });
    output.end();
    const page = pdfPages(Buffer.concat(pieces)).join(' ').replaceAll(/\s+/g, ' ');
    expect(unprinted).toBe(11);
    expect(page).toContain('Größe Ωμέγα Жук \uFFFD \uFFFD\uFFFD\uFFFD \uFFFD é');
    expect(page).toContain('11 characters could not be printed here and stand as \uFFFD.');
  });

  it('says nothing of that where all is there', async () => {
    const [page = ''] = pdfPages(await rendered(renderPdf, reportOf('Größe Ωμέγα Жук', { sections: [] })));
    expect(page).not.toContain('printed');
  });

  it('says so where a table is longer than paper takes', async () => {
    const columns = Array.from({ length: 1 }, () => ({ title: 'N', type: 'number' as const }));
    const report = reportOf('Aurora', { sections: [{ ...table(PAPER_ROWS_MAX + 1), columns }] });
    const text = pdfPages(await rendered(renderPdf, report))
      .join(' ')
      .replaceAll(/\s+/g, ' ');
    expect(text).toContain(`Only the first ${PAPER_ROWS_MAX} rows are shown here`);
  });
});
