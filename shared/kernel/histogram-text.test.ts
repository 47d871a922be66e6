import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogramIn, histogramOf, histogramText } from './histogram-text.ts';

describe('a histogram in a roll-up', () => {
  it('names only the buckets in which something is, in order, and neighbours once', () => {
    const counts = new Map([
      [63, 2],
      [8, 12],
      [7, 1],
      [9, 0],
    ]);
    expect(histogramText(counts)).toBe('7:1 12,63:2');
    expect([histogramText(new Map()), histogramIn('')]).toEqual(['', new Map()]);
  });

  it('is read from several texts, whose counts are added', () => {
    expect(histogramIn('7:1 12,63:2,63:-2,8:4')).toEqual(
      new Map([
        [7, 1],
        [8, 16],
      ]),
    );
  });

  it('reads back as it was written, whatever it holds', () => {
    const some = fc.dictionary(
      fc.integer({ min: 0, max: 300 }).map(String),
      fc.integer({ min: -5, max: 5_000 }),
    );
    fc.assert(
      fc.property(some, (counts) => {
        const filled = Object.entries(counts).flatMap(([bucket, count]) =>
          count === 0 ? [] : [[Number(bucket), count] as const],
        );
        expect(histogramIn(histogramText(new Map(filled)))).toEqual(new Map(filled));
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });

  it('is found among amounts by its name', () => {
    const amounts: [string, number][] = [
      ['resolved', 3],
      ['resolution_57', 1],
      ['acknowledge_57', 2],
    ];
    expect(histogramOf(amounts, 'resolution')).toEqual(new Map([[57, 1]]));
  });
});
