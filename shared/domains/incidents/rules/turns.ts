import { isoOf, msOf } from '../../../kernel/clock.ts';
import { msAtLocal } from '../../../kernel/local-time.ts';
import type { IncidentRota, RotaOverride } from '../schema/rota.ts';
import { onCallAt, type Watch } from './on-call.ts';

type Turns = Pick<IncidentRota, 'personIds' | 'turnHours' | 'startsOn' | 'handOverMinute'>;
type Override = Pick<RotaOverride, 'personId' | 'fromAt' | 'toAt' | 'madeAt' | 'withdrawnAt'>;
type Span = { readonly from: string; readonly to: string; readonly timeZone: string };

/** Four weeks of hourly turns, and more overrides than anybody makes. */
export const TURNS_MAX = 1_000;

/** Who is on call from when to when, one after the other: turns and what was arranged in their place. */
export function turnsBetween(
  rota: Turns,
  overrides: readonly Override[],
  { from, to, timeZone }: Span,
): Watch[] {
  const standing = overrides.filter(({ withdrawnAt }) => withdrawnAt === null);
  const changes = [
    ...standing.flatMap(({ fromAt, toAt }) => [fromAt, toAt]),
    firstTurnAt(rota, timeZone),
  ].sort();
  const turns: Watch[] = [];
  let at = from;
  while (at < to && turns.length < TURNS_MAX) {
    const watch = onCallAt(rota, standing, { at, timeZone });
    const change = changes.find((one) => one > at) ?? to;
    const end = [watch?.toAt ?? to, change, to].reduce((soonest, one) => (one < soonest ? one : soonest));
    if (watch !== undefined) turns.push({ ...watch, fromAt: at, toAt: end });
    at = end;
  }
  return turns;
}

/** Who takes over from whoever is on call, and when. Undefined while the same person goes on. */
export function nextWatch(turns: readonly Watch[], now: string): Watch | undefined {
  const current = turns.find(({ fromAt, toAt }) => fromAt <= now && now < toAt);
  return turns.find(({ fromAt, personId }) => fromAt > now && personId !== current?.personId);
}

function firstTurnAt({ startsOn, handOverMinute }: Turns, timeZone: string): string {
  const midnight = new Date(msOf(`${startsOn}T00:00:00.000Z`));
  return isoOf(
    msAtLocal(
      {
        year: midnight.getUTCFullYear(),
        month: midnight.getUTCMonth() + 1,
        day: midnight.getUTCDate(),
        hour: Math.floor(handOverMinute / 60),
        minute: handOverMinute % 60,
      },
      timeZone,
    ),
  );
}
