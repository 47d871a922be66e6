import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../../kernel/define-entity.ts';
import { Instant, prose } from '../../../kernel/fields.ts';
import { JOB_PROFILES } from '../../../access/roles.ts';
import { PEOPLE_MAX } from './escalation.ts';

export const CALL_KINDS = ['call', 'sms'] as const;
export const CALL_TEXT_MAX = 1_000;
export const CALL_OUTCOMES = ['waiting', 'reported', 'acknowledged', 'refused'] as const;
/** INC-83: why the home site made nothing of it. */
export const REFUSALS = [
  'not-understood',
  'unknown-not-taken',
  'unknown-acknowledges',
  'may-not-report',
  'may-not-acknowledge',
  'not-called',
  'no-such-incident',
  'not-open',
  'number-twice',
] as const;
export type Refusal = (typeof REFUSALS)[number];
/** As ITU-T E.164 writes numbers: a plus sign and up to fifteen digits. */
export const CallerNumber = z.string().regex(/^\+[1-9]\d{3,14}$/);

/**
 * A call or text message that a gateway handed to the company's server, for the site it concerns: what came in, not
 * what becomes of it. The server alone makes them; the home site takes each once, when it has it.
 */
export const incidentCall = defineEntity({
  kind: 'incident-call',
  collection: 'incidents',
  version: 2,
  fields: {
    callKind: z.enum(CALL_KINDS),
    fromNumber: CallerNumber,
    /** As it was typed, pressed, or understood by the gateway. */
    said: prose(CALL_TEXT_MAX),
    /** Whose number it is. Whoever holds a telephone is not thereby who they say: nothing is signed with it. */
    claimedId: z.string().max(36).nullable(),
    claimedName: z.string().max(80),
    /** What that person might do at this site when the call came, as the server knew them. */
    mayReport: z.boolean(),
    mayAcknowledge: z.boolean(),
    receivedAt: Instant,
    /** When the home site took it; null while it is on its way. */
    handledAt: Instant.nullable(),
    outcome: z.enum(CALL_OUTCOMES),
    incidentId: z.string().max(36).nullable(),
    /** Null, or missing, where it was not refused, and where an older program refused it. */
    refusedBecause: z.enum(REFUSALS).nullable().exactOptional(),
  },
  addedIn: { refusedBecause: 2 },
  merge: { handledAt: 'home', outcome: 'home', incidentId: 'home', refusedBecause: 'home' },
  indexes: [['siteId', 'receivedAt'], ['receivedAt']],
  sensitive: ['fromNumber'],
});
export type IncidentCall = RecordOf<typeof incidentCall>;

/** The home site tells its people that it refused a call (INC-84). Whom, was found as for a step of the ladder. */
export const callRefusal = defineEntity({
  kind: 'incident-call-refusal',
  collection: 'incidents',
  version: 1,
  fields: {
    callId: z.string().max(36),
    at: Instant,
    /** Those on call then, or with the jobs of the step. Empty: nobody; those with the jobs, or the administrators. */
    toldIds: z.array(z.string().max(36)).max(PEOPLE_MAX),
    profiles: z.array(z.enum(JOB_PROFILES)).max(JOB_PROFILES.length),
  },
  partOf: 'callId',
});
