import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  NO_WISHES,
  RETENTION,
  RETENTION_KEYS,
  retentionFields,
  retentionFor,
  USUAL_RETENTION,
} from './retention.ts';

const SEED = 20_261_121;

const wishes = fc.record(
  Object.fromEntries(
    RETENTION_KEYS.map((key) => [
      key,
      fc.option(fc.integer({ min: RETENTION[key].min, max: RETENTION[key].max })),
    ]),
  ),
) as fc.Arbitrary<typeof NO_WISHES>; // One arbitrary for each key, made just above.

describe('how long things are kept', () => {
  test('is the site’s word, else the company’s, else the usual', () => {
    fc.assert(
      fc.property(fc.option(wishes), fc.option(wishes), (company, site) => {
        const holds = retentionFor(company ?? undefined, site ?? undefined);
        for (const key of RETENTION_KEYS) {
          expect(holds[key]).toBe(site?.[key] ?? company?.[key] ?? RETENTION[key].usual);
        }
      }),
      { seed: SEED },
    );
  });

  test('is as usual where nobody has said anything, and the usual is within its own bounds', () => {
    expect(retentionFor(NO_WISHES, NO_WISHES)).toEqual(USUAL_RETENTION);
    for (const key of RETENTION_KEYS) {
      expect([key, retentionFields[key].safeParse(RETENTION[key].usual).success]).toEqual([key, true]);
    }
  });

  test.each(RETENTION_KEYS)('%s takes its bounds and nothing beyond them', (key) => {
    const { min, max } = RETENTION[key];
    const isTaken = (value: unknown) => retentionFields[key].safeParse(value).success;
    expect([min, max, null, min - 1, max + 1, min + 0.5, `${min}`, Number.NaN].map(isTaken)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
