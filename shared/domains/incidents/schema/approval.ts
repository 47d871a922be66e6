import { z } from 'zod';
import { JOB_PROFILES } from '../../../access/roles.ts';
import { defineEntity, type RecordOf } from '../../../kernel/define-entity.ts';
import { Instant, prose } from '../../../kernel/fields.ts';
import { incidentError } from '../errors.ts';
import { ApprovedMove } from './approved-moves.ts';

export const DECISIONS = ['approved', 'refused'] as const;
/** How an approval ended: its move was made or could not be, somebody decided or withdrew, or it went another way. */
export const APPROVAL_ENDINGS = ['made', 'refused', 'withdrawn', 'moved', 'merged', 'impossible'] as const;

const PersonId = z.string().max(36);
const PersonName = z.string().max(80);

/**
 * Somebody wants to move an incident where the policy asks for the approval of another (INC-78). What was typed for
 * the move stays here until then: it is approved as it was asked for. Decided anywhere; the home site makes the move.
 */
export const incidentApproval = defineEntity({
  kind: 'incident-approval',
  collection: 'incidents',
  version: 1,
  fields: {
    incidentId: z.string().max(36),
    move: ApprovedMove,
    /** Why it is moved, or what resolved it. */
    text: prose(20_000),
    rootCause: prose(20_000),
    correctiveAction: prose(20_000),
    noActionBecause: prose(2_000),
    /** The jobs of which one may approve. */
    profiles: z.array(z.enum(JOB_PROFILES)).max(JOB_PROFILES.length),
    askedAt: Instant,
    askedById: PersonId,
    askedByName: PersonName,
    decision: z.enum(DECISIONS).nullable(),
    decidedAt: Instant.nullable(),
    decidedById: PersonId.nullable(),
    decidedByName: PersonName.nullable(),
    /** What whoever decided said to it. */
    note: prose(2_000),
    endedAt: Instant.nullable(),
    endedBecause: z.enum(APPROVAL_ENDINGS).nullable(),
  },
  indexes: [
    ['incidentId', 'askedAt'],
    ['endedAt', 'askedAt'],
  ],
  partOf: 'incidentId',
  signatures: [
    { id: 'askedById', name: 'askedByName' },
    { id: 'decidedById', name: 'decidedByName' },
  ],
  invariant({ decision, decidedById, askedById }) {
    return decision === 'approved' && decidedById === askedById
      ? incidentError('approved-by-asker')
      : undefined;
  },
});
export type IncidentApproval = RecordOf<typeof incidentApproval>;
