import { isoOf, msOf } from '../../../kernel/clock.ts';
import { localTimeOf, msAtLocal } from '../../../kernel/local-time.ts';
import type { IncidentRota, RotaOverride } from '../schema/rota.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../kernel/durations.ts';

type Turns = Pick<IncidentRota, 'personIds' | 'turnHours' | 'startsOn' | 'handOverMinute'>;
type Override = Pick<RotaOverride, 'personId' | 'fromAt' | 'toAt' | 'madeAt' | 'withdrawnAt'>;

/** Somebody's time on call: from when to when, ISO UTC, and whether by the order of turns or in place of somebody. */
export type Watch = {
  readonly personId: string;
  readonly fromAt: string;
  readonly toAt: string;
  readonly inPlaceOf: string | null;
};

/**
 * INC-10: who is on call at a moment. What was arranged last wins over what was arranged before, and that over the
 * order of turns. Undefined before the first turn.
 */
export function onCallAt(
  rota: Turns,
  overrides: readonly Override[],
  { at, timeZone }: { readonly at: string; readonly timeZone: string },
): Watch | undefined {
  const turn = turnAt(rota, at, timeZone);
  const override = overrides
    .filter(({ fromAt, toAt, withdrawnAt }) => withdrawnAt === null && fromAt <= at && at < toAt)
    .reduce<Override | undefined>(
      (latest, one) => (latest === undefined || one.madeAt >= latest.madeAt ? one : latest),
      undefined,
    );
  if (override === undefined) return turn;
  return {
    personId: override.personId,
    fromAt: override.fromAt,
    toAt: override.toAt,
    inPlaceOf: turn?.personId ?? null,
  };
}

/** The turn that a moment falls into, by the order of people alone. */
export function turnAt(rota: Turns, at: string, timeZone: string): Watch | undefined {
  const index = turnIndexAt(rota, msOf(at), timeZone);
  if (index < 0) return undefined;
  const personId = rota.personIds[index % rota.personIds.length];
  if (personId === undefined) return undefined;
  return {
    personId,
    fromAt: isoOf(startOf(rota, index, timeZone)),
    toAt: isoOf(startOf(rota, index + 1, timeZone)),
    inPlaceOf: null,
  };
}

const DAY_HOURS = 24;

/**
 * Turns that fit into days change hands at the same times of the site's clock all year, so one of them is an hour
 * shorter or longer when that clock is changed. Others follow each other by the hour.
 */
function keepsTheClock({ turnHours }: Turns): boolean {
  return turnHours % DAY_HOURS === 0 || DAY_HOURS % turnHours === 0;
}

function turnIndexAt(rota: Turns, atMs: number, timeZone: string): number {
  if (!keepsTheClock(rota)) {
    return Math.floor((atMs - firstMs(rota, timeZone)) / (rota.turnHours * HOUR_MS));
  }
  const { year, month, day, hour, minute } = localTimeOf(atMs, timeZone);
  const clockMs = Date.UTC(year, month - 1, day, hour, minute);
  const guess = Math.floor((clockMs - firstClockMs(rota)) / (rota.turnHours * HOUR_MS));
  // In the hour that comes twice, or never, the clock alone does not tell: the turn's own moments do.
  if (startOf(rota, guess, timeZone) > atMs) return guess - 1;
  return startOf(rota, guess + 1, timeZone) <= atMs ? guess + 1 : guess;
}

function startOf(rota: Turns, index: number, timeZone: string): number {
  if (!keepsTheClock(rota)) return firstMs(rota, timeZone) + index * rota.turnHours * HOUR_MS;
  const clock = new Date(firstClockMs(rota) + index * rota.turnHours * HOUR_MS);
  return msAtLocal(
    {
      year: clock.getUTCFullYear(),
      month: clock.getUTCMonth() + 1,
      day: clock.getUTCDate(),
      hour: clock.getUTCHours(),
      minute: clock.getUTCMinutes(),
    },
    timeZone,
  );
}

function firstMs(rota: Turns, timeZone: string): number {
  return startOf({ ...rota, turnHours: DAY_HOURS }, 0, timeZone);
}

/** The beginning of the first turn as a clock shows it, counted as if it were UTC. */
function firstClockMs({ startsOn, handOverMinute }: Turns): number {
  return Math.floor(Date.parse(`${startsOn}T00:00:00.000Z`) / DAY_MS) * DAY_MS + handOverMinute * MINUTE_MS;
}
