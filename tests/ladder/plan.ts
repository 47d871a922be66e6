import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/kernel/durations.ts';
import { SEVERITIES, type Severity } from '#shared/kernel/fields.ts';
import type { Random } from '../simulation/random.ts';

/** A Monday, at midnight of the ship. */
export const STARTS_MS = Date.parse('2026-03-02T00:00:00.000Z');

/** From when to when something is so; the end is the first moment at which it is so no longer. */
export type Window = { readonly fromMs: number; readonly toMs: number };
/** How the console is away: shut down and started again, or its machine asleep. */
export type Away = Window & { readonly how: 'closed' | 'asleep' };

export type Act = { readonly atMs: number } & (
  | { readonly do: 'acknowledge'; readonly by: number; readonly minutes: 15 | 60 | 240 | undefined }
  | { readonly do: 'acknowledge-ashore'; readonly by: number }
  | { readonly do: 'move' }
  | { readonly do: 'severity'; readonly to: Severity }
  | { readonly do: 'escalate'; readonly toLevel: 1 | 2 | 3 | undefined }
  | { readonly do: 'resolve' | 'reopen' }
);

export type PlannedIncident = {
  readonly number: number;
  readonly reportedMs: number;
  readonly severity: Severity;
  /** Injuries have a policy of their own. */
  readonly type: 'other' | 'injury';
  /** In order of time. */
  readonly acts: readonly Act[];
};

export type Plan = {
  readonly endsMs: number;
  readonly away: readonly Away[];
  readonly cuts: readonly Window[];
  /** When the ship has no master aboard, and its first officer has left the company. */
  readonly withoutMaster: readonly Window[];
  readonly withoutFirstOfficer: readonly Window[];
  /** Who of those ashore takes over for a while, in the order in which it was arranged. */
  readonly overrides: readonly (Window & { readonly person: number })[];
  readonly incidents: readonly PlannedIncident[];
};

export const OFFICERS = 3;
export const ASHORE = 2;

export function drawPlan(random: Random, size: { incidents: number; days: number }): Plan {
  const endsMs = STARTS_MS + size.days * DAY_MS;
  const draws = { random, endsMs };
  const away = awayWindows(draws);
  const isAboard = (atMs: number) => !away.some((one) => isWithin(one, atMs));
  return {
    endsMs,
    away,
    cuts: windows(draws, { gapMs: 9 * HOUR_MS, lengthMs: 4 * HOUR_MS }),
    withoutMaster: windows(draws, { gapMs: 20 * HOUR_MS, lengthMs: 10 * HOUR_MS }),
    withoutFirstOfficer: windows(draws, { gapMs: 30 * HOUR_MS, lengthMs: 14 * HOUR_MS }),
    overrides: windows(draws, { gapMs: 12 * HOUR_MS, lengthMs: 30 * HOUR_MS }).map((one) => ({
      ...one,
      person: random.below(ASHORE),
    })),
    incidents: Array.from({ length: size.incidents }, (_, number) => drawIncident(draws, number, isAboard)),
  };
}

export function isWithin({ fromMs, toMs }: Window, atMs: number): boolean {
  return fromMs <= atMs && atMs < toMs;
}

type Draws = { readonly random: Random; readonly endsMs: number };

/** Restarts of a minute or two, several a day, and now and then hours without power or with the lid closed. */
function awayWindows({ random, endsMs }: Draws): Away[] {
  const found: Away[] = [];
  for (let atMs = STARTS_MS; ; ) {
    const fromMs = atMs + spread(random, 5 * HOUR_MS);
    const lengthMs = random.chance(0.25) ? spread(random, 4 * HOUR_MS) : spread(random, 90_000);
    const toMs = fromMs + Math.max(1_000, lengthMs);
    if (toMs >= endsMs) return found;
    found.push({ fromMs, toMs, how: random.chance(0.6) ? 'closed' : 'asleep' });
    atMs = toMs;
  }
}

