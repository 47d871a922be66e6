import fc from 'fast-check';
import { expect, it } from 'vitest';
import { imageSizeOf } from './image-size.ts';
import { mediaTypeOf } from './media-type.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000140000000f00802000000', 'hex');
/** A JFIF segment before the frame header: 240 lines of 320 samples. */
const JPEG = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffc000110800f0014003012200021101031101',
  'hex',
);
const WEBP_LOSSY = Buffer.from(
  '524946462400000057454250565038201800000030010' + '09d012a4001f0000000000000',
  'hex',
);
const WEBP_LOSSLESS = Buffer.from(
  '524946461e000000574542505650384c110000002f3fc13b00000000000000000000',
  'hex',
);
const WEBP_EXTENDED = Buffer.from('52494646240000005745425056503858' + '0a000000100000003f0100ef0000', 'hex');
const SIZE = { widthPixels: 320, heightPixels: 240 };

it.each([
  ['image/png', PNG],
  ['image/jpeg', JPEG],
  ['image/webp', WEBP_LOSSY],
  ['image/webp', WEBP_LOSSLESS],
  ['image/webp', WEBP_EXTENDED],
] as const)('reads the size of a picture of type %s from its header', (mediaType, head) => {
  expect([mediaTypeOf(head), imageSizeOf(mediaType, head)]).toEqual([mediaType, SIZE]);
});

it('tells a PDF by its beginning and refuses to name what it does not know', () => {
  expect(mediaTypeOf(Buffer.from('%PDF-1.7'))).toBe('application/pdf');
  expect(mediaTypeOf(Buffer.from('<svg onload="alert(1)">'))).toBeUndefined();
  expect(mediaTypeOf(Buffer.from('MZ\u{90}'))).toBeUndefined();
  expect(mediaTypeOf(new Uint8Array())).toBeUndefined();
});

it('survives any bytes behind the magic ones', () => {
  const types = fc.constantFrom(['image/png', PNG], ['image/jpeg', JPEG], ['image/webp', WEBP_LOSSY]);
  fc.assert(
    fc.property(
      types,
      fc.uint8Array({ maxLength: 200 }),
      fc.nat({ max: 40 }),
      ([type, sound], noise, kept) => {
        const head = Buffer.concat([Buffer.from(sound).subarray(0, kept), noise]);
        const size = imageSizeOf(type as 'image/png', head);
        return size === undefined || (size.widthPixels >= 0 && size.heightPixels >= 0);
      },
    ),
    { seed: 7, numRuns: 2_000 },
  );
});
