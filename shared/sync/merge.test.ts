import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Json } from '../kernel/canonical-json.ts';
import { formatHlc } from '../kernel/clock.ts';
import { defineEntity } from '../kernel/define-entity.ts';
import { isDomainError } from '../kernel/errors.ts';
import { type Incoming, type Merged, mergeField } from './merge.ts';

const RUNS = { seed: 20_260_301, numRuns: 500 };

const thing = defineEntity({
  kind: 'thing',
  collection: 'incidents',
  version: 1,
  fields: {
    text: z.string(),
    highest: z.number().nullable(),
    lowest: z.number().nullable(),
    tags: z.array(z.string()),
    log: z.array(z.string()),
    stage: z.string(),
    number: z.string(),
  },
  merge: { highest: 'max', lowest: 'min', tags: 'union', log: 'append', stage: 'transition', number: 'home' },
  machines: { stage: { open: ['held', 'done'], held: ['open', 'done'], done: [] } },
});

type Write = { value: Json; hlcMs: number; deviceId: string; base: number };

/** Applies writes one after the other, as the server does; the first one makes the field. */
function settle(field: string, writes: readonly Write[], isHome = true): Merged | undefined {
  let standing: Merged | undefined;
  for (const [index, { value, hlcMs, deviceId, base }] of writes.entries()) {
    const incoming: Incoming = {
      value,
      base,
      deviceId,
      lane: 1,
      isHome,
      version: index + 1,
      hlc: formatHlc(hlcMs, 0),
    };
    standing = mergeField(thing, field, standing, incoming);
  }
  return standing;
}

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return isDomainError(error) ? error.code : String(error);
  }
}

const first = (value: Json): Write => ({ value, hlcMs: 1, deviceId: 'office', base: 0 });
const from = (deviceId: string, value: Json, hlcMs = 5, base = 1): Write => ({
  value,
  hlcMs,
  deviceId,
  base,
});

/** Two devices that both knew version 1 and nothing of each other. */
const pairOf = (value: fc.Arbitrary<Json>) =>
  fc.record({ a: value, b: value, aMs: fc.nat(9), bMs: fc.nat(9), start: value });

function eitherOrder(field: string, pair: { a: Json; b: Json; aMs: number; bMs: number; start: Json }) {
  const a = from('A', pair.a, pair.aMs);
  const b = from('B', pair.b, pair.bMs);
  const start = first(pair.start);
  return [settle(field, [start, a, b])?.value, settle(field, [start, b, a])?.value];
}

describe('concurrent sets', () => {
  test.each([
    ['text', fc.string()],
    ['highest', fc.option(fc.integer())],
    ['lowest', fc.option(fc.integer())],
    ['tags', fc.uniqueArray(fc.string(), { minLength: 1 })],
  ] satisfies [string, fc.Arbitrary<Json>][])(
    '%s comes out the same whichever arrives first',
    (field, value) => {
      fc.assert(
        fc.property(pairOf(value), (pair) => {
          const [ab, ba] = eitherOrder(field, pair);
          expect(ab).toEqual(ba);
        }),
        RUNS,
      );
    },
  );

  test('the later stamp wins, and the device id breaks ties', () => {
    expect(eitherOrder('text', { start: '', a: 'late', aMs: 9, b: 'early', bMs: 3 })).toEqual([
      'late',
      'late',
    ]);
    expect(eitherOrder('text', { start: '', a: 'a', aMs: 5, b: 'b', bMs: 5 })).toEqual(['b', 'b']);
  });

  test('max and min keep the extreme, and a value rather than none', () => {
    expect([
      eitherOrder('highest', { start: 0, a: 7, aMs: 1, b: 5, bMs: 9 })[0],
      eitherOrder('lowest', { start: 0, a: 7, aMs: 9, b: 5, bMs: 1 })[0],
      eitherOrder('highest', { start: 0, a: null, aMs: 9, b: -5, bMs: 1 })[0],
      eitherOrder('lowest', { start: 0, a: null, aMs: 9, b: 5, bMs: 1 })[0],
    ]).toEqual([7, 5, -5, 5]);
  });

  test('union loses no value of either side', () => {
    const values = fc.uniqueArray(fc.string());
    fc.assert(
      fc.property(values, values, (a, b) => {
        const merged = settle('tags', [first([]), from('A', a), from('B', b)])?.value;
        expect(Array.isArray(merged) && new Set(merged)).toEqual(new Set([...a, ...b]));
      }),
      RUNS,
    );
  });

  test('append keeps what both added, in the order of arrival, what was common once', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), fc.array(fc.string()), (start, a, b) => {
        // Lists that begin alike can't be told from a shared beginning; the two sides are kept apart here.
        const ofA = a.map((text) => `A${text}`);
        const ofB = b.map((text) => `B${text}`);
        const writes = [first(start), from('A', [...start, ...ofA]), from('B', [...start, ...ofB])];
        expect(settle('log', writes)?.value).toEqual([...start, ...ofA, ...ofB]);
      }),
      RUNS,
    );
  });

  test("a second set by a device that does not know yet what its first was combined with takes nothing of the other's away", () => {
    const log = settle('log', [
      first(['x']),
      from('B', ['x', 'b']),
      from('A', ['x', 'a1']),
      from('A', ['x', 'a1', 'a2']),
    ]);
    const tags = settle('tags', [first([]), from('B', ['b']), from('A', ['a']), from('A', ['a', 'a2'])]);
    expect([log?.value, tags?.value]).toEqual([
      ['x', 'b', 'a1', 'a2'],
      ['a', 'a2', 'b'],
    ]);
  });

  test('setting the same value is no conflict', () => {
    expect(settle('text', [first(''), from('A', 'same', 3), from('B', 'same', 2)])).toMatchObject({
      isConflict: false,
      stamp: { deviceId: 'A' },
    });
  });
});

