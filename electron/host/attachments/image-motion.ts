import type { MediaType } from './media-type.ts';

/** More than any clip off a camera that may be attached as a picture; each one is unpacked to full size. */
export const FRAMES_MAX = 200;

/**
 * How many pictures a picture claims to be, or has in the bytes that are looked at. Animated PNG and WebP fit the
 * limits of one picture and still fill a memory frame by frame.
 */
export function framesOf(mediaType: Exclude<MediaType, 'application/pdf'>, head: Buffer): number {
  switch (mediaType) {
    case 'image/jpeg':
      return 1;
    case 'image/png':
      return pngFrames(head);
    case 'image/webp':
      return webpFrames(head);
  }
}

/** PNG 3, 11.3.6.1: acTL comes before the first image data and counts the frames. */
function pngFrames(head: Buffer): number {
  for (let at = 8; at + 12 <= head.length; ) {
    const type = head.toString('latin1', at + 4, at + 8);
    if (type === 'acTL') return Math.max(1, head.readUInt32BE(at + 8));
    if (type === 'IDAT' || type === 'IEND') return 1;
    at += 12 + head.readUInt32BE(at);
  }
  return 1;
}

/** RFC 9649, 2.7.1.1: one ANMF chunk a frame; nobody says how many there are, so they are counted. */
function webpFrames(head: Buffer): number {
  let frames = 0;
  for (let at = 12; at + 8 <= head.length; ) {
    if (head.toString('latin1', at, at + 4) === 'ANMF') frames += 1;
    const lengthBytes = head.readUInt32LE(at + 4);
    // Chunks are padded to an even length.
    at += 8 + lengthBytes + (lengthBytes % 2);
  }
  return Math.max(1, frames);
}
