import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../../kernel/define-entity.ts';
import { Instant, line, prose } from '../../../kernel/fields.ts';
import { CalendarDate } from '../../settings/schema.ts';

const PEOPLE_MAX = 50;
/** Four weeks. */
export const TURN_HOURS_MAX = 24 * 28;
const PersonId = z.string().max(36);

/**
 * Who is on call for one level at a site: people take turns. Turns of whole days change hands at the same time of
 * the site's day all year; shorter ones (a ship's watches) follow each other by the hour.
 */
export const incidentRota = defineEntity({
  kind: 'incident-rota',
  collection: 'incidents',
  version: 1,
  fields: {
    name: line(80),
    level: z.int().min(1).max(3),
    /** In the order of their turns. */
    personIds: z.array(PersonId).min(1).max(PEOPLE_MAX),
    turnHours: z.int().min(1).max(TURN_HOURS_MAX),
    /** Site day and minute after midnight at which the first person's first turn begins. */
    startsOn: CalendarDate,
    handOverMinute: z
      .int()
      .min(0)
      .max(24 * 60 - 1),
    isActive: z.boolean(),
  },
  indexes: [['siteId', 'level']],
});
export type IncidentRota = RecordOf<typeof incidentRota>;

/** Somebody takes over for a while: a swap, an illness, or a hand-over before the turn ends. */
export const rotaOverride = defineEntity({
  kind: 'incident-rota-override',
  collection: 'incidents',
  version: 1,
  fields: {
    rotaId: z.string().max(36),
    personId: PersonId,
    personName: z.string().max(80),
    fromAt: Instant,
    toAt: Instant,
    reason: prose(500),
    /** What the next one needs to know; of a hand-over. */
    handOverNote: prose(5_000).nullable(),
    madeAt: Instant,
    madeById: PersonId,
    madeByName: z.string().max(80),
    withdrawnAt: Instant.nullable(),
    /** When its time was over: those on call are looked for among the others. */
    endedAt: Instant.nullable().optional(),
  },
  indexes: [['rotaId', 'toAt']],
  partOf: 'rotaId',
  signatures: [{ id: 'madeById', name: 'madeByName' }],
});
export type RotaOverride = RecordOf<typeof rotaOverride>;
