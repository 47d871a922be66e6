import type { MEDIA_TYPES } from '#shared/domains/files/schema.ts';

export type MediaType = (typeof MEDIA_TYPES)[number];

/** What a file is by its first bytes; a name proves nothing. Undefined for everything not allowed. */
export function mediaTypeOf(head: Uint8Array): MediaType | undefined {
  if (startsWith(head, 0, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (startsWith(head, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (startsWith(head, 0, ascii('RIFF')) && startsWith(head, 8, ascii('WEBP'))) return 'image/webp';
  if (startsWith(head, 0, ascii('%PDF-'))) return 'application/pdf';
  return undefined;
}

function startsWith(bytes: Uint8Array, at: number, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[at + index] === byte);
}

function ascii(text: string): readonly number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}
