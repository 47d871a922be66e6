const FIRST_MS = 1_000;
const MAX_MS = 60_000;
/** A fleet that lost its server together must not come back in step. */
const JITTER = 0.2;

/** How long to wait after so many failures in a row. `random` is in [0, 1). */
export function backOffMs(failures: number, random: number): number {
  const plainMs = Math.min(FIRST_MS * 2 ** Math.max(failures - 1, 0), MAX_MS);
  return Math.round(plainMs * (1 + JITTER * (2 * random - 1)));
}
