import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../../kernel/define-entity.ts';
import { growingName, Instant, line, lineOrNothing, prose } from '../../../kernel/fields.ts';

export const CAUSE_GROUPS = ['people', 'equipment', 'procedure', 'environment', 'management'] as const;
export const INVESTIGATION_STATES = ['open', 'completed', 'not_required'] as const;
const FACTORS_MAX = 60;
const PersonRef = z.string().max(36).nullable();

/** What is known and concluded; one an incident. */
export const investigation = defineEntity({
  kind: 'incident-investigation',
  collection: 'incidents',
  version: 1,
  fields: {
    incidentId: z.string().max(36),
    state: z.enum(INVESTIGATION_STATES),
    leadId: PersonRef,
    leadName: z.string().max(80).nullable(),
    teamIds: z.array(z.string().max(36)).max(20),
    startedAt: Instant,
    completedAt: Instant.nullable(),
    /** Why there is none, where it is not required. */
    notRequiredBecause: prose(2_000).nullable(),
    summary: prose(20_000),
    lessons: prose(20_000),
    /** Codes of `investigation-factors.ts`. */
    factors: z.array(growingName(40)).max(FACTORS_MAX),
    /** Risk as it stood, likelihood times consequence, 1 to 5 each; null while nobody has judged it. */
    likelihood: z.int().min(1).max(5).nullable(),
    consequence: z.int().min(1).max(5).nullable(),
  },
  merge: { factors: 'union' },
  indexes: [['incidentId']],
  searchable: ['summary', 'lessons'],
  partOf: 'incidentId',
});
export type Investigation = RecordOf<typeof investigation>;

/** One answer to "why?". The first asks about the incident, each other one about its parent. */
export const cause = defineEntity({
  kind: 'incident-cause',
  collection: 'incidents',
  version: 1,
  fields: {
    incidentId: z.string().max(36),
    parentId: z.string().max(36).nullable(),
    text: line(400),
    group: z.enum(CAUSE_GROUPS),
    isRoot: z.boolean(),
    addedAt: Instant,
    addedByName: z.string().max(80),
  },
  indexes: [['incidentId']],
  searchable: ['text'],
  partOf: 'incidentId',
  signatures: [{ name: 'addedByName' }],
});
export type Cause = RecordOf<typeof cause>;

/** What somebody who was there says. Personal: who looks at it is noted. */
export const witness = defineEntity({
  kind: 'incident-witness',
  collection: 'incidents',
  version: 1,
  fields: {
    incidentId: z.string().max(36),
    name: line(80),
    capacity: lineOrNothing(120),
    contact: lineOrNothing(200),
    statement: prose(20_000),
    takenAt: Instant,
    takenById: z.string().max(36),
    takenByName: z.string().max(80),
  },
  indexes: [['incidentId']],
  partOf: 'incidentId',
  sensitive: ['name', 'contact', 'statement'],
  readsAreLogged: true,
  signatures: [{ id: 'takenById', name: 'takenByName' }],
});
export type Witness = RecordOf<typeof witness>;

/** A thing or file that proves something, and in whose hands it has been. */
export const evidence = defineEntity({
  kind: 'incident-evidence',
  collection: 'incidents',
  version: 1,
  fields: {
    incidentId: z.string().max(36),
    description: line(400),
    /** The file with it, by its record and its bytes; null for a thing. */
    attachmentId: z.string().max(36).nullable(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
    keptWhere: lineOrNothing(200),
    takenAt: Instant,
    takenById: z.string().max(36),
    takenByName: z.string().max(80),
    /** Each hand-over: when, to whom, by whom. Never shortened. */
    custody: z
      .array(
        z.strictObject({ at: Instant, to: line(80), byName: z.string().max(80), note: lineOrNothing(200) }),
      )
      .max(100),
  },
  merge: { custody: 'append' },
  indexes: [['incidentId']],
  partOf: 'incidentId',
  signatures: [{ id: 'takenById', name: 'takenByName' }],
});
export type Evidence = RecordOf<typeof evidence>;
