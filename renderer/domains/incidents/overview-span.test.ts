import { describe, expect, it } from 'vitest';
import { splitHash } from '#renderer/shell/hash-location.ts';
import { PERIODS } from '#shared/kernel/define-roll-up.ts';
import {
  daysOf,
  endingWith,
  periodText,
  readSpan,
  shifted,
  startingAt,
  usualSpan,
  writeSpan,
} from './overview-span.ts';

const TODAY = '2026-03-18';

describe('the time that the history shows', () => {
  it('is the last days, weeks or months with today in them', () => {
    expect(PERIODS.map((period) => usualSpan(period, TODAY))).toEqual([
      { period: 'hour', from: '2026-03-17T00:00', to: '2026-03-19T00:00' },
      { period: 'day', from: '2026-02-17', to: '2026-03-19' },
      { period: 'week', from: '2025-12-22', to: '2026-03-23' },
      { period: 'month', from: '2025-04-01', to: '2026-04-01' },
    ]);
  });

  it('survives the address it is written to', () => {
    for (const period of PERIODS) {
      const span = { ...usualSpan(period, '2025-07-04'), siteId: 'aurora' };
      expect(readSpan(splitHash(`#${writeSpan(span)}`).search, TODAY)).toEqual(span);
    }
  });

  it('is the usual one where an address asks for what cannot be shown', () => {
    const usual = { ...usualSpan('week', TODAY), siteId: null };
    for (const asked of [
      '',
      '&from=2026-03-02',
      '&from=2026-03-03&to=2026-03-10',
      '&from=x&to=y',
      '&from=2016-01-04&to=2026-01-05',
    ]) {
      expect(readSpan(`period=week${asked}`, TODAY)).toEqual(usual);
    }
  });

  it('gives way at the other end where it would be turned round or too long', () => {
    const span = usualSpan('day', TODAY);
    expect(startingAt(span, '2026-03-10')).toEqual({ ...span, from: '2026-03-10' });
    expect(startingAt(span, '2026-03-20')).toEqual({ ...span, from: '2026-03-20', to: '2026-06-20' });
    expect(endingWith(span, '2026-01-31')).toEqual({ ...span, from: '2025-11-01', to: '2026-02-01' });
    expect(endingWith(usualSpan('hour', TODAY), TODAY)).toEqual(usualSpan('hour', TODAY));
  });

  it('moves by its own length, and is named by its first and last day', () => {
    expect(shifted(usualSpan('month', TODAY), -1)).toEqual({
      period: 'month',
      from: '2024-04-01',
      to: '2025-04-01',
    });
    expect(PERIODS.map((period) => daysOf(usualSpan(period, TODAY)).last)).toEqual([
      '2026-03-18',
      '2026-03-18',
      '2026-03-22',
      '2026-03-31',
    ]);
    expect(periodText('week', '2026-03-16')).toBe('16 Mar – 22 Mar');
  });
});
