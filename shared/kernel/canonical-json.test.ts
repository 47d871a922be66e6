import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json, sameJson } from './canonical-json.ts';

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

  it('refuses numbers that JSON has no text for', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow('NaN has no JSON text');
  });
});
