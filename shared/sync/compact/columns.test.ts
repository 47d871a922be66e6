import fc from 'fast-check';
import { Decoder, Encoder } from 'cbor-x';
import { expect, test } from 'vitest';
import type { Json } from '#shared/kernel/canonical-json.ts';
import { formatHlc } from '#shared/kernel/clock.ts';
import { readColumn } from './read-columns.ts';
import { writeColumn } from './write-columns.ts';

const RUNS = { seed: 20_261_121, numRuns: 2_000 };
const options = { useRecords: false, mapsAsObjects: true, tagUint8Array: false };
const encoder = new Encoder(options);
const decoder = new Decoder(options);

function throughTheWire(values: readonly Json[]): Json[] {
  return readColumn(decoder.decode(encoder.encode(writeColumn(values))), values.length);
}

const instant = fc
  .date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const special = fc.oneof(
  fc.uuid(),
  fc.uuid({ version: 7 }),
  instant,
  fc.tuple(fc.nat(2 ** 41), fc.nat(0xffff)).map(([ms, counter]) => formatHlc(ms, counter)),
  fc.stringMatching(/^[0-9a-f]{64}$/),
  fc.constantFrom('patch', 'insert', '__proto__', ''),
);
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    special,
    fc.string({ unit: 'binary' }),
    fc.array(tie('json'), { maxLength: 6 }),
    fc.dictionary(
      fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('id', 'stage', '__proto__')),
      tie('json'),
      { maxKeys: 5 },
    ),
  ),
}));

test('any list of JSON values comes back as it was', () => {
  fc.assert(
    fc.property(fc.array(json, { maxLength: 30 }), (values) => {
      expect(JSON.stringify(sorted(throughTheWire(values)))).toEqual(JSON.stringify(sorted(values)));
    }),
    RUNS,
  );
});

test('lists of one kind of text come back as they were, texts that UTF-8 can not hold too', () => {
  const kinds = [
    fc.uuid(),
    fc.uuid({ version: 7 }),
    instant,
    special,
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\ud800', 'a\udc00b', '😀'),
  ];
  for (const kind of kinds) {
    fc.assert(
      fc.property(fc.array(kind, { maxLength: 40 }), (values) => {
        expect(throughTheWire(values)).toEqual(values);
      }),
      { ...RUNS, numRuns: 300 },
    );
  }
});

test('whatever CBOR holds, reading it gives JSON or a RangeError', () => {
  const part: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
    part: fc.oneof(
      { maxDepth: 4 },
      fc.nat(20),
      fc.integer(),
      fc.string({ maxLength: 6 }),
      fc.uint8Array({ maxLength: 12 }),
      fc.constant(null),
      fc.array(tie('part'), { maxLength: 5 }),
    ),
  })).part;
  fc.assert(
    fc.property(part, fc.nat(20), (column, count) => {
      try {
        expect(readColumn(column, count)).toHaveLength(count);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    RUNS,
  );
});

test.each([
  ['a text said once and meant two million times', [0, 'x'.repeat(1_000)], 1_900_000],
  ['more values than a message may hold', [0, 1], 3_000_000],
])('a bomb is refused: %s', (_what, column, count) => {
  expect(() => readColumn(column, count)).toThrow(RangeError);
});

function sorted(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member as Json)]),
  );
}
