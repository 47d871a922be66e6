import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../kernel/define-entity.ts';
import {
  growingName,
  Instant,
  line,
  lineOrNothing,
  prose,
  Severity,
  severityRank,
} from '../../kernel/fields.ts';
import { GroupName } from '../people/schema.ts';
import { incidentError } from './errors.ts';
import { ClockKind } from './schema/policy.ts';
import { OPEN_STAGES, STAGES, stageTransitions } from './states.ts';

export const CATEGORIES = ['safety', 'operational', 'environmental', 'security', 'hr'] as const;
export const Category = z.enum(CATEGORIES);
export type Category = z.infer<typeof Category>;

/** What happened, by kind of site. Free text goes into the title; the type drives statistics. */
export const INCIDENT_TYPES = {
  vessel: [
    'fire',
    'man_overboard',
    'grounding',
    'collision',
    'allision',
    'pollution',
    'injury',
    'near_miss',
    'machinery_failure',
    'loss_of_cargo',
    'security_threat',
    'detention',
  ],
  warehouse: [
    'cargo_damage',
    'cargo_loss',
    'dangerous_goods_leak',
    'customs_hold',
    'temperature_excursion',
    'injury',
    'fire',
    'near_miss',
  ],
  dispatch: [
    'road_accident',
    'theft',
    'damaged_parcel',
    'driver_assault',
    'vehicle_breakdown',
    'wrong_delivery',
    'near_miss',
  ],
  office: ['data_loss', 'system_outage', 'privacy_breach', 'injury', 'fire', 'near_miss'],
} as const;
export const ALL_INCIDENT_TYPES = [
  ...new Set([
    ...INCIDENT_TYPES.vessel,
    ...INCIDENT_TYPES.warehouse,
    ...INCIDENT_TYPES.dispatch,
    ...INCIDENT_TYPES.office,
    'other' as const,
  ]),
];
export const IncidentType = z.enum(ALL_INCIDENT_TYPES);
export type IncidentType = z.infer<typeof IncidentType>;

export const IMPACTS = ['minor', 'moderate', 'major', 'critical'] as const;
/** People hurt or lost. */
export const CASUALTIES_MAX = 10_000;
/** Why a clock stands still: nobody here can go on for now. */
export const PAUSE_REASONS = [
  'waiting_for_parts',
  'waiting_for_authority',
  'waiting_for_port',
  'bad_weather',
  'other',
] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

export const ESCALATION_LEVEL_MAX = 3;
export const EscalationLevel = z.int().min(0).max(ESCALATION_LEVEL_MAX);

const PersonRef = z.string().max(36).nullable();
const PersonName = z.string().max(80).nullable();
const Group = GroupName.nullable().exactOptional();

