import { isoOf, msOf } from '../../kernel/clock.ts';
import { localTimeOf } from '../../kernel/local-time.ts';
import type { Severity } from '../../kernel/fields.ts';
import { ESCALATION_LEVEL_MAX, type Incident } from './schema.ts';
import { isOpen } from './states.ts';
import { acknowledgeDueAt, clockStandsAt, type SiteHours } from './rules/clock.ts';
import type { SeverityRule } from './schema/policy.ts';
import { HOUR_MS } from '../../kernel/durations.ts';

export type SlaStatus = 'on_track' | 'at_risk' | 'overdue';

/** On track, at risk, overdue: of the clock, or of the moment at which it stands, or at which it was resolved. */
export function slaStatusOf(
  record: Pick<Incident, 'stage' | 'dueAt' | 'atRiskAt' | 'resolvedAt' | 'clockPausedAt'>,
  now: string,
): SlaStatus {
  const at = isOpen(record.stage) ? clockStandsAt(record, now) : (record.resolvedAt ?? now);
  if (at >= record.dueAt) return 'overdue';
  return at >= record.atRiskAt ? 'at_risk' : 'on_track';
}

/** INC-6: a critical incident is escalated to level 1 the moment it is reported. */
export function levelAtReport(severity: Severity): number {
  return severity === 'critical' ? 1 : 0;
}

/** Whether the ladder is waiting for somebody: open, not acknowledged, and a call left to make. */
export function ladderIsRunning(record: Incident): boolean {
  return isOpen(record.stage) && record.acknowledgedAt === null && record.acknowledgeDueAt !== null;
}

/** The level that is called when nobody acknowledges: the next, at the last one that again (INC-19). */
export function nextLevel({ escalationLevel }: Pick<Incident, 'escalationLevel'>): number {
  return Math.min(escalationLevel + 1, ESCALATION_LEVEL_MAX);
}

type LadderStand = Pick<
  Incident,
  | 'escalationLevel'
  | 'acknowledgeDueAt'
  | 'acknowledgedAt'
  | 'acknowledgedById'
  | 'acknowledgedByName'
  | 'acknowledgedUntil'
  | 'acknowledgedForMs'
  | 'acknowledgedElsewhereAt'
>;

type Waits = {
  readonly rule: SeverityRule;
  readonly now: string;
  readonly hours: SiteHours;
  /** Whether anybody is left to call: above, or at the last level once more. */
  readonly goesOn: boolean;
};

/** A ladder that waits again from `level`, with nobody having acknowledged. */
export function ladderFrom(level: number, { rule, now, hours, goesOn }: Waits): LadderStand {
  return {
    escalationLevel: level,
    acknowledgeDueAt: goesOn ? acknowledgeDueAt(rule, now, hours) : null,
    acknowledgedAt: null,
    acknowledgedById: null,
    acknowledgedByName: null,
    acknowledgedUntil: null,
    acknowledgedForMs: null,
    acknowledgedElsewhereAt: null,
  };
}

/**
 * INC-5: when the acknowledgement of an open incident stands no longer, and its ladder waits again: at the time that
 * was given, or as long after somebody last moved the incident.
 */
export function staleAt(record: Incident): string | undefined {
  if (!isOpen(record.stage) || record.acknowledgedAt === null) return undefined;
  const { acknowledgedUntil, progressedAt } = record;
  const forMs = record.acknowledgedForMs ?? STANDS_HOURS_BEFORE[record.severity] * HOUR_MS;
  const renewedUntil = isoOf(msOf(progressedAt) + forMs);
  const until = acknowledgedUntil ?? isoOf(msOf(record.acknowledgedAt) + forMs);
  return until > renewedUntil ? until : renewedUntil;
}

/** How long acknowledgements stand that were made before they said it themselves. */
const STANDS_HOURS_BEFORE: { readonly [S in Severity]: number } = {
  critical: 4,
  high: 24,
  medium: 24,
  low: 24,
};

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
