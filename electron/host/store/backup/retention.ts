/** Every backup of this long. */
export const KEEP_ALL_HOURS = 24;
/** Then one a day. */
export const KEEP_DAILY_DAYS = 14;
/** Then one a week. */
export const KEEP_WEEKLY_WEEKS = 8;

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

/**
 * The backups that may go, by the times they were taken. Of a day or a week its newest stays. The newest of
 * all stays whatever its age: a console that was off for a year still has something to restore.
 */
export function backupsToDrop(takenAtMs: readonly number[], nowMs: number): number[] {
  const newestFirst = takenAtMs.toSorted((a, b) => b - a);
  const days = new Set<number>();
  const weeks = new Set<number>();
  return newestFirst.filter((takenMs, position) => {
    const ageMs = nowMs - takenMs;
    const isNewestOfDay = addNew(days, Math.floor(takenMs / DAY_MS));
    const isNewestOfWeek = addNew(weeks, Math.floor(takenMs / WEEK_MS));
    const isKept =
      position === 0 ||
      ageMs <= KEEP_ALL_HOURS * HOUR_MS ||
      (isNewestOfDay && ageMs <= KEEP_DAILY_DAYS * DAY_MS) ||
      (isNewestOfWeek && ageMs <= KEEP_WEEKLY_WEEKS * WEEK_MS);
    return !isKept;
  });
}

function addNew(seen: Set<number>, value: number): boolean {
  if (seen.has(value)) return false;
  seen.add(value);
  return true;
}
