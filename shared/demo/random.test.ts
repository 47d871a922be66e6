import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordId } from '../kernel/ids.ts';
import { randomFrom } from './random.ts';
import { recordIds } from './record-ids.ts';

describe('randomFrom', () => {
  it('gives the same numbers for the same seed and name, and others for another name', () => {
    const draw = (seed: number, name: string) => {
      const random = randomFrom(seed, name);
      return [random.next(), random.next(), random.next()];
    };
    expect(draw(7, 'a')).toEqual(draw(7, 'a'));
    expect(draw(7, 'b')).not.toEqual(draw(7, 'a'));
    expect(draw(8, 'a')).not.toEqual(draw(7, 'a'));
  });

  it('stays within the ends of a range, and reaches both', () => {
    const random = randomFrom(1, 'range');
    const drawn = new Set(Array.from({ length: 500 }, () => random.integer(3, 7)));
    expect(drawn).toEqual(new Set([3, 4, 5, 6, 7]));
  });

  it('draws as often as asked on average', () => {
    const random = randomFrom(1, 'mean');
    const days = 20_000;
    let total = 0;
    for (let day = 0; day < days; day += 1) total += random.poisson(0.4);
    expect(total / days).toBeCloseTo(0.4, 1);
  });

  it('never picks what weighs nothing', () => {
    const random = randomFrom(1, 'weights');
    const drawn = Array.from({ length: 300 }, () =>
      random.weighted(['never', 'rare', 'often'], (word) => ({ never: 0, rare: 1, often: 9 })[word] ?? 0),
    );
    expect(new Set(drawn)).toEqual(new Set(['often', 'rare']));
  });
});

describe('recordIds', () => {
  it('makes ids that carry their moment and sort in the order they were made', () => {
    const moments = fc.array(fc.integer({ min: 0, max: 2 ** 47 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.integer(), moments, (seed, drawn) => {
        const newId = recordIds(randomFrom(seed, 'ids'));
        const atMs = drawn.flatMap((moment) => [moment, moment]).sort((a, b) => a - b);
        const ids = atMs.map((moment) => newId(moment));
        expect(ids.map((id) => RecordId.parse(id))).toEqual([...new Set(ids)].sort());
        expect(ids.map((id) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16))).toEqual(atMs);
      }),
      { seed: 20_260_101 },
    );
  });
});
