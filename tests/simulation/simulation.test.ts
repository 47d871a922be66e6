import { expect, it } from 'vitest';
import { simulate } from './simulate.ts';

const SEEDS = 100;

it('ends with every replica equal within its scope, whatever happens on the way', {
  timeout: 300_000,
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

it('is the same each time for the same seed', { timeout: 60_000 }, async () => {
  const trace = async () => {
    const lines: string[] = [];
    const report = await simulate(11, (line) => lines.push(line));
    return { report, lines };
  };
  expect(await trace()).toEqual(await trace());
});
