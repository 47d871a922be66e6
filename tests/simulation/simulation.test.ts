import { expect, it } from 'vitest';
import { simulate } from './simulate.ts';

const SEEDS = 25;

it('ends with every replica equal within its scope, whatever the links do', {
  timeout: 120_000,
}, async () => {
  const reports = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) reports.push(await simulate(seed));

  expect(
    reports.flatMap(({ seed, findings }) => findings.map((finding) => `seed ${seed}: ${finding}`)),
  ).toEqual([]);
  // A run in which nothing went wrong on the way proves nothing.
  expect(reports.some(({ rejected }) => rejected > 0)).toBe(true);
  expect(reports.some(({ powerCuts }) => powerCuts > 0)).toBe(true);
});
