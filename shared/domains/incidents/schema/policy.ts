import { z } from 'zod';
import { JOB_PROFILES } from '../../../access/roles.ts';
import { defineEntity, type RecordOf } from '../../../kernel/define-entity.ts';
import { growingName, Severity } from '../../../kernel/fields.ts';
import { ApprovedMove, APPROVED_MOVES } from './approved-moves.ts';

/** The type of a policy that holds for every type of incident without one of its own. */
export const ANY_TYPE = 'any';

export const CLOCK_KINDS = ['around-the-clock', 'working-hours'] as const;
/** Whether a deadline counts every hour, or only those in which people work at the site. */
export const ClockKind = z.enum(CLOCK_KINDS);
export type ClockKind = z.infer<typeof ClockKind>;

const HOURS_MAX = 24 * 90;
const MINUTES_MAX = 60 * 24 * 14;

/** What one severity asks for. */
export const SeverityRule = z.strictObject({
  /** Hours from report to resolution, or to first containment. */
  resolutionHours: z.number().positive().max(HOURS_MAX),
  /** Minutes until somebody must have acknowledged at a level; null: by the next working morning. */
  acknowledgeMinutes: z.int().min(1).max(MINUTES_MAX).nullable(),
  /** Hours for which an acknowledgement stands while nobody moves the incident. */
  acknowledgementHours: z.number().positive().max(HOURS_MAX),
  clock: ClockKind,
});
export type SeverityRule = z.infer<typeof SeverityRule>;

/** Whom a step calls: those on duty in the site's rota of that level, else everybody with one of these jobs. */
export const StepRule = z.strictObject({
  profiles: z.array(z.enum(JOB_PROFILES)).max(JOB_PROFILES.length),
});
export const STEPS = 3;

/** A move that waits until somebody of these jobs has approved it, for incidents of this severity and above. */
export const ApprovalRule = z.strictObject({
  move: ApprovedMove,
  fromSeverity: Severity,
  profiles: z.array(z.enum(JOB_PROFILES)).min(1, 'Choose who approves it.').max(JOB_PROFILES.length),
});
export type ApprovalRule = z.infer<typeof ApprovalRule>;

/** Calls of the last level after its first. */
export const CALLS_AGAIN_MAX = 50;
export const CLOSE_WITHIN_DAYS_MAX = 365;

/**
 * How incidents are timed and escalated at a site, or in the whole company (`*`): one for every type, and further
 * ones for single types. Without any, the defaults of the program hold (`rules/policy.ts`).
 */
export const incidentPolicy = defineEntity({
  kind: 'incident-policy',
  collection: 'incidents',
  version: 2,
  fields: {
    /** An incident type, or `any`. */
    incidentType: growingName(40),
    severities: z.strictObject({
      low: SeverityRule,
      medium: SeverityRule,
      high: SeverityRule,
      critical: SeverityRule,
    }),
    /** Share of the resolution time, in percent, after which an incident counts as at risk. */
    atRiskPercent: z.int().min(10).max(99),
    steps: z.array(StepRule).length(STEPS),
    defaultSeverity: Severity.nullable(),
    requiresInvestigation: z.boolean(),
    /** Whether this site takes reports of emergencies before anybody has signed in. */
    takesUnknownReports: z.boolean(),
    /** How often the last level is called again while nobody acknowledges; absent: as the program does. */
    callsAgain: z.int().min(0).max(CALLS_AGAIN_MAX).exactOptional(),
    /** The jobs that are told of every report, beside those whom the ladder calls; null: those of the first step. */
    toldAtReport: z.array(z.enum(JOB_PROFILES)).max(JOB_PROFILES.length).nullable().exactOptional(),
    /** Absent: no move waits for an approval. */
    approvals: z.array(ApprovalRule).max(APPROVED_MOVES.length).exactOptional(),
    /** The jobs that hear how an incident goes on, as those do who follow it (INC-64). */
    stakeholders: z.array(z.enum(JOB_PROFILES)).max(JOB_PROFILES.length).exactOptional(),
    /** Days from the report within which an incident is to be closed (INC-49); absent: as the program does. */
    closeWithinDays: z.int().min(1).max(CLOSE_WITHIN_DAYS_MAX).exactOptional(),
  },
  addedIn: { callsAgain: 2, toldAtReport: 2, approvals: 2, stakeholders: 2, closeWithinDays: 2 },
  indexes: [['siteId', 'incidentType']],
});
export type IncidentPolicy = RecordOf<typeof incidentPolicy>;
