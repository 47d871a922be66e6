import { Cron, CronPattern } from 'croner';
import { isoOf } from '#shared/kernel/clock.ts';
import { localTimeOf } from '#shared/kernel/local-time.ts';

/**
 * The times of a schedule on the clock of a zone. At a time of day (`30 2 * * *`) it is due once a day: when clocks
 * go forward over it, it is due as soon as they have; when they show it twice, the first time. What is due every so
 * often (`*\/5 * * * *`) goes by the time that has passed, through both.
 */
export class JobTimes {
  readonly #cron: Cron;
  readonly #timeZone: string;
  readonly #isTimeOfDay: boolean;

  constructor(cron: string, timeZone: string) {
    this.#cron = new Cron(cron, { timezone: timeZone, paused: true, fixedTimeRule: 'no-wildcard' });
    this.#isTimeOfDay = new CronPattern(cron, undefined, { fixedTimeRule: 'no-wildcard' }).isFixedTime;
    this.#timeZone = timeZone;
  }

  next(afterMs: number): number | undefined {
    return this.#cron.nextRun(new Date(afterMs))?.getTime();
  }

  latest(atOrBeforeMs: number): number | undefined {
    return this.#cron.previousRuns(1, new Date(atOrBeforeMs + 1))[0]?.getTime();
  }

  /** How many there are, up to `max`. */
  count(afterMs: number, untilMs: number, max: number): number {
    let count = 0;
    let at = this.next(afterMs);
    while (at !== undefined && at <= untilMs && count < max) {
      count += 1;
      at = this.next(at);
    }
    return count;
  }

  /**
   * What a time is called. A time of day is called by what the clock shows, so that it comes once on its day also
   * when the ship's clock is put back over it.
   */
  keyOf(atMs: number): string {
    if (!this.#isTimeOfDay) return isoOf(atMs);
    const { year, month, day, hour, minute } = localTimeOf(atMs, this.#timeZone);
    return isoOf(Date.UTC(year, month - 1, day, hour, minute)).slice(0, 'yyyy-mm-ddThh:mm'.length);
  }
}

const known = new Map<string, JobTimes>();

/** A calculator is costly to make, and asked at every tick. */
export function jobTimes(cron: string, timeZone: string): JobTimes {
  const key = `${cron} ${timeZone}`;
  const found = known.get(key) ?? new JobTimes(cron, timeZone);
  known.set(key, found);
  return found;
}
