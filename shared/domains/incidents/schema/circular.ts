import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../../kernel/define-entity.ts';
import { Instant, line, prose } from '../../../kernel/fields.ts';

/** Sites that one circular goes to: with itself, they are written in one entry of the journal. */
export const ADDRESSED_MAX = 400;

const PersonRef = z.string().max(36).nullable();
const PersonName = z.string().max(80).nullable();

/**
 * INC-66: what an office tells other sites because of an incident. They receive it to read, and not the incident: it
 * says nothing of where that was.
 */
export const incidentCircular = defineEntity({
  kind: 'incident-circular',
  collection: 'incidents',
  version: 1,
  fields: {
    /** Where it comes from; only who sees that incident gets there. */
    fromIncidentId: z.string().max(36),
    title: line(160),
    text: prose(20_000),
    /** What each site is to do; may be empty. */
    asked: prose(5_000),
    dueAt: Instant.nullable(),
    siteIds: z.array(z.string().max(36)).min(1).max(ADDRESSED_MAX),
    issuedAt: Instant,
    issuedById: z.string().max(36),
    issuedByName: z.string().max(80),
    withdrawnAt: Instant.nullable(),
    withdrawnById: PersonRef,
    withdrawnByName: PersonName,
    withdrawnBecause: prose(2_000),
  },
  indexes: [['fromIncidentId'], ['issuedAt']],
  addressedTo: ['siteIds'],
  signatures: [
    { id: 'issuedById', name: 'issuedByName' },
    { id: 'withdrawnById', name: 'withdrawnByName' },
  ],
});
export type IncidentCircular = RecordOf<typeof incidentCircular>;

/** One site's copy: when it came there, and who said there that it is read and done. At home at that site. */
export const circularReceipt = defineEntity({
  kind: 'incident-circular-receipt',
  collection: 'incidents',
  version: 1,
  fields: {
    circularId: z.string().max(36),
    /** As the circular has it, so that the site's timers and notices need nothing else. */
    title: line(160),
    dueAt: Instant.nullable(),
    arrivedAt: Instant.nullable(),
    acknowledgedAt: Instant.nullable(),
    acknowledgedById: PersonRef,
    acknowledgedByName: PersonName,
    note: prose(2_000),
    remindedAt: Instant.nullable(),
    withdrawnAt: Instant.nullable(),
  },
  merge: { arrivedAt: 'home', remindedAt: 'home' },
  indexes: [['circularId'], ['siteId']],
  signatures: [{ id: 'acknowledgedById', name: 'acknowledgedByName' }],
});
export type CircularReceipt = RecordOf<typeof circularReceipt>;

export const CIRCULAR_CALLS = ['arrived', 'due'] as const;

/** Its site tells its people of a circular: whenever it arrives, however late, and while nobody has answered. */
export const circularCall = defineEntity({
  kind: 'incident-circular-call',
  collection: 'incidents',
  version: 1,
  fields: { receiptId: z.string().max(36), because: z.enum(CIRCULAR_CALLS), at: Instant },
  partOf: 'receiptId',
  indexes: [['receiptId']],
});
export type CircularCall = RecordOf<typeof circularCall>;
