/** Minutes before each further attempt of something that failed. Who has no end to its attempts repeats the last. */
const RETRY_MINUTES = [1, 5, 25] as const;
/** What failed together is not tried again together. */
const JITTER = 0.2;

export const RETRIES = RETRY_MINUTES.length;

/** The longest that a further attempt is put off. */
export const RETRY_MS_MAX = 25 * 60_000 * (1 + JITTER);

/** Milliseconds until the attempt after this one, which counts from 1. */
export function plannedRetryMs(attempt: number): number {
  return (RETRY_MINUTES[Math.min(attempt, RETRIES) - 1] ?? 1) * 60_000;
}

/** The same, give or take a fifth. `random` is at least 0 and below 1. */
export function retryDelayMs(attempt: number, random: number): number {
  return Math.round(plannedRetryMs(attempt) * (1 - JITTER + 2 * JITTER * random));
}
