import type { MediaType } from './media-type.ts';

/**
 * A picture with nothing in it but the picture: no EXIF (camera, owner, place, time), no XMP, no comments, no profile,
 * no embedded preview, nothing behind its end. What is kept is named, so that what nobody thought of is left out.
 * Undefined where it can't be read so far as to be sure. Which way up it is stays: a number from 1 to 8 names nobody.
 */
export function plainPicture(
  mediaType: Exclude<MediaType, 'application/pdf'>,
  bytes: Buffer,
): Buffer | undefined {
  switch (mediaType) {
    case 'image/jpeg':
      return plainJpeg(bytes);
    case 'image/png':
      return plainPng(bytes);
    case 'image/webp':
      return plainWebp(bytes);
  }
}

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;
const APP14 = 0xee;

/** ITU T.81, B.1: segments, each with its length, and behind a scan header the picture until the next marker. */
function plainJpeg(bytes: Buffer): Buffer | undefined {
  const kept: Buffer[] = [];
  let orientation = 1;
  let hasScan = false;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes.readUInt8(at + 1);
    if (marker === EOI) break;
    if (marker === 0xff || isAlone(marker)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const lengthBytes = bytes.readUInt16BE(at + 2);
    const end = at + 2 + lengthBytes;
    if (lengthBytes < 2 || end > bytes.length) return undefined;
    const next = marker === SOS ? endOfScan(bytes, end) : end;
    const segment = bytes.subarray(at, next);
    hasScan ||= marker === SOS;
    if (marker === SOS || isOfPicture(marker)) kept.push(segment);
    if (marker === APP14) kept.push(...colours(segment));
    if (marker === APP1 && orientation === 1) orientation = orientationOf(segment);
    at = next;
  }
  if (!hasScan) return undefined;
  const upright = orientation === 1 ? [] : [orientationSegment(orientation)];
  return Buffer.concat([Buffer.from([0xff, SOI]), ...upright, ...kept, Buffer.from([0xff, EOI])]);
}

/** TEM and the restart markers have no length. */
function isAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}

/** Frame headers and the tables of coding (C0 to CF), quantisation, lines, restarts and hierarchy (DB to DF). */
function isOfPicture(marker: number): boolean {
  return (marker >= 0xc0 && marker <= 0xcf) || (marker >= 0xdb && marker <= 0xdf);
}

/** Where coded data ends: at a marker that is neither a stuffed FF nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1];
    const goesOn = marker === 0x00 || marker === 0xff || (marker !== undefined && isAlone(marker));
    if (!goesOn) return at;
  }
  return bytes.length;
}

/** Adobe's marker says how colours were turned round; without it some pictures come out green. */
function colours(segment: Buffer): Buffer[] {
  const ADOBE_BYTES = 16;
  if (segment.length < ADOBE_BYTES || segment.toString('latin1', 4, 9) !== 'Adobe') return [];
  const plain = Buffer.from(segment.subarray(0, ADOBE_BYTES));
  plain.writeUInt16BE(ADOBE_BYTES - 2, 2);
  return [plain];
}

const ORIENTATION = 0x0112;

/** EXIF 2.32: a TIFF header behind "Exif", whose first directory may say which way up the camera was held. */
function orientationOf(segment: Buffer): number {
  const tiff = segment.subarray(10);
  if (segment.toString('latin1', 4, 8) !== 'Exif' || tiff.length < 14) return 1;
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directory + 2 > tiff.length) return 1;
  for (
    let left = u16(directory), at = directory + 2;
    left > 0 && at + 12 <= tiff.length;
    left -= 1, at += 12
  ) {
    if (u16(at) !== ORIENTATION) continue;
    const orientation = u16(at + 8);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  }
  return 1;
}

/** EXIF with this one number and nothing else. */
function orientationSegment(orientation: number): Buffer {
  const segment = Buffer.alloc(36);
  segment.writeUInt16BE(0xff00 + APP1, 0);
  segment.writeUInt16BE(segment.length - 2, 2);
  segment.write('Exif\0\0MM\0*', 4, 'latin1');
  segment.writeUInt32BE(8, 14);
  segment.writeUInt16BE(1, 18);
  segment.writeUInt16BE(ORIENTATION, 20);
  segment.writeUInt16BE(3, 22);
  segment.writeUInt32BE(1, 24);
  segment.writeUInt16BE(orientation, 28);
  return segment;
}

const PNG_CHUNKS = ['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'cICP'];

/** PNG 3, 5.3: length, type, data, checksum. One that moves comes out as its first picture. */
function plainPng(bytes: Buffer): Buffer | undefined {
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (end > bytes.length) return undefined;
    if (PNG_CHUNKS.includes(type)) kept.push(bytes.subarray(at, end));
    if (type === 'IEND') return Buffer.concat(kept);
    at = end;
  }
  return undefined;
}

const WEBP_CHUNKS = ['VP8X', 'ALPH', 'VP8 ', 'VP8L'];
/** Of what VP8X says there is, transparency alone stays true. */
const WEBP_ALPHA = 0x10;

/** RFC 9649: a RIFF of chunks. One that moves is not taken: its frames hold chunks of their own. */
function plainWebp(bytes: Buffer): Buffer | undefined {
  const kept: Buffer[] = [];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const type = bytes.toString('latin1', at, at + 4);
    const lengthBytes = bytes.readUInt32LE(at + 4);
    const end = at + 8 + lengthBytes + (lengthBytes % 2);
    if (end > bytes.length || type === 'ANIM' || type === 'ANMF') return undefined;
    const chunk = Buffer.from(bytes.subarray(at, end));
    if (type === 'VP8X') chunk.writeUInt8(chunk.readUInt8(8) & WEBP_ALPHA, 8);
    if (WEBP_CHUNKS.includes(type)) kept.push(chunk);
    at = end;
  }
  if (!kept.some((chunk) => chunk.toString('latin1', 0, 3) === 'VP8' && chunk[3] !== 0x58)) return undefined;
  const body = Buffer.concat(kept);
  const header = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  header.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([header, body]);
}
