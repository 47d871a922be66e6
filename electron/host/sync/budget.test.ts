import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  afterCut,
  afterMoved,
  chunkBytes,
  exchangeBytes,
  type LinkEstimate,
  mayBeCut,
  unknownLink,
} from './budget.ts';

const HALF_MEGABYTE = 512 * 1024;

function moved(estimate: LinkEstimate, times: number, bytes: number, durationMs: number): LinkEstimate {
  let after = estimate;
  for (let time = 0; time < times; time += 1) after = afterMoved(after, { bytes, durationMs });
  return after;
}

it('sends what is large in parts over a link that nobody knows yet', () => {
  const link = unknownLink();

  expect(mayBeCut(link, { bodyBytes: 20_000, answerBytes: 0 })).toBe(true);
  expect(mayBeCut(link, { bodyBytes: 200, answerBytes: HALF_MEGABYTE })).toBe(true);
  expect(mayBeCut(link, { bodyBytes: 900, answerBytes: 0 })).toBe(false);
});

it('trusts a fast link with half a megabyte after a few exchanges', () => {
  const link = moved(unknownLink(), 6, 30_000, 40);

  expect(mayBeCut(link, { bodyBytes: 20_000, answerBytes: 100_000 })).toBe(false);
  expect([exchangeBytes(link, HALF_MEGABYTE), chunkBytes(link)]).toEqual([HALF_MEGABYTE, 256 * 1024]);
});

it('asks little of 2.4 kbit/s', () => {
  const link = moved(unknownLink(), 6, 3_000, 10_000);

  expect({ exchange: exchangeBytes(link, HALF_MEGABYTE), chunk: chunkBytes(link), link }).toEqual({
    exchange: 45_000,
    chunk: 2_048,
    link: { bytesPerSecond: 300, surelyBytes: 1_500 },
  });
});

it('trusts a link less after each cut, and never nothing', () => {
  const cuts = [1, 2, 3, 4, 5].map((times) => {
    let link = unknownLink();
    for (let time = 0; time < times; time += 1) link = afterCut(link);
    return link.surelyBytes;
  });

  expect(cuts).toEqual([2_048, 1_024, 1_024, 1_024, 1_024]);
});

it('learns nothing from what is mostly round trips', () => {
  expect(afterMoved(unknownLink(), { bytes: 300, durationMs: 1_500 })).toEqual(unknownLink());
});

it('stays within its bounds whatever is measured', () => {
  const step = fc.oneof(
    fc.record({ bytes: fc.nat(10_000_000), durationMs: fc.nat(10_000_000) }),
    fc.constant('cut' as const),
  );
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 40 }),
      fc.integer({ min: 1, max: HALF_MEGABYTE }),
      (steps, most) => {
        const link = steps.reduce<LinkEstimate>(
          (before, one) => (one === 'cut' ? afterCut(before) : afterMoved(before, one)),
          unknownLink(),
        );
        expect(exchangeBytes(link, most)).toBeLessThanOrEqual(most);
        expect(exchangeBytes(link, most)).toBeGreaterThan(0);
        expect(chunkBytes(link)).toBeGreaterThanOrEqual(2_048);
        expect(link.surelyBytes).toBeGreaterThanOrEqual(1_024);
      },
    ),
    { seed: 20_261_121 },
  );
});
