import zlib from 'node:zlib';
import { encode as encodeCbor } from 'cbor-x';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isDomainError } from '../kernel/errors.ts';
import { type Compression, decodeFrame, decodeValue, dictionaryOf, encodeFrame } from './codec.ts';
import { NEWEST_DICTIONARY } from './compact/dictionaries.ts';
import { FRAME_BYTES_MAX, INFLATED_BYTES_MAX } from './limits.ts';

const RUNS = { seed: 20_260_301, numRuns: 1_000 };

const compression: Compression = {
  deflate: (bytes, dictionary) => zlib.deflateRawSync(bytes, { dictionary }),
  inflate: (bytes, dictionary, bytesMax) =>
    zlib.inflateRawSync(bytes, { dictionary, maxOutputLength: bytesMax }),
  brotli: (bytes) => zlib.brotliCompressSync(bytes),
  unbrotli: (bytes, bytesMax) => zlib.brotliDecompressSync(bytes, { maxOutputLength: bytesMax }),
};

const PLAIN = 0;
const DEFLATE = 1;
const BROTLI = 128;

/** A frame made by hand: any coding, any bytes. */
function frameOf(coding: number, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([coding, 1]), bytes]);
}

function refusalOf(coding: number, bytes: Uint8Array): string | undefined {
  try {
    decodeValue(frameOf(coding, bytes), compression);
    return undefined;
  } catch (error) {
    return isDomainError(error) ? error.code : `not a DomainError: ${String(error)}`;
  }
}

test('what is encoded is decoded', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), (value) => {
      fc.pre(!JSON.stringify(value).includes('__proto__'));
      // -0 has no JSON text of its own.
      const plain: unknown = JSON.parse(JSON.stringify(value));
      expect(decodeValue(encodeFrame(value, compression), compression)).toEqual(plain);
    }),
    RUNS,
  );
});

test('a message with more shapes of objects than the format has numbers for comes through', () => {
  const value = {
    list: Array.from({ length: 2_000 }, (_, index) => ({ [`field${index}`]: index, same: true })),
  };
  expect(decodeValue(encodeFrame(value, compression), compression)).toEqual(value);
});

test('a frame takes the coding that comes out smallest', () => {
  const codingOf = (value: object) => encodeFrame(value, compression)[0];
  expect([
    codingOf({ q: 1 }),
    codingOf({ command: 'incidents.report', stage: 'open', severity: 'critical' }),
    codingOf({ rows: Array.from({ length: 3_000 }, (_, n) => `row ${n * n} of a long list`) }),
  ]).toEqual([PLAIN, DEFLATE, BROTLI]);
});

test('a frame says which dictionary its sender holds', () => {
  expect(dictionaryOf(encodeFrame({ a: 1 }, compression))).toBe(NEWEST_DICTIONARY);
});

test('messages don’t depend on those before them', () => {
  const value = {
    rows: [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ],
  };
  const frames = [1, 2].map(() => Buffer.from(encodeFrame(value, compression)).toString('hex'));
  expect(frames[0]).toBe(frames[1]);
});

test('a value of the wrong form is refused, naming the field', () => {
  const frame = encodeFrame({ seq: 'one' }, compression);
  expect(() => decodeFrame(z.strictObject({ seq: z.int() }), frame, compression)).toThrowError(
    expect.objectContaining({ details: expect.objectContaining({ code: 'invalid-input', field: 'seq' }) }),
  );
});

describe('hostile bytes', () => {
  test('any bytes are decoded to plain JSON or refused', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(PLAIN, DEFLATE, BROTLI), fc.nat(255)),
        fc.uint8Array({ maxLength: 300 }),
        (coding, bytes) => {
          expect([undefined, 'invalid-input', 'frame-too-large']).toContain(refusalOf(coding, bytes));
        },
      ),
      { ...RUNS, numRuns: 5_000 },
    );
  });

  test('any damage to a message is decoded to plain JSON or refused', () => {
    const message = {
      entries: [
        { seq: 1, hlc: '0192f0c17e2a0000', changes: [{ id: 'x', fields: { a: [1.5, null] } }] },
        { seq: 2, hlc: '0192f0c17e2b0000', changes: [] },
      ],
    };
    const sound = encodeFrame(message, {
      ...compression,
      deflate: (bytes) => bytes,
      brotli: (bytes) => bytes,
    });
    expect(sound[0]).toBe(PLAIN);
    fc.assert(
      fc.property(fc.nat(sound.length - 1), fc.nat(255), (position, byte) => {
        const body = Buffer.from(sound);
        body[position] = byte;
        expect([undefined, 'invalid-input']).toContain(refusalOf(body[0] ?? 0, body.subarray(2)));
      }),
      { ...RUNS, numRuns: 5_000 },
    );
  });

  test.each([
    ['a map', encodeCbor({ a: 1 })],
    ['a date', encodeCbor([0, new Date(0)])],
    ['a big integer', encodeCbor([0, 2n ** 70n])],
    ['not a number', encodeCbor([0, Number.NaN])],
    ['nothing', encodeCbor([0, undefined])],
    ['a set', encodeCbor([13, new Set([1]), [0, 1]])],
    ['a list that holds itself', Buffer.from('d81c81d81d00', 'hex')],
    ['a list a million deep', Buffer.alloc(1_000_000, 0x81)],
    ['a list that claims four billion values', Buffer.from('9affffffff', 'hex')],
    [
      'a column that claims four billion values',
      encodeCbor([13, Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f), [0, 1]]),
    ],
    ['two messages', Buffer.concat([encodeCbor([0, 1]), encodeCbor([0, 1])])],
    ['no bytes', new Uint8Array()],
  ])('%s is refused', (_what, bytes) => {
    expect(refusalOf(PLAIN, bytes)).toBe('invalid-input');
  });

  test('a frame without its two first bytes is refused', () => {
    for (const body of [new Uint8Array(), Uint8Array.of(PLAIN)]) {
      expect(() => decodeValue(body, compression)).toThrowError(
        expect.objectContaining({ details: expect.objectContaining({ code: 'invalid-input' }) }),
      );
    }
  });

  test('oversized frames and bombs are refused', () => {
    const bomb = Buffer.alloc(INFLATED_BYTES_MAX + 1);
    expect([
      refusalOf(PLAIN, new Uint8Array(FRAME_BYTES_MAX)),
      refusalOf(DEFLATE, zlib.deflateRawSync(bomb)),
      refusalOf(BROTLI, zlib.brotliCompressSync(bomb)),
    ]).toEqual(['frame-too-large', 'frame-too-large', 'frame-too-large']);
  });
});