describe('sets that know what stands', () => {
  test('are taken whatever their stamp, and whatever the policy', () => {
    const fields = { text: 'now', highest: 1, lowest: 9, tags: [], log: [] };
    for (const [field, value] of Object.entries(fields)) {
      const other = Array.isArray(value) ? ['z'] : typeof value === 'number' ? 5 : 'was';
      const merged = settle(field, [first(other), from('A', other, 9), from('B', value, 2, 2)]);
      expect([field, merged?.value, merged?.isConflict]).toEqual([field, value, false]);
    }
  });

  test("a device's own sets follow each other", () => {
    expect(settle('text', [first(''), from('A', 'one'), from('A', 'two', 4)])).toMatchObject({
      value: 'two',
      isConflict: false,
    });
  });
});

describe('transition', () => {
  test('a step that may follow what stands is taken, also when it was made without knowing it', () => {
    expect(settle('stage', [first('open'), from('A', 'held', 9), from('B', 'done', 2)])?.value).toBe('done');
  });

  test('a step that may not follow refuses the entry', () => {
    const late = [first('open'), from('A', 'done', 2), from('B', 'held', 9)];
    expect(codeOf(() => settle('stage', late))).toBe('stage-not-allowed');
  });

  test('the same step made twice is fine', () => {
    expect(settle('stage', [first('open'), from('A', 'done'), from('B', 'done')])?.value).toBe('done');
  });

  test('a value that is no state refuses the entry', () => {
    expect(codeOf(() => settle('stage', [first('open'), from('A', 7)]))).toBe('invalid-input');
    expect(codeOf(() => settle('stage', [first('open'), from('A', 'constructor')]))).toBe(
      'stage-not-allowed',
    );
  });
});

describe('home', () => {
  test('only the home site sets it; the value that stands may be repeated', () => {
    expect(codeOf(() => settle('number', [first('1'), from('A', '2')], false))).toBe('forbidden');
    expect(settle('number', [first('1'), from('A', '1')], false)?.value).toBe('1');
    expect(settle('number', [first('1'), from('A', '2')], true)?.value).toBe('2');
  });
});

test('the same arguments give the same result', () => {
  const write = fc.record({
    value: fc.oneof(fc.string(), fc.integer(), fc.array(fc.string()), fc.constant(null)),
    hlcMs: fc.nat(9),
    deviceId: fc.constantFrom('A', 'B', 'C'),
    base: fc.nat(4),
  });
  fc.assert(
    fc.property(
      fc.constantFrom('text', 'highest', 'tags', 'log'),
      fc.array(write, { maxLength: 6 }),
      (field, writes) => {
        expect(settle(field, writes)).toEqual(settle(field, writes));
      },
    ),
    RUNS,
  );
});
