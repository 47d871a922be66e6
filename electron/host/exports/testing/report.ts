import { Report } from '#shared/reports/sections.ts';
import type { z } from 'zod';
import { HashedOutput } from '../render/output.ts';
import type { Renderer, RenderTools } from '../render/renderer.ts';

/** What people and attackers type where a name is asked for. */
export const NASTY = [
  '<script>alert("x")</script>',
  '"><img src=x onerror=alert(1)>',
  '=HYPERLINK("http://evil.example","open")',
  "+cmd|' /C calc'!A0",
  '@SUM(1+1)*cmd',
  '-2+3',
  '\t=1+1',
  '\r=1+1',
  ']]></field><x>',
  '&lt;b&gt; &amp; "quotes" \'single\'',
  'a\u0000b\u0007c\u001bd\u0085e',
  '\ud800 half a character',
  '\u202Egpj.exe',
  'line one\nline two, with comma; "and" quotes',
] as const;

/** A report in which every text is the one given. */
export function reportOf(text: string, changes: Partial<z.input<typeof Report>> = {}): Report {
  return Report.parse({
    title: `T ${text}`,
    subtitle: text,
    period: { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' },
    site: { name: text, code: 'AUR', timeZone: 'Europe/Athens' },
    author: text,
    madeAt: '2026-11-21T04:12:00.000Z',
    confidential: true,
    sections: [
      { type: 'heading', text },
      { type: 'paragraph', text },
      {
        type: 'figures',
        title: text,
        look: 'tiles',
        items: [{ label: text, type: 'text', value: text }],
      },
      {
        type: 'chart',
        title: text,
        kind: 'bar',
        unit: 'n',
        categories: [text, 'b'],
        series: [{ name: text, values: [1, null] }],
      },
      {
        type: 'table',
        title: `Table ${text}`,
        columns: [
          { title: text, type: 'text' },
          { title: 'Count', type: 'number', digits: 1 },
          { title: 'When', type: 'instant' },
          { title: 'Took', type: 'duration' },
          { title: 'Done', type: 'yes-no' },
          { title: 'Link', type: 'link' },
        ],
        rows: [
          [
            text,
            -12_345.6,
            '2026-07-01T10:00:00.000Z',
            90_000,
            true,
            { text, href: 'https://example.com/a?b=1&c=2' },
          ],
          [text, null, null, null, false, { text, href: 'javascript:alert(1)' }],
        ],
      },
      {
        type: 'files',
        title: text,
        items: [
          {
            sha256: 'ab'.repeat(32),
            fileName: text,
            mediaType: 'image/png',
            sizeBytes: 12,
            addedAt: '2026-07-01T10:00:00.000Z',
            addedByName: text,
          },
        ],
      },
    ],
    ...changes,
  });
}

export const NO_TOOLS: RenderTools = {
  rowsDone: () => undefined,
  picture: () => undefined,
  unprinted: () => undefined,
};

export async function rendered(render: Renderer, report: Report, tools = NO_TOOLS): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const output = new HashedOutput((bytes) => pieces.push(bytes));
  await render(report, output, tools);
  output.end();
  return Buffer.concat(pieces);
}
