import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, isJson, type Json, sameJson } from './canonical-json.ts';

// fast-check's JSON values are JSON values.
const json = fc.jsonValue() as fc.Arbitrary<Json>;
const RUNS = { seed: 11, numRuns: 500 };

describe('canonical JSON', () => {
  it('is JSON of the same value', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      RUNS,
    );
  });

  it('is the same text whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(object));
        expect(sameJson(reversed, object)).toBe(true);
      }),
      RUNS,
    );
  });

  it('has the keys in the order of their code units, be they few or many', () => {
    // By code points, the last two would stand the other way round.
    const unit = fc.constantFrom('a', 'B', '1', '"', 'é', '😀', 'ﬀ');
    const keys = fc.uniqueArray(fc.string({ unit, maxLength: 3 }), { maxLength: 20 });
    fc.assert(
      fc.property(keys, (names) => {
        const object = Object.fromEntries(names.map((name, index) => [name, index]));
        const members = names.toSorted().map((name) => `${JSON.stringify(name)}:${names.indexOf(name)}`);
        expect(canonicalJson(object)).toBe(`{${members.join(',')}}`);
      }),
      RUNS,
    );
  });

  it('refuses numbers that JSON has no text for', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow('NaN has no JSON text');
  });
});

describe('what counts as JSON', () => {
  it('is whatever JSON.parse gives', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(isJson(JSON.parse(JSON.stringify(value)))).toBe(true);
      }),
      RUNS,
    );
  });

  it.each([
    ['nothing', undefined],
    ['no number', Number.NaN],
    ['an infinite number', Number.POSITIVE_INFINITY],
    ['a large integer', 1n],
    ['a function', () => 1],
    ['a date', new Date(0)],
    ['bytes', new Uint8Array(1)],
    ['a map', new Map()],
    ['a list with a hole', Object.assign([], { 1: 'second' })],
    ['a member that is undefined', { a: { b: undefined } }],
  ])('is not %s', (_name, value) => {
    expect(isJson(value)).toBe(false);
    expect(isJson([{ value }])).toBe(false);
  });
});
