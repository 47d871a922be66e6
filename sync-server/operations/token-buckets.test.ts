import { expect, test } from 'vitest';
import { TokenBuckets } from './token-buckets.ts';

test('a caller may come as often as a minute allows, then waits for the next token', () => {
  const buckets = new TokenBuckets(60);
  const taken = Array.from({ length: 60 }, () => buckets.take('a', 0));
  expect(taken.every((waitMs) => waitMs === 0)).toBe(true);
  expect([
    buckets.take('a', 0),
    buckets.take('a', 250),
    buckets.take('a', 1_000),
    buckets.take('a', 1_000),
    buckets.take('b', 1_000),
  ]).toEqual([1_000, 750, 0, 1_000, 0]);
});

test('silence earns no more than one minute', () => {
  const buckets = new TokenBuckets(2);
  buckets.take('a', 0);
  const later = 10 * 60_000;
  expect([0, 1, 2].map(() => buckets.take('a', later))).toEqual([0, 0, 30_000]);
});

test('a clock that steps back earns nothing and takes nothing away', () => {
  const buckets = new TokenBuckets(2);
  buckets.take('a', 60_000);
  expect([buckets.take('a', 0), buckets.take('a', 0)]).toEqual([0, 30_000]);
});
