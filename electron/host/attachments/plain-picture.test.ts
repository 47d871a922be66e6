import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageSizeOf } from './image-size.ts';
import { plainPicture } from './plain-picture.ts';

const SECRET = 'i.duarte 37.9N 23.6E';

const segment = (marker: number, body: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};
const text = (said: string) => Buffer.from(said, 'latin1');

/** EXIF as cameras write it: the first directory with an orientation among other tags, then whatever it says. */
function exif(orientation: number, order: 'II' | 'MM'): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 2 * 12 + 4);
  const u16 = (value: number, at: number) =>
    order === 'II' ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at);
  const u32 = (value: number, at: number) =>
    order === 'II' ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at);
  tiff.write(order, 0, 'latin1');
  u16(42, 2);
  u32(8, 4);
  u16(2, 8);
  u16(0x010f, 10);
  u16(0x0112, 22);
  u16(3, 24);
  u32(1, 26);
  u16(orientation, 30);
  return segment(0xe1, Buffer.concat([text('Exif\0\0'), tiff, text(SECRET)]));
}

const FRAME = segment(0xc0, Buffer.from([8, 0, 20, 0, 30, 1, 1, 0x11, 0]));
const SCAN = Buffer.concat([
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  Buffer.from([1, 0xff, 0, 2, 0xff, 0xd0, 3]),
]);
const ADOBE = segment(0xee, Buffer.concat([text('Adobe'), Buffer.from([0, 100, 0, 0, 0, 0, 1])]));

function jpeg(...written: Buffer[]): Buffer {
  const start = Buffer.from([0xff, 0xd8]);
  const behind = Buffer.concat([Buffer.from([0xff, 0xd9]), text(SECRET)]);
  return Buffer.concat([start, ...written, ADOBE, FRAME, SCAN, segment(0xfe, text(SECRET)), SCAN, behind]);
}

const bare = (...first: Buffer[]) =>
  Buffer.concat([Buffer.from([0xff, 0xd8]), ...first, ADOBE, FRAME, SCAN, SCAN, Buffer.from([0xff, 0xd9])]);

const chunk = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body, Buffer.alloc(4)]);
};
const PNG_START = Buffer.from('89504e470d0a1a0a', 'hex');
const IHDR = chunk('IHDR', Buffer.from([0, 0, 0, 30, 0, 0, 0, 20, 8, 2, 0, 0, 0]));

const riff = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.write(type, 0, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
};
function webp(...chunks: Buffer[]): Buffer {
  const body = Buffer.concat([text('WEBP'), ...chunks]);
  return riff('RIFF', body);
}
const VP8X = (flags: number) => riff('VP8X', Buffer.from([flags, 0, 0, 0, 29, 0, 0, 19, 0, 0]));
const VP8 = riff('VP8 ', Buffer.from([1, 2, 3, 4, 5, 6, 7]));

describe('of a picture without a name', () => {
  it('a JPEG keeps its picture, its colours and which way up it is, and nothing else', () => {
    const profile = segment(0xe2, text(`ICC_PROFILE\0${SECRET}`));
    const plain = plainPicture('image/jpeg', jpeg(exif(1, 'MM'), profile));
    expect(plain).toEqual(bare());
    for (const order of ['II', 'MM'] as const) {
      const turned = plainPicture('image/jpeg', jpeg(exif(6, order), profile));
      expect(turned?.includes(SECRET)).toBe(false);
      expect(turned?.length).toBe(bare().length + 36);
      // What was written is read back as the same.
      expect(plainPicture('image/jpeg', turned ?? Buffer.alloc(0))).toEqual(turned);
      expect(imageSizeOf('image/jpeg', turned ?? Buffer.alloc(0))).toEqual({
        widthPixels: 30,
        heightPixels: 20,
      });
    }
  });

  it('a PNG keeps its picture, and nothing behind its end', () => {
    const said = ['tEXt', 'iTXt', 'zTXt', 'eXIf', 'tIME', 'iCCP', 'pHYs'].map((type) =>
      chunk(type, text(SECRET)),
    );
    const data = chunk('IDAT', Buffer.from([1, 2, 3]));
    const end = chunk('IEND', Buffer.alloc(0));
    const whole = Buffer.concat([PNG_START, IHDR, ...said, data, ...said, end, text(SECRET)]);
    expect(plainPicture('image/png', whole)).toEqual(Buffer.concat([PNG_START, IHDR, data, end]));
  });

  it('a WebP keeps its picture, and says of itself what is left', () => {
    const whole = webp(
      VP8X(0x3c),
      riff('ICCP', text(SECRET)),
      VP8,
      riff('EXIF', text(SECRET)),
      riff('XMP ', text(SECRET)),
    );
    expect(plainPicture('image/webp', whole)).toEqual(webp(VP8X(0x10), VP8));
  });

  it('what can’t be read to its end is not taken', () => {
    const moves = webp(VP8X(2), riff('ANIM', Buffer.alloc(6)), riff('ANMF', text(SECRET)));
    expect([
      plainPicture('image/jpeg', bare().subarray(0, 30)),
      plainPicture('image/jpeg', Buffer.concat([Buffer.from([0xff, 0xd8]), text(SECRET)])),
      plainPicture('image/png', Buffer.concat([PNG_START, IHDR])),
      plainPicture('image/webp', moves),
      plainPicture('image/webp', webp(VP8X(0))),
    ]).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it('no bytes whatever break it, and none that it gives out changes when it is asked again', () => {
    const kinds = fc.constantFrom('image/jpeg', 'image/png', 'image/webp');
    const starts = {
      'image/jpeg': bare(exif(3, 'II')),
      'image/png': Buffer.concat([PNG_START, IHDR]),
      'image/webp': webp(VP8X(0), VP8),
    };
    const broken = fc.tuple(kinds, fc.nat(60), fc.uint8Array({ maxLength: 80 }));
    fc.assert(
      fc.property(broken, ([kind, at, noise]) => {
        const bytes = Buffer.concat([starts[kind].subarray(0, 12 + at), noise]);
        const plain = plainPicture(kind, bytes);
        if (plain !== undefined) expect(plainPicture(kind, plain)).toEqual(plain);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
