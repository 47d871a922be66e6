import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../../kernel/define-entity.ts';
import { Instant } from '../../../kernel/fields.ts';

/** Somebody wants to hear how an incident goes on (INC-64). Made and taken away by nobody else. */
export const incidentFollower = defineEntity({
  kind: 'incident-follower',
  collection: 'incidents',
  version: 1,
  fields: {
    incidentId: z.string().max(36),
    personId: z.string().max(36),
    personName: z.string().max(80),
    since: Instant,
  },
  indexes: [['incidentId']],
  partOf: 'incidentId',
  scope: { ownerId: 'personId' },
  signatures: [{ id: 'personId', name: 'personName' }],
});
export type IncidentFollower = RecordOf<typeof incidentFollower>;
