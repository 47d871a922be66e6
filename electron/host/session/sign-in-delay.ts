/** Wrong passphrases that cost nothing but the try. */
export const FREE_FAILURES = 3;
const FIRST_DELAY_SECONDS = 5;
const DELAY_SECONDS_MAX = 15 * 60;

/** Seconds to wait after the n-th wrong passphrase in a row: 0, 0, 5, 10, 20 … up to 15 minutes. */
export function delaySecondsAfter(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(FIRST_DELAY_SECONDS * 2 ** (failures - FREE_FAILURES), DELAY_SECONDS_MAX);
}
