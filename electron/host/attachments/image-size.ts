import type { MediaType } from './media-type.ts';

export type ImageSize = { readonly widthPixels: number; readonly heightPixels: number };

/**
 * Width and height from an image's header, without decoding it. Undefined when the header does not tell,
 * which no sound image does.
 */
export function imageSizeOf(
  mediaType: Exclude<MediaType, 'application/pdf'>,
  head: Buffer,
): ImageSize | undefined {
  switch (mediaType) {
    case 'image/png':
      return pngSize(head);
    case 'image/jpeg':
      return jpegSize(head);
    case 'image/webp':
      return webpSize(head);
  }
}

/** PNG 1.2, section 4.1.1: IHDR is the first chunk. */
function pngSize(head: Buffer): ImageSize | undefined {
  if (head.length < 24 || head.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  return { widthPixels: head.readUInt32BE(16), heightPixels: head.readUInt32BE(20) };
}

/** ITU T.81, B.2: segments follow one another until a frame header (SOF) names the size. */
function jpegSize(head: Buffer): ImageSize | undefined {
  let at = 2;
  while (at + 9 <= head.length) {
    if (head[at] !== 0xff) return undefined;
    const marker = head.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrameHeader(marker)) {
      return { heightPixels: head.readUInt16BE(at + 5), widthPixels: head.readUInt16BE(at + 7) };
    }
    at += 2 + (hasLength(marker) ? head.readUInt16BE(at + 2) : 0);
  }
  return undefined;
}

/** SOF0 to SOF15 without DHT, JPG and DAC, which lie among them. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function hasLength(marker: number): boolean {
  return marker !== 0x01 && !(marker >= 0xd0 && marker <= 0xd8);
}

/** RFC 9649: the first chunk is VP8X, VP8L or VP8. */
function webpSize(head: Buffer): ImageSize | undefined {
  if (head.length < 30) return undefined;
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { widthPixels: head.readUIntLE(24, 3) + 1, heightPixels: head.readUIntLE(27, 3) + 1 };
    case 'VP8L': {
      if (head[20] !== 0x2f) return undefined;
      const bits = head.readUInt32LE(21);
      return { widthPixels: (bits & 0x3fff) + 1, heightPixels: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ': {
      if (head.readUIntBE(23, 3) !== 0x9d012a) return undefined;
      return { widthPixels: head.readUInt16LE(26) & 0x3fff, heightPixels: head.readUInt16LE(28) & 0x3fff };
    }
    default:
      return undefined;
  }
}
