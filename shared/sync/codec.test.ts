import zlib from 'node:zlib';
import { encode } from 'cbor-x';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isDomainError } from '../kernel/errors.ts';
import { type Compression, decodeFrame, decodeValue, encodeFrame } from './codec.ts';
import { FRAME_BYTES_MAX, INFLATED_BYTES_MAX } from './limits.ts';

const RUNS = { seed: 20_260_301, numRuns: 1_000 };

const compression: Compression = {
  deflate: (bytes) => zlib.deflateSync(bytes),
  inflate: (bytes, bytesMax) => zlib.inflateSync(bytes, { maxOutputLength: bytesMax }),
};

function refusalOf(body: Uint8Array, encoding: 'deflate' | 'identity' = 'identity'): string | undefined {
  try {
    decodeValue({ body, encoding }, compression);
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

test('what another CBOR library writes, with plain maps, is read', () => {
  expect(
    decodeValue({ body: encode({ a: { b: [1, 'x', null] } }), encoding: 'identity' }, compression),
  ).toEqual({
    a: { b: [1, 'x', null] },
  });
});

test('a frame is deflated only where that is smaller', () => {
  expect(encodeFrame({ a: 1 }, compression).encoding).toBe('identity');
  expect(encodeFrame({ a: 'x'.repeat(1_000) }, compression).encoding).toBe('deflate');
});

test('messages don’t depend on those before them', () => {
  const value = {
    rows: [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ],
  };
  const frames = [1, 2].map(() => Buffer.from(encodeFrame(value, compression).body).toString('hex'));
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
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('deflate', 'identity'),
        (body, encoding) => {
          expect([undefined, 'invalid-input', 'frame-too-large']).toContain(refusalOf(body, encoding));
        },
      ),
      { ...RUNS, numRuns: 5_000 },
    );
  });

  test('any damage to a message is decoded to plain JSON or refused', () => {
    const sound = encode({
      entries: [{ seq: 1, hlc: 'abc', changes: [{ id: 'x', fields: { a: [1.5, null] } }] }],
    });
    fc.assert(
      fc.property(fc.nat(sound.length - 1), fc.nat(255), (position, byte) => {
        const body = Buffer.from(sound);
        body[position] = byte;
        expect([undefined, 'invalid-input']).toContain(refusalOf(body));
      }),
      { ...RUNS, numRuns: 5_000 },
    );
  });

  test.each([
    ['a date', encode({ at: new Date(0) })],
    ['a big integer', encode({ n: 2n ** 70n })],
    ['not a number', encode({ n: Number.NaN })],
    ['nothing', encode({ n: undefined })],
    ['bytes', encode({ n: new Uint8Array(3) })],
    ['a set', encode({ n: new Set([1]) })],
    ['a list that holds itself', Buffer.from('d81c81d81d00', 'hex')],
    ['a list a million deep', Buffer.alloc(1_000_000, 0x81)],
    ['a list that claims four billion values', Buffer.from('9affffffff', 'hex')],
    ['two messages', Buffer.concat([encode({}), encode({})])],
    ['no bytes', new Uint8Array()],
  ])('%s is refused', (_what, body) => {
    expect(refusalOf(body)).toBe('invalid-input');
  });

  test('lists that share their parts, to become endless when written out, are refused', () => {
    // Forty lists, each holding the one before twice, by reference: 2^40 values in a few hundred bytes.
    let nested = Buffer.from('d81c8101', 'hex');
    for (let depth = 1; depth < 38; depth += 1) {
      const reference = Buffer.from([0xd8, 0x1d, 0x18, 37 - depth + 1]);
      nested = Buffer.concat([Buffer.from('d81c82', 'hex'), nested, reference]);
    }
    expect(refusalOf(nested)).toBe('invalid-input');
  });

  test('oversized frames and bombs are refused', () => {
    expect(refusalOf(new Uint8Array(FRAME_BYTES_MAX + 1))).toBe('frame-too-large');
    expect(refusalOf(zlib.deflateSync(Buffer.alloc(INFLATED_BYTES_MAX + 1)), 'deflate')).toBe(
      'frame-too-large',
    );
  });
});
