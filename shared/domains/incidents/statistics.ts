import { msOf } from '../../kernel/clock.ts';
import { type Contribution, countedFrom, type RollUp } from '../../kernel/define-roll-up.ts';
import type { Severity } from '../../kernel/fields.ts';
import { isClosedLate } from './rules/close-target.ts';
import { bucketMeasure } from '../../kernel/histogram-text.ts';
import { bucketOf } from './rules/histogram.ts';
import { ALL_INCIDENT_TYPES, type Category, type Incident, incident, type IncidentType } from './schema.ts';

/** What is counted, and the times that averages are made of. */
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
  /** Of those reported: escalated since. */
  'escalated',
  'acknowledged',
  'acknowledgeMsSum',
  'resolved',
  'resolutionMsSum',
  /** Of those resolved: before the deadline, and not. */
  'deadlineMet',
  'deadlineMissed',
  'closed',
  /** INC-75: of those closed: by its target for closing, and after it. */
  'closedInTime',
  'closedLate',
  'overdue',
  'reopened',
  /** INC-53: drills and merged ones, by severity; nothing else of them is counted. */
  'leftOutLow',
  'leftOutMedium',
  'leftOutHigh',
  'leftOutCritical',
] as const;
export type StatisticsMeasure = (typeof STATISTICS_MEASURES)[number];

/** How many took how long, by the buckets of `rules/histogram.ts`. */
export const DURATIONS = ['resolution', 'acknowledge'] as const;
export type Duration = (typeof DURATIONS)[number];
type BucketMeasure = `${Duration}_${number}`;
type TypeMeasure = `type_${IncidentType}`;

/** Of those reported: how many of each type. */
export const TYPE_MEASURES: readonly TypeMeasure[] = ALL_INCIDENT_TYPES.map(typeMeasure);

/**
 * Incidents per site, hour, day, week and month. Each step counts when it happened: a report of Monday that
 * was resolved on Tuesday is in both. What an incident is now is what counts: a reopened one is not resolved.
 */
export const incidentStatistics: RollUp = {
  table: 'incident_statistics',
  version: 3,
  measures: [...STATISTICS_MEASURES, ...TYPE_MEASURES],
  histograms: DURATIONS,
  sources: [countedFrom(incident, ofIncident)],
};

type Amounts = { readonly [M in StatisticsMeasure | TypeMeasure]?: number } & {
  readonly [B in BucketMeasure]: number;
};

function ofIncident(record: Incident): readonly Contribution[] {
  const { acknowledgedAt, resolvedAt, closedAt, overdueAt, reportedAt } = record;
  if (isLeftOut(record)) return contribution(reportedAt, { [LEFT_OUT_BY_SEVERITY[record.severity]]: 1 });
  return [
    contribution(reportedAt, {
      reported: 1,
      [REPORTED_BY_SEVERITY[record.severity]]: 1,
      [REPORTED_BY_CATEGORY[record.category]]: 1,
      [typeMeasure(record.type)]: 1,
      ...(record.escalationLevel > 0 ? { escalated: 1 } : {}),
    }),
    contribution(acknowledgedAt, { acknowledged: 1, ...timeTaken(record, 'acknowledge', acknowledgedAt) }),
    contribution(resolvedAt, {
      resolved: 1,
      ...timeTaken(record, 'resolution', resolvedAt),
      [isMissed(record) ? 'deadlineMissed' : 'deadlineMet']: 1,
    }),
    contribution(closedAt, { closed: 1, [isClosedLate(record) ? 'closedLate' : 'closedInTime']: 1 }),
    contribution(overdueAt, { overdue: 1 }),
    contribution(reopenedAt(record), { reopened: 1 }),
  ].flat();
}

/** INC-53: an exercise is no incident, and what turned out to be another one is counted there. */
function isLeftOut({ isDrill, mergedIntoId }: Incident): boolean {
  return isDrill === true || typeof mergedIntoId === 'string';
}

/** INC-51: resolved at the deadline or after it. The same in SQL: `filter-fields.ts`. */
function isMissed({ resolvedAt, dueAt }: Incident): boolean {
  return resolvedAt !== null && resolvedAt >= dueAt;
}

/** The clock starts with the report and starts again with each reopening. */
function reopenedAt({ clockStartedAt, reportedAt }: Incident): string | null {
  return clockStartedAt > reportedAt ? clockStartedAt : null;
}

function contribution(at: string | null, amounts: Amounts): Contribution[] {
  return at === null ? [] : [{ at, amounts }];
}

/** From the start of the clock, pauses included. Clocks of two consoles may disagree; nothing takes less than no time. */
function timeTaken({ clockStartedAt }: Incident, duration: Duration, until: string | null): Amounts {
  if (until === null) return {};
  const tookMs = Math.max(0, msOf(until) - msOf(clockStartedAt));
  const sum = duration === 'acknowledge' ? 'acknowledgeMsSum' : 'resolutionMsSum';
  return { [sum]: tookMs, [bucketMeasure(duration, bucketOf(tookMs))]: 1 };
}

export function typeMeasure<Type extends IncidentType>(type: Type): `type_${Type}` {
  return `type_${type}`;
}

export const REPORTED_BY_SEVERITY = {
  low: 'reportedLow',
  medium: 'reportedMedium',
  high: 'reportedHigh',
  critical: 'reportedCritical',
} as const satisfies { readonly [S in Severity]: StatisticsMeasure };
export const LEFT_OUT_BY_SEVERITY = {
  low: 'leftOutLow',
  medium: 'leftOutMedium',
  high: 'leftOutHigh',
  critical: 'leftOutCritical',
} as const satisfies { readonly [S in Severity]: StatisticsMeasure };
export const REPORTED_BY_CATEGORY = {
  safety: 'reportedSafety',
  operational: 'reportedOperational',
  environmental: 'reportedEnvironmental',
  security: 'reportedSecurity',
  hr: 'reportedHr',
} as const satisfies { readonly [C in Category]: StatisticsMeasure };