export const incident = defineEntity({
  kind: 'incident',
  collection: 'incidents',
  version: 2,
  fields: {
    /** `AUR-INC-2026-0007`: per site and year, given on board. */
    number: z.string().max(40),
    runningNumber: z.int().positive(),
    title: line(160),
    description: prose(20_000),
    type: IncidentType,
    category: Category,
    severity: Severity,
    severityRank: z.int().min(1).max(4),
    place: lineOrNothing(160),
    reportedAt: Instant,
    reportedById: z.string().max(36),
    reportedByName: z.string().max(80),
    stage: z.enum(STAGES),
    stageEnteredAt: Instant,
    /** Last time somebody moved it on; an acknowledged incident that nobody moves is woken again. */
    progressedAt: Instant,
    assigneeId: PersonRef,
    assigneeName: PersonName,
    escalationLevel: EscalationLevel,
    /** When the current step of the ladder runs out unless somebody acknowledges. */
    acknowledgeDueAt: Instant.nullable(),
    acknowledgedAt: Instant.nullable(),
    acknowledgedById: PersonRef,
    acknowledgedByName: PersonName,
    /** From when the deadline counts: the report, or the last reopening. */
    clockStartedAt: Instant,
    /** Deadline for resolution, and the moment from which it counts as at risk. */
    dueAt: Instant,
    atRiskAt: Instant,
    /** When the deadline passed unresolved; kept for statistics after it was resolved. */
    overdueAt: Instant.nullable(),
    resolvedAt: Instant.nullable(),
    resolution: prose(20_000).nullable(),
    closedAt: Instant.nullable(),
    rootCause: prose(20_000).nullable(),
    /** What was done so that it does not happen again, or why nothing needed doing. */
    correctiveAction: prose(20_000).nullable(),
    /** The team it is given to; at first that of who reported it. */
    teamId: Group,
    /** For whom the reporter works: their provider, and their partner where they are not the company's own. */
    providerId: Group,
    organisationId: Group,
    /** When it happened, where that is not when it was reported. */
    occurredAt: Instant.nullable().exactOptional(),
    /** An exercise: it runs like a real one, and counts in no statistics. */
    isDrill: z.boolean().exactOptional(),
    /** Nobody is named as its reporter. */
    isAnonymous: z.boolean().exactOptional(),
    impact: z.enum(IMPACTS).nullable().exactOptional(),
    injured: z.int().min(0).max(CASUALTIES_MAX).exactOptional(),
    dead: z.int().min(0).max(CASUALTIES_MAX).exactOptional(),
    /** Machinery, spaces, systems: as people there call them. */
    affected: lineOrNothing(400).exactOptional(),
    /** The incident that this one turned out to be the same as. */
    mergedIntoId: PersonRef.exactOptional(),
    /** How the deadline counts, as it was when the clock started. */
    clockKind: ClockKind.exactOptional(),
    clockPausedAt: Instant.nullable().exactOptional(),
    clockPauseReason: z.enum(PAUSE_REASONS).nullable().exactOptional(),
    /** All pauses that are over, in milliseconds of the clock's own time. */
    pausedMs: z.int().min(0).exactOptional(),
    /** When it was noted that three quarters of the time are over. */
    atRiskNotedAt: Instant.nullable().exactOptional(),
    /** Until when the acknowledgement stands if nobody moves the incident. */
    acknowledgedUntil: Instant.nullable().exactOptional(),
    /** How long it stands after each time the incident is moved. */
    acknowledgedForMs: z.int().positive().nullable().exactOptional(),
    /** When somebody acknowledged at another site; the home site has not counted it yet. */
    acknowledgedElsewhereAt: Instant.nullable().exactOptional(),
    requiresInvestigation: z.boolean().exactOptional(),
    /** Why nothing needs to be done so that it does not happen again, where that is so. */
    noActionBecause: prose(2_000).nullable().exactOptional(),
    /** Whether some authority must be told, as the compliance log has it. */
    isReportable: z.boolean().exactOptional(),
    /** Until when those who follow it were promised the next update (INC-65), and when that was called to mind. */
    nextUpdateAt: Instant.nullable().exactOptional(),
    updateRemindedAt: Instant.nullable().exactOptional(),
    /** Until when it is to be closed (INC-49), and when that was called to mind. */
    closeDueAt: Instant.exactOptional(),
    closeRemindedAt: Instant.nullable().exactOptional(),
  },
  addedIn: {
    teamId: 2,
    providerId: 2,
    organisationId: 2,
    occurredAt: 2,
    isDrill: 2,
    isAnonymous: 2,
    impact: 2,
    injured: 2,
    dead: 2,
    affected: 2,
    mergedIntoId: 2,
    clockKind: 2,
    clockPausedAt: 2,
    clockPauseReason: 2,
    pausedMs: 2,
    atRiskNotedAt: 2,
    acknowledgedUntil: 2,
    acknowledgedForMs: 2,
    acknowledgedElsewhereAt: 2,
    requiresInvestigation: 2,
    noActionBecause: 2,
    isReportable: 2,
    nextUpdateAt: 2,
    updateRemindedAt: 2,
    closeDueAt: 2,
    closeRemindedAt: 2,
  },
  merge: {
    number: 'home',
    runningNumber: 'home',
    stage: 'transition',
    updateRemindedAt: 'home',
    closeRemindedAt: 'home',
  },
  machines: { stage: stageTransitions },
  indexes: [
    ['number'],
    ['siteId', 'reportedAt'],
    ['reportedAt'],
    ['dueAt'],
    ['severityRank'],
    ['type'],
    ['escalationLevel'],
  ],
  partialIndexes: [
    {
      // What burns now is counted, filtered and sorted from this alone, however long the history.
      view: 'open_incident',
      where: { field: 'stage', oneOf: OPEN_STAGES },
      fields: [
        'severityRank',
        'siteId',
        'dueAt',
        'atRiskAt',
        'reportedAt',
        'number',
        'stage',
        'severity',
        'acknowledgedAt',
        'escalationLevel',
        'category',
        'assigneeId',
        'isDrill',
        'mergedIntoId',
        'clockPausedAt',
      ],
    },
  ],
  searchable: ['number', 'title', 'description', 'place', 'reportedByName', 'assigneeName'],
  archive: { where: { field: 'stage', oneOf: ['closed'] }, endedAt: 'closedAt' },
  listedInArchive: [
    'number',
    'title',
    'place',
    'severity',
    'severityRank',
    'category',
    'type',
    'stage',
    'escalationLevel',
    'reportedAt',
    'dueAt',
    'atRiskAt',
    'clockStartedAt',
    'clockPausedAt',
    'clockPauseReason',
    'acknowledgedAt',
    'acknowledgedByName',
    'acknowledgeDueAt',
    'overdueAt',
    'resolvedAt',
    'closedAt',
    'closeDueAt',
    'isDrill',
    'mergedIntoId',
    'assigneeName',
    // Whose it is.
    'assigneeId',
    'reportedById',
    'teamId',
    'providerId',
    'organisationId',
  ],
  scope: {
    organisationId: 'organisationId',
    providerId: 'providerId',
    teamId: 'teamId',
    ownerId: 'reportedById',
    assigneeId: 'assigneeId',
  },
  signatures: [
    { id: 'reportedById', name: 'reportedByName' },
    { id: 'acknowledgedById', name: 'acknowledgedByName' },
  ],
  invariant(record) {
    // The rank is what lists sort on: two devices that set severity and rank apart would show a lie.
    if (record.severityRank !== severityRank(record.severity)) {
      return incidentError('rank-of-another-severity', {
        severity: record.severity,
        rank: severityRank(record.severity),
        given: record.severityRank,
      });
    }
    const isAnswered = Boolean(record.correctiveAction) || Boolean(record.noActionBecause);
    if (record.stage === 'closed' && (!record.rootCause || !isAnswered)) {
      return incidentError(
        'closed-without-lessons',
        {},
        { field: record.rootCause ? 'correctiveAction' : 'rootCause' },
      );
    }
    return undefined;
  },
});
export type Incident = RecordOf<typeof incident>;

