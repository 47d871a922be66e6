import { msOf } from '../../kernel/clock.ts';
import { type Contribution, countedFrom, type RollUp } from '../../kernel/define-roll-up.ts';
import type { Severity } from '../../kernel/fields.ts';
import { type Category, type Incident, incident, type IncidentEvent, incidentEvent } from './schema.ts';

export const STATISTICS_MEASURES = [
  'reported',
  'reportedLow',
  'reportedMedium',
  'reportedHigh',
  'reportedCritical',
  'reportedSafety',
  'reportedOperational',
  'reportedEnvironmental',
  'reportedSecurity',
  'reportedHr',
  'acknowledged',
  'acknowledgeMsSum',
  'resolved',
  'resolutionMsSum',
  'closed',
  'overdue',
  'escalated',
] as const;
export type StatisticsMeasure = (typeof STATISTICS_MEASURES)[number];

/**
 * Incidents per site, hour, day, week and month. Each step counts when it happened: a report of Monday that
 * was resolved on Tuesday is in both. What an incident is now is what counts: a reopened one is not resolved.
 */
export const incidentStatistics: RollUp = {
  table: 'incident_statistics',
  version: 1,
  measures: STATISTICS_MEASURES,
  sources: [countedFrom(incident, ofIncident), countedFrom(incidentEvent, ofEvent)],
};

type Amounts = { readonly [Measure in StatisticsMeasure]?: number };

function ofIncident(record: Incident): readonly Contribution[] {
  const { acknowledgedAt, resolvedAt, closedAt, overdueAt, clockStartedAt } = record;
  return [
    contribution(record.reportedAt, {
      reported: 1,
      [REPORTED_BY_SEVERITY[record.severity]]: 1,
      [BY_CATEGORY[record.category]]: 1,
    }),
    contribution(acknowledgedAt, {
      acknowledged: 1,
      acknowledgeMsSum: durationMs(clockStartedAt, acknowledgedAt),
    }),
    contribution(resolvedAt, { resolved: 1, resolutionMsSum: durationMs(clockStartedAt, resolvedAt) }),
    contribution(closedAt, { closed: 1 }),
    contribution(overdueAt, { overdue: 1 }),
  ].flat();
}

/** Each step up the ladder counts, whoever or whatever made it; the incident itself only knows its last level. */
function ofEvent(event: IncidentEvent): readonly Contribution[] {
  return event.type === 'escalated' ? contribution(event.at, { escalated: 1 }) : [];
}

function contribution(at: string | null, amounts: Amounts): Contribution[] {
  return at === null ? [] : [{ at, amounts }];
}

/** Clocks of two consoles may disagree; nothing takes less than no time. */
function durationMs(from: string, to: string | null): number {
  return to === null ? 0 : Math.max(0, msOf(to) - msOf(from));
}

export const REPORTED_BY_SEVERITY: { readonly [S in Severity]: StatisticsMeasure } = {
  low: 'reportedLow',
  medium: 'reportedMedium',
  high: 'reportedHigh',
  critical: 'reportedCritical',
};
const BY_CATEGORY: { readonly [C in Category]: StatisticsMeasure } = {
  safety: 'reportedSafety',
  operational: 'reportedOperational',
  environmental: 'reportedEnvironmental',
  security: 'reportedSecurity',
  hr: 'reportedHr',
};
