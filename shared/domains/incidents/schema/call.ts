import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../../kernel/define-entity.ts';
import { Instant, prose } from '../../../kernel/fields.ts';

export const CALL_KINDS = ['call', 'sms'] as const;
export const CALL_TEXT_MAX = 1_000;
/** As ITU-T E.164 writes numbers: a plus sign and up to fifteen digits. */
export const CallerNumber = z.string().regex(/^\+[1-9]\d{3,14}$/);

/**
 * A call or text message that a gateway handed to the company's server, for the site it concerns: what came in, not
 * what becomes of it. The server alone makes them; the home site takes each once, when it has it.
 */
export const incidentCall = defineEntity({
  kind: 'incident-call',
  collection: 'incidents',
  version: 1,
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
    outcome: z.enum(['waiting', 'reported', 'acknowledged', 'refused']),
    incidentId: z.string().max(36).nullable(),
  },
  merge: { handledAt: 'home', outcome: 'home', incidentId: 'home' },
  indexes: [['siteId', 'receivedAt']],
  sensitive: ['fromNumber'],
});
export type IncidentCall = RecordOf<typeof incidentCall>;
