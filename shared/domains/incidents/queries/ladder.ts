import { z } from 'zod';
import { can } from '../../../access/can.ts';
import { targetOf } from '../../../access/target.ts';
import { defineQuery } from '../../../kernel/define-query.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { incidentError } from '../errors.ts';
import { incident } from '../schema.ts';
import { incidentAcknowledgement, incidentEscalation } from '../schema/escalation.ts';
import { isOpen } from '../states.ts';
import { callsOf } from './calls.ts';

/** Of each kind, the latest. */
export const LADDER_ROWS_MAX = 100;

const names = z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text)));
const levels = z.string().transform((text) => z.array(z.int()).parse(JSON.parse(text)));

const EscalationRow = incidentEscalation.schema
  .pick({
    id: true,
    level: true,
    trigger: true,
    reason: true,
    escalatedByName: true,
    at: true,
    acknowledgeDueAt: true,
    calledBy: true,
    endedAt: true,
    endedBecause: true,
    response: true,
  })
  .extend({
    // SQL knows no field that is missing, only one without a value.
    calledOffAt: z.string().nullable(),
    calledOffByName: z.string().nullable(),
    calledOffBecause: z.string().nullable(),
  })
  .extend({ calledNames: names, calledIds: names, skippedLevels: levels, isActive: z.int() });
const AcknowledgementRow = incidentAcknowledgement.schema.pick({
  id: true,
  level: true,
  byId: true,
  byName: true,
  consoleSiteName: true,
  at: true,
  expiresAt: true,
  response: true,
  countedAt: true,
  remindedAt: true,
  endedAt: true,
});

/** The ladder of one incident: every step with those who were called and how, and everybody who acknowledged, oldest first. */
export const ladder = defineQuery({
  name: 'incidents.ladder',
  feature: 'incidents.read',
  input: z.object({ id: RecordId }),
  // Deliveries are work.
  reads: ['incidents', 'work', 'people'],
  run(context, { id }) {
    const { db, actor, now } = context;
    const found = db.record(incident, id);
    if (found === undefined || !can(actor, 'incidents.read', targetOf(incident, found)).allowed) {
      throw incidentError('unseen');
    }
    const escalations = db.all(
      EscalationRow,
      `SELECT id, level, trigger, reason, escalatedByName, at, acknowledgeDueAt, calledBy, calledNames, calledIds,
              skippedLevels, isActive, endedAt, endedBecause, response,
              calledOffAt, calledOffByName, calledOffBecause
       FROM incident_escalation WHERE incidentId = :id ORDER BY at DESC, id DESC LIMIT :rows`,
      { id, rows: LADDER_ROWS_MAX },
    );
    const acknowledgements = db.all(
      AcknowledgementRow,
      `SELECT id, level, byId, byName, consoleSiteName, at, expiresAt, response, countedAt, remindedAt, endedAt
       FROM incident_acknowledgement WHERE incidentId = :id ORDER BY at DESC, id DESC LIMIT :rows`,
      { id, rows: LADDER_ROWS_MAX },
    );
    const calls = callsOf(context, id, escalations);
    const isWaiting = isOpen(found.stage) && found.acknowledgedAt === null;
    return {
      escalations: escalations
        .reverse()
        // One of two sites may have ended the ladder without knowing of a step of the other.
        .map((step) => ({
          ...step,
          isActive: step.isActive === 1 && isWaiting,
          people: calls.get(step.id) ?? [],
        })),
      acknowledgements: acknowledgements.reverse().map((made) => ({
        ...made,
        state: stateOf(made, now),
      })),
    };
  },
});

/** On its way to the incident's home, standing there, or over. */
function stateOf(
  made: Pick<z.output<typeof AcknowledgementRow>, 'countedAt' | 'endedAt' | 'expiresAt'>,
  now: string,
): 'on_its_way' | 'standing' | 'over' {
  if (made.endedAt !== null) return 'over';
  if (made.countedAt === null) return 'on_its_way';
  // The home site looks again before it ends it: until then a moved incident may have renewed it.
  return made.expiresAt > now ? 'standing' : 'over';
}
