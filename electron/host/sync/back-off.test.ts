import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backOffMs } from './back-off.ts';

it('doubles from one second to a minute', () => {
  expect([1, 2, 3, 6, 7, 50].map((failures) => backOffMs(failures, 0.5))).toEqual([
    1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
  ]);
});

it('is spread by a fifth either way, so that a fleet does not come back in step', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), random, (failures, value) => {
      const [plain, spread] = [backOffMs(failures, 0.5), backOffMs(failures, value)];
      return spread >= plain * 0.8 - 1 && spread <= plain * 1.2 + 1;
    }),
    { seed: 1 },
  );
});
