import { inflateSync } from 'node:zlib';

/** The text of each page of a PDF, read back by the tables that its fonts carry. */
export function pdfPages(bytes: Buffer): string[] {
  const file = bytes.toString('latin1');
  const objects = new Map<string, string>(
    [...file.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map((match) => [
      match[1] ?? '',
      match[2] ?? '',
    ]),
  );
  const fonts = new Map<string, ReadonlyMap<string, string>>();
  for (const [, name = '', reference = ''] of file.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(reference) ?? '')?.[1];
    if (table !== undefined) fonts.set(name, unicodeTable(streamOf(objects.get(table) ?? '')));
  }
  return [...objects.values()]
    .filter((object) => /\/Type \/Page\b/.test(object))
    .map((page) => {
      const content = /\/Contents (\d+) 0 R/.exec(page)?.[1] ?? '';
      return shownText(streamOf(objects.get(content) ?? ''), fonts);
    });
}

/** Whether the pages draw vectors: paths that are filled or stroked. */
export function pdfContents(bytes: Buffer): string {
  const file = bytes.toString('latin1');
  return [...file.matchAll(/\d+ 0 obj\n([\s\S]*?)\nendobj/g)]
    .map((match) => streamOf(match[1] ?? ''))
    .join('\n');
}

function streamOf(object: string): string {
  const found = /stream\n([\s\S]*)\nendstream/.exec(object)?.[1];
  if (found === undefined) return '';
  return object.includes('/FlateDecode')
    ? inflateSync(Buffer.from(found, 'latin1')).toString('latin1')
    : found;
}

/** Glyph by glyph, as pdfkit writes it: ranges that list what each of their glyphs stands for. */
function unicodeTable(cmap: string): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  for (const [, first = '0', list = ''] of cmap.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g)) {
    let glyph = Number.parseInt(first, 16);
    for (const [, hex = ''] of list.matchAll(/<([0-9a-f ]*)>/g)) {
      const text = Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le');
      table.set(glyph.toString(16).padStart(4, '0'), text);
      glyph += 1;
    }
  }
  return table;
}

function shownText(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let font: ReadonlyMap<string, string> = new Map();
  let text = '';
  for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) {
      font = fonts.get(name) ?? new Map();
      continue;
    }
    for (const [, hex = ''] of (shown ?? '').matchAll(/<([0-9a-f]*)>/g)) {
      for (const [glyph] of hex.matchAll(/[0-9a-f]{4}/g)) text += font.get(glyph) ?? '\uFFFD';
    }
    text += ' ';
  }
  return text;
}