function windows({ random, endsMs }: Draws, mean: { gapMs: number; lengthMs: number }): Window[] {
  const found: Window[] = [];
  for (let atMs = STARTS_MS; ; ) {
    const fromMs = atMs + spread(random, mean.gapMs);
    const toMs = fromMs + spread(random, mean.lengthMs);
    if (toMs >= endsMs) return found;
    found.push({ fromMs, toMs });
    atMs = toMs;
  }
}

function drawIncident(draws: Draws, number: number, isAboard: (atMs: number) => boolean): PlannedIncident {
  const { random, endsMs } = draws;
  let reportedMs = 0;
  do reportedMs = STARTS_MS + random.below(endsMs - STARTS_MS - HOUR_MS);
  while (!isAboard(reportedMs));
  const severity = random.pick(SEVERITIES) ?? 'low';
  const resolvedMs = reportedMs + MINUTE_MS + spread(random, 14 * HOUR_MS);
  const reopenedMs = resolvedMs + MINUTE_MS + spread(random, 6 * HOUR_MS);
  const acts: Act[] = [
    ...drawAnswers(random, reportedMs, severity),
    ...some(random, 0.9, () => ({ do: 'resolve' as const, atMs: resolvedMs })),
    ...some(random, 0.1, () => ({ do: 'reopen' as const, atMs: reopenedMs })),
    ...some(random, 0.9, () => ({ do: 'resolve' as const, atMs: reopenedMs + spread(random, 9 * HOUR_MS) })),
  ];
  return {
    number,
    reportedMs,
    severity,
    type: random.chance(0.3) ? 'injury' : 'other',
    acts: acts
      .filter(({ atMs, do: act }) => atMs < endsMs && (act === 'acknowledge-ashore' || isAboard(atMs)))
      .sort((a, b) => a.atMs - b.atMs),
  };
}

/** What people do about it while it is open. */
function drawAnswers(random: Random, reportedMs: number, severity: Severity): Act[] {
  const soonMs = { critical: 12, high: 30, medium: 200, low: 600 }[severity] * MINUTE_MS;
  const later = (meanMs: number) => reportedMs + 1_000 + spread(random, meanMs);
  const acknowledge = (meanMs: number): Act => ({
    do: 'acknowledge',
    atMs: later(meanMs),
    by: random.below(OFFICERS),
    minutes: random.pick([15, 60, 240, undefined] as const),
  });
  return [
    ...some(random, 0.7, () => acknowledge(soonMs)),
    ...some(random, 0.4, () => acknowledge(2 * soonMs)),
    ...some(random, 0.3, () => acknowledge(12 * HOUR_MS)),
    ...some(random, 0.35, () => ({ do: 'acknowledge-ashore' as const, atMs: later(3 * soonMs), by: 0 })),
    ...some(random, 0.15, () => ({ do: 'acknowledge-ashore' as const, atMs: later(9 * HOUR_MS), by: 1 })),
    ...some(random, 0.5, () => ({ do: 'move' as const, atMs: later(2 * HOUR_MS) })),
    ...some(random, 0.5, () => ({ do: 'move' as const, atMs: later(10 * HOUR_MS) })),
    ...some(random, 0.15, () => ({
      do: 'severity' as const,
      atMs: later(3 * HOUR_MS),
      to: random.pick(SEVERITIES) ?? 'low',
    })),
    ...some(random, 0.15, () => ({
      do: 'escalate' as const,
      atMs: later(4 * HOUR_MS),
      toLevel: random.pick([1, 2, 3, undefined] as const),
    })),
  ];
}

function some<T>(random: Random, probability: number, draw: () => T): T[] {
  return random.chance(probability) ? [draw()] : [];
}

/** Exponential about a mean, in whole milliseconds. */
function spread(random: Random, meanMs: number): number {
  return Math.round(-Math.log(1 - random.next()) * meanMs) + 1;
}
