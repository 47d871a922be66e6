import { expect, it } from 'vitest';
import { type Encode, fitted, previewOf, smallEnough } from './preview.ts';

const MAX = 8 * 1024;

function encoder(sizeBytes: (type: string, quality: number) => number, types: readonly string[]) {
  const asked: string[] = [];
  const encode: Encode = async (type, quality) => {
    asked.push(`${type} ${quality}`);
    const made = types.includes(type) ? type : 'image/png';
    return new Blob([new Uint8Array(sizeBytes(type, quality))], { type: made });
  };
  return { encode, asked };
}

it.each([
  [
    { width: 4000, height: 3000 },
    { width: 200, height: 150 },
  ],
  [
    { width: 30, height: 9000 },
    { width: 1, height: 200 },
  ],
  [
    { width: 120, height: 80 },
    { width: 120, height: 80 },
  ],
])('fits %o into its frame', (picture, preview) => {
  expect(fitted(picture)).toEqual(preview);
});

it('takes the best quality that is small enough', async () => {
  const { encode, asked } = encoder((_type, quality) => quality * 15_000, ['image/webp', 'image/jpeg']);
  const preview = await smallEnough(encode);

  expect([preview?.type, preview?.size, asked]).toEqual([
    'image/webp',
    7_500,
    ['image/webp 0.7', 'image/webp 0.5'],
  ]);
});

it('makes a JPEG where the browser writes no WebP', async () => {
  const { encode, asked } = encoder(() => MAX, ['image/jpeg']);

  expect([(await smallEnough(encode))?.type, asked]).toEqual([
    'image/jpeg',
    ['image/webp 0.7', 'image/jpeg 0.7'],
  ]);
});

it('makes none rather than a large one', async () => {
  const { encode, asked } = encoder(() => MAX + 1, ['image/webp', 'image/jpeg']);

  expect([await smallEnough(encode), asked.length]).toEqual([undefined, 8]);
});

it('makes none of what is no picture or is small itself', async () => {
  const large = new Blob([new Uint8Array(MAX + 1)]);
  const small = new Blob([new Uint8Array(MAX)]);

  expect([
    await previewOf(large, { mediaType: 'application/pdf' }),
    await previewOf(small, { mediaType: 'image/png' }),
  ]).toEqual([undefined, undefined]);
});
