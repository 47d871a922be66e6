import { type Retention, USUAL_RETENTION } from '#shared/domains/settings/retention.ts';
import { DAY_MS, HOUR_MS } from '#shared/kernel/durations.ts';

/** Every backup of the first so long, then one a day, then one a week. */
export type BackupsKept = Pick<Retention, 'backupAllHours' | 'backupDailyDays' | 'backupWeeklyWeeks'>;

const WEEK_MS = 7 * DAY_MS;

/**
 * The backups that may go, by the times they were taken. Of a day or a week its newest stays. The newest of
 * all stays whatever its age: a console that was off for a year still has something to restore.
 */
export function backupsToDrop(
  takenAtMs: readonly number[],
  nowMs: number,
  kept: BackupsKept = USUAL_RETENTION,
): number[] {
  const newestFirst = takenAtMs.toSorted((a, b) => b - a);
  const days = new Set<number>();
  const weeks = new Set<number>();
  return newestFirst.filter((takenMs, position) => {
    const ageMs = nowMs - takenMs;
    const isNewestOfDay = addNew(days, Math.floor(takenMs / DAY_MS));
    const isNewestOfWeek = addNew(weeks, Math.floor(takenMs / WEEK_MS));
    const isKept =
      position === 0 ||
      ageMs <= kept.backupAllHours * HOUR_MS ||
      (isNewestOfDay && ageMs <= kept.backupDailyDays * DAY_MS) ||
      (isNewestOfWeek && ageMs <= kept.backupWeeklyWeeks * WEEK_MS);
    return !isKept;
  });
}

function addNew(seen: Set<number>, value: number): boolean {
  if (seen.has(value)) return false;
  seen.add(value);
  return true;
}
