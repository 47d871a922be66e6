export const TRENDS = ['increasing', 'stable', 'decreasing'] as const;
export type Trend = (typeof TRENDS)[number];

/** Less than this share of what was before is no trend. */
const NOTABLE_SHARE = 0.1;

/**
 * INC-50: the trend against the previous span of equal length. It increases or decreases when the difference is more
 * than a tenth of what was before and more than chance alone would make of so few: the root of the sum of both.
 */
export function trendOf(now: number, before: number): Trend {
  const difference = Math.abs(now - before);
  if (difference <= NOTABLE_SHARE * before || difference <= Math.sqrt(now + before)) return 'stable';
  return now > before ? 'increasing' : 'decreasing';
}

/** A share from 0 to 1; null where there is nothing to have a share of. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
