import { readFileSync } from 'node:fs';
import { must } from '#shared/kernel/assert.ts';

/** Of OpenType: characters of the basic plane for Windows, in segments. */
const WINDOWS_UNICODE = 0x0003_0001;
const SEGMENTS = 4;

/** The characters that a TrueType font can draw, by its `cmap` table (OpenType 1.9, cmap format 4). */
export function charactersIn(fontFile: string): ReadonlySet<number> {
  const bytes = readFileSync(fontFile);
  const cmapAt = tableAt(bytes, 'cmap');
  const tables = Array.from(
    { length: bytes.readUInt16BE(cmapAt + 2) },
    (_one, index) => cmapAt + 4 + 8 * index,
  );
  const at = must(
    tables
      .filter((entry) => bytes.readUInt32BE(entry) === WINDOWS_UNICODE)
      .map((entry) => cmapAt + bytes.readUInt32BE(entry + 4))
      .find((table) => bytes.readUInt16BE(table) === SEGMENTS),
    `a table of characters in segments in ${fontFile}`,
  );
  const characters = new Set<number>();
  const segmentBytes = bytes.readUInt16BE(at + 6);
  for (let offset = 0; offset < segmentBytes; offset += 2) {
    const end = bytes.readUInt16BE(at + 14 + offset);
    const start = bytes.readUInt16BE(at + 16 + segmentBytes + offset);
    const delta = bytes.readUInt16BE(at + 16 + 2 * segmentBytes + offset);
    const rangeAt = at + 16 + 3 * segmentBytes + offset;
    const range = bytes.readUInt16BE(rangeAt);
    for (let code = start; code <= end && code !== 0xffff; code += 1) {
      const listed = range === 0 ? code : bytes.readUInt16BE(rangeAt + range + 2 * (code - start));
      // Glyph 0 is the box that stands for what a font lacks.
      if (listed !== 0 && (listed + delta) % 0x1_0000 !== 0) characters.add(code);
    }
  }
  return characters;
}

function tableAt(bytes: Buffer, tag: string): number {
  for (let index = 0; index < bytes.readUInt16BE(4); index += 1) {
    const entry = 12 + 16 * index;
    if (bytes.toString('latin1', entry, entry + 4) === tag) return bytes.readUInt32BE(entry + 8);
  }
  throw new Error(`The font has no table ${tag}`);
}
