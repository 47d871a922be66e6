import { z } from 'zod';
import { JOB_PROFILES } from '../../../access/roles.ts';
import { defineEntity, type RecordOf } from '../../../kernel/define-entity.ts';
import { Instant, prose } from '../../../kernel/fields.ts';

export const TRIGGERS = ['critical_report', 'unacknowledged', 'overdue', 'stale', 'manual'] as const;
export const ENDINGS = ['acknowledged', 'next_level', 'resolved', 'reopened', 'merged'] as const;
/** By what those called were found. */
export const CALLED_BY = ['rota', 'jobs', 'nobody'] as const;
/** People whom one step calls by name. */
export const PEOPLE_MAX = 100;
const PersonIds = z.array(z.string().max(36)).max(PEOPLE_MAX);

/** One step of the ladder: who was called, why, and how it ended. Made where the incident is at home. */
export const incidentEscalation = defineEntity({
  kind: 'incident-escalation',
  collection: 'incidents',
  version: 2,
  fields: {
    incidentId: z.string().max(36),
    level: z.int().min(1).max(3),
    trigger: z.enum(TRIGGERS),
    /** What a person wrote who escalated by hand. */
    reason: prose(2_000).nullable(),
    escalatedById: z.string().max(36),
    escalatedByName: z.string().max(80),
    at: Instant,
    acknowledgeDueAt: Instant.nullable(),
    calledBy: z.enum(CALLED_BY),
    /** The jobs of the step, which call where no rota does. */
    profiles: z.array(z.enum(JOB_PROFILES)).max(JOB_PROFILES.length),
    /** Those on call then. Empty: nobody; everybody with the step's jobs or the administrators were told instead. */
    calledIds: PersonIds,
    calledNames: z.array(z.string().max(80)).max(PEOPLE_MAX),
    /** Levels below that had nobody to call and were passed over. */
    skippedLevels: z.array(z.int().min(1).max(3)).max(3),
    isActive: z.boolean(),
    endedAt: Instant.nullable(),
    endedBecause: z.enum(ENDINGS).nullable(),
    response: prose(2_000).nullable(),
    /** The last level called again because nobody had answered: for which time (INC-19). */
    again: z.int().positive().exactOptional(),
    /** Started by hand by mistake (INC-58): when that was said, by whom and why. */
    calledOffAt: Instant.nullable().exactOptional(),
    calledOffById: z.string().max(36).nullable().exactOptional(),
    calledOffByName: z.string().max(80).nullable().exactOptional(),
    calledOffBecause: prose(2_000).nullable().exactOptional(),
  },
  addedIn: { again: 2, calledOffAt: 2, calledOffById: 2, calledOffByName: 2, calledOffBecause: 2 },
  indexes: [['incidentId', 'at']],
  partOf: 'incidentId',
  signatures: [
    { id: 'escalatedById', name: 'escalatedByName' },
    { id: 'calledOffById', name: 'calledOffByName' },
  ],
});
export type IncidentEscalation = RecordOf<typeof incidentEscalation>;

/**
 * Somebody says "I have it". Several people may; each keeps their own. One made elsewhere stops the ladder when it
 * has reached the incident's home, and never takes the place of one made there.
 */
export const incidentAcknowledgement = defineEntity({
  kind: 'incident-acknowledgement',
  collection: 'incidents',
  version: 1,
  fields: {
    incidentId: z.string().max(36),
    /** Of the ladder, when it was made. */
    level: z.int().min(0).max(3),
    byId: z.string().max(36),
    byName: z.string().max(80),
    consoleSiteId: z.string().max(36),
    consoleSiteName: z.string().max(80),
    at: Instant,
    /** How long it stands while nobody moves the incident. */
    standsMs: z.int().positive(),
    /** From then on it stands no longer; later when the incident was moved meanwhile. */
    expiresAt: Instant,
    response: prose(2_000),
    /** When the home site took it into account; null while it is on its way. */
    countedAt: Instant.nullable(),
    /** When the home site looks at it next: to remind who made it, then whether it has expired. */
    lookAt: Instant,
    remindedAt: Instant.nullable(),
    endedAt: Instant.nullable(),
  },
  merge: { countedAt: 'home', remindedAt: 'home' },
  indexes: [['incidentId', 'at']],
  partOf: 'incidentId',
  scope: { ownerId: 'byId' },
  signatures: [{ id: 'byId', name: 'byName' }],
});
export type IncidentAcknowledgement = RecordOf<typeof incidentAcknowledgement>;