export const EVENT_TYPES = [
  'reported',
  'amended',
  'severity',
  'assigned',
  'acknowledged',
  'escalated',
  'ladder_restarted',
  'overdue',
  'stage',
  'commented',
  'attached',
  // Version 3.
  'at_risk',
  'paused',
  'resumed',
  'clock_jumped',
  'level_skipped',
  'handed_over',
  'reminded',
  'acknowledgement_expired',
  'investigation',
  'witness',
  'evidence',
  'action',
  'merged',
  'linked',
  'compliance',
  'approval',
] as const;

/** People whom one comment may call by name. */
export const MENTIONS_MAX = 20;

/** One line of an incident's timeline. Written by commands, never changed afterwards. */
export const incidentEvent = defineEntity({
  kind: 'incident-event',
  collection: 'incidents',
  version: 2,
  fields: {
    incidentId: z.string().max(36),
    type: z.enum(EVENT_TYPES),
    /** When it happened, by the clock of the console where it happened. */
    at: Instant,
    byId: z.string().max(36),
    byName: z.string().max(80),
    /** Where the console stood: "acknowledged at the office" is not "acknowledged on board". */
    consoleSiteId: z.string().max(36),
    consoleSiteName: z.string().max(80),
    /** Text key and parameters; free text a person typed stands in `text`. */
    labelKey: z.string().max(80),
    labelParams: z.record(z.string().max(40), z.union([z.string().max(200), z.number()])),
    text: prose(20_000).nullable(),
    /** People whom the text calls by name, by their ids. */
    mentions: z.array(z.string().max(36)).max(MENTIONS_MAX).optional(),
    /** What a comment is (INC-63); absent: a note. */
    commentKind: growingName(20).exactOptional(),
    /** Of an update: what is expected next, and until when the next one is promised. */
    expected: prose(2_000).exactOptional(),
    nextUpdateAt: Instant.exactOptional(),
  },
  addedIn: { mentions: 2, commentKind: 2, expected: 2, nextUpdateAt: 2 },
  indexes: [['incidentId', 'at']],
  searchable: ['text'],
  partOf: 'incidentId',
  scope: { ownerId: 'byId' },
  signatures: [{ id: 'byId', name: 'byName' }],
});
export type IncidentEvent = RecordOf<typeof incidentEvent>;
