import type { Severity } from '../kernel/fields.ts';
import {
  COMMENTS_FROM_ASHORE,
  commentsOnTheSpot,
  ESCALATION_REASONS,
  REOPEN_REASONS,
} from './incident-comments.ts';
import type { Step } from './incident-life.ts';
import type { Random } from './random.ts';
import type { Scenario } from './scenario.ts';
import { DAY_MS, HOUR_MS } from '../kernel/durations.ts';

/** Hours from report to resolution (median, spread): most keep the deadline, about one in twelve does not. */
const RESOLVE_AFTER_HOURS: { readonly [S in Severity]: readonly [median: number, spread: number] } = {
  critical: [1.9, 0.5],
  high: [5, 0.65],
  medium: [9, 0.7],
  low: [15, 0.8],
};
const RESOLVE_AFTER_HOURS_MAX = 6 * 24;

/** Days from resolution to closing. A ship's report is closed within a month. */
const CLOSE_AFTER_DAYS = [6, 0.7] as const;
const CLOSE_AFTER_DAYS_MAX = 29;
/** Desk work, UTC. */
const DESK_FROM_HOUR = 6;
const DESK_HOURS = 9;

const REOPEN_SHARE = 0.02;
/** Share of reports whose severity is put right at triage. */
const REGRADE_SHARE = 0.07;
const NEIGHBOURS: { readonly [S in Severity]: readonly Severity[] } = {
  low: ['medium'],
  medium: ['low', 'high'],
  high: ['medium'],
  critical: [],
};

export type PlanOptions = {
  readonly reportedMs: number;
  readonly severity: Severity;
  readonly trade: 'vessel' | 'warehouse' | 'office';
  readonly scenario: Pick<Scenario, 'type' | 'category'>;
  /** Everything is resolved by then; closing may still lie ahead. */
  readonly resolvedByMs: number;
  readonly random: Random;
};

/** What people will do about an ordinary incident, until it is closed. */
export function planHandling(options: PlanOptions): readonly Step[] {
  const { reportedMs, severity, resolvedByMs, random } = options;
  const wantedMs =
    Math.min(random.logNormal(...RESOLVE_AFTER_HOURS[severity]), RESOLVE_AFTER_HOURS_MAX) * HOUR_MS;
  const durationMs = Math.min(wantedMs, (resolvedByMs - reportedMs) * 0.8);
  const resolvedMs = reportedMs + durationMs;
  const handled = quick(options)
    ? []
    : [...movesOf(options, durationMs), ...commentsOf(options, durationMs)].sort((a, b) => a.atMs - b.atMs);
  const closedMs = closedAfter(resolvedMs, random);
  const closing: Step[] = [
    { do: 'resolve', atMs: resolvedMs },
    { do: 'close', atMs: closedMs },
  ];
  return [...handled, ...closing, ...secondRound(options, closedMs)];
}

/** A small thing is put right on the spot. */
function quick({ severity, random }: PlanOptions): boolean {
  return severity === 'low' && random.chance(0.4);
}

function movesOf({ reportedMs, severity, random }: PlanOptions, durationMs: number): Step[] {
  const isSerious = severity === 'high' || severity === 'critical';
  const at = (share: number) => reportedMs + durationMs * share * (0.85 + 0.3 * random.next());
  const triagedMs = at(0.14);
  const moves: Step[] = [{ do: 'triage', severity: regraded(severity, random), atMs: triagedMs }];
  if (isSerious || random.chance(0.6)) moves.push({ do: 'assign', atMs: triagedMs + 4 * 60_000 });
  if (isSerious || random.chance(0.75))
    moves.push({ do: 'advance', to: 'under_investigation', atMs: at(0.35) });
  if (severity === 'high' && random.chance(0.1)) {
    moves.push({ do: 'escalate', text: random.pick(ESCALATION_REASONS), atMs: at(0.45) });
  }
  if (isSerious || random.chance(0.55)) moves.push({ do: 'advance', to: 'action_required', atMs: at(0.65) });
  return moves;
}

function commentsOf(options: PlanOptions, durationMs: number): Step[] {
  const { reportedMs, severity, trade, scenario, random } = options;
  const most = { low: 1, medium: 2, high: 3, critical: 4 }[severity];
  const least = severity === 'critical' ? 2 : 0;
  const onTheSpot = commentsOnTheSpot(trade, scenario.type, scenario.category);
  const written = new Map<string, 'reporter' | 'handler' | 'follower'>();
  for (let left = random.integer(least, most); left > 0; left -= 1) {
    if (severity !== 'low' && random.chance(0.25)) {
      written.set(random.pick(COMMENTS_FROM_ASHORE), 'follower');
    } else {
      written.set(random.pick(onTheSpot), random.chance(0.85) ? 'handler' : 'reporter');
    }
  }
  return [...written].map(
    ([text, by]): Step => ({
      do: 'comment',
      by,
      text,
      atMs: reportedMs + durationMs * (0.2 + 0.75 * random.next()),
    }),
  );
}

/** Now and then it was not over after all. */
function secondRound(options: PlanOptions, closedMs: number): Step[] {
  const { random, severity, resolvedByMs } = options;
  if (!random.chance(REOPEN_SHARE)) return [];
  const reopenedMs = closedMs + random.integer(1, 9) * DAY_MS;
  const againMs = reopenedMs + random.logNormal(...RESOLVE_AFTER_HOURS[severity]) * HOUR_MS;
  if (againMs > resolvedByMs) return [];
  return [
    { do: 'reopen', text: random.pick(REOPEN_REASONS), atMs: reopenedMs },
    { do: 'triage', severity: null, atMs: reopenedMs + (againMs - reopenedMs) * 0.3 },
    { do: 'advance', to: 'action_required', atMs: reopenedMs + (againMs - reopenedMs) * 0.6 },
    { do: 'resolve', atMs: againMs },
    { do: 'close', atMs: closedAfter(againMs, random) },
  ];
}

/** Papers are closed by day, some days later. */
function closedAfter(resolvedMs: number, random: Random): number {
  const days = Math.min(Math.max(random.logNormal(...CLOSE_AFTER_DAYS), 1), CLOSE_AFTER_DAYS_MAX);
  const midnightMs = Math.floor(resolvedMs / DAY_MS + days) * DAY_MS;
  return midnightMs + (DESK_FROM_HOUR + random.next() * DESK_HOURS) * HOUR_MS;
}

/** One step up or down, never into or out of critical: that is seen at once. */
function regraded(severity: Severity, random: Random): Severity | null {
  const neighbours = NEIGHBOURS[severity];
  return neighbours.length > 0 && random.chance(REGRADE_SHARE) ? random.pick(neighbours) : null;
}
