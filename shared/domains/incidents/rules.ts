import { isoOf, msOf } from '../../kernel/clock.ts';
import { localTimeOf } from '../../kernel/local-time.ts';
import type { Severity } from '../../kernel/fields.ts';
import { ESCALATION_LEVEL_MAX, type Incident } from './schema.ts';
import { isOpen } from './states.ts';
import { nextWorkingMorning } from './working-day.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** INC-2: hours from report to resolution, or to first containment. */
export const RESOLUTION_HOURS: { readonly [S in Severity]: number } = {
  critical: 4,
  high: 12,
  medium: 24,
  low: 48,
};

/** INC-3: minutes until somebody must have acknowledged. Low: the next working morning. */
export const ACKNOWLEDGE_MINUTES: { readonly [S in Exclude<Severity, 'low'>]: number } = {
  critical: 15,
  high: 30,
  medium: 240,
};

/** INC-4: share of the resolution time after which an incident counts as at risk. */
export const AT_RISK_SHARE = 0.75;

/** INC-5: hours after which an acknowledged incident that nobody moved starts its ladder again. */
export const STALE_HOURS: { readonly [S in Severity]: number } = {
  critical: 4,
  high: 24,
  medium: 24,
  low: 24,
};

export type SlaStatus = 'on_track' | 'at_risk' | 'overdue';

export function deadlinesOf(severity: Severity, startedAt: string): { dueAt: string; atRiskAt: string } {
  const startedMs = msOf(startedAt);
  const durationMs = RESOLUTION_HOURS[severity] * HOUR_MS;
  return { dueAt: isoOf(startedMs + durationMs), atRiskAt: isoOf(startedMs + durationMs * AT_RISK_SHARE) };
}

export function acknowledgeDueAt(severity: Severity, from: string, timeZone: string): string {
  if (severity === 'low') return nextWorkingMorning(from, timeZone);
  return isoOf(msOf(from) + ACKNOWLEDGE_MINUTES[severity] * MINUTE_MS);
}

/** On track, at risk, overdue: of the clock while it is open, of the moment it was resolved afterwards. */
export function slaStatusOf(
  record: Pick<Incident, 'stage' | 'dueAt' | 'atRiskAt' | 'resolvedAt'>,
  now: string,
): SlaStatus {
  const at = isOpen(record.stage) ? now : (record.resolvedAt ?? now);
  if (at >= record.dueAt) return 'overdue';
  return at >= record.atRiskAt ? 'at_risk' : 'on_track';
}

/** INC-6: a critical incident is escalated to level 1 the moment it is reported. */
export function levelAtReport(severity: Severity): number {
  return severity === 'critical' ? 1 : 0;
}

/** Whether the ladder is waiting for somebody: open, not acknowledged, and a level left to wake. */
export function ladderIsRunning(record: Incident): boolean {
  return (
    isOpen(record.stage) && record.acknowledgedAt === null && record.escalationLevel < ESCALATION_LEVEL_MAX
  );
}

/**
 * What the next step of the ladder sets. The level only rises (INC-7); at the last level nobody is left
 * to wake, so no further step is timed.
 */
export function nextStep(
  record: Incident,
  now: string,
  timeZone: string,
): Pick<
  Incident,
  | 'escalationLevel'
  | 'acknowledgeDueAt'
  | 'acknowledgedAt'
  | 'acknowledgedById'
  | 'acknowledgedByName'
  | 'stage'
  | 'stageEnteredAt'
> {
  const level = Math.min(record.escalationLevel + 1, ESCALATION_LEVEL_MAX);
  return {
    ...ladderFrom(record, level, now, timeZone),
    stage: 'escalated',
    stageEnteredAt: record.stage === 'escalated' ? record.stageEnteredAt : now,
  };
}

/** A ladder that waits again from `level`, with nobody having acknowledged. */
export function ladderFrom(
  record: Pick<Incident, 'severity'>,
  level: number,
  now: string,
  timeZone: string,
): Pick<
  Incident,
  'escalationLevel' | 'acknowledgeDueAt' | 'acknowledgedAt' | 'acknowledgedById' | 'acknowledgedByName'
> {
  return {
    escalationLevel: level,
    acknowledgeDueAt: level < ESCALATION_LEVEL_MAX ? acknowledgeDueAt(record.severity, now, timeZone) : null,
    acknowledgedAt: null,
    acknowledgedById: null,
    acknowledgedByName: null,
  };
}

/** INC-5: when an acknowledged, still open incident goes stale. */
export function staleAt(record: Incident): string | undefined {
  if (!isOpen(record.stage) || record.acknowledgedAt === null) return undefined;
  const since = record.acknowledgedAt > record.progressedAt ? record.acknowledgedAt : record.progressedAt;
  return isoOf(msOf(since) + STALE_HOURS[record.severity] * HOUR_MS);
}

/**
 * INC-8: `AUR-INC-2026-0007`, counted per site and year, by the site's own calendar year. A site's second
 * console counts as `AUR.2-INC-2026`: two consoles with no link between them can't share one series.
 */
export function numberSeries(siteCode: string, station: number, now: string, timeZone: string): string {
  const { year } = localTimeOf(msOf(now), timeZone);
  return `${station === 1 ? siteCode : `${siteCode}.${station}`}-INC-${year}`;
}

export function formatNumber(series: string, runningNumber: number): string {
  return `${series}-${String(runningNumber).padStart(4, '0')}`;
}
