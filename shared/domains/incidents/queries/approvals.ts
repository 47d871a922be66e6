import { z } from 'zod';
import { can } from '../../../access/can.ts';
import { targetOf } from '../../../access/target.ts';
import { defineQuery, type QueryContext, rowCondition, scopeColumns } from '../../../kernel/define-query.ts';
import { APPROVES } from '../commands/ask-approval.ts';
import { type ApprovalState, approvalState, obstacleToDeciding } from '../rules/approvals.ts';
import { type Incident, incident } from '../schema.ts';
import { type IncidentApproval, incidentApproval } from '../schema/approval.ts';
import { partsOf } from './seen-incident.ts';

export type WaitingApproval = IncidentApproval & {
  readonly state: ApprovalState;
  readonly mayDecide: boolean;
  readonly mayWithdraw: boolean;
};

/** What waits for an approval, or for its way to the incident's site, and what whoever reads may do about it. */
export function waitingApprovals({ db, actor }: QueryContext, about: Incident): WaitingApproval[] {
  const person = actor.type === 'person' ? actor : undefined;
  const mayHandle = can(actor, APPROVES, targetOf(incident, about)).allowed;
  return partsOf(db, incidentApproval, about.id)
    .filter(({ endedAt }) => endedAt === null)
    .map((asked) => ({
      ...asked,
      state: approvalState(asked),
      mayDecide: mayHandle && obstacleToDeciding(asked, person) === undefined,
      mayWithdraw: mayHandle && asked.askedById === person?.id,
    }));
}

/** What one glance takes in. */
export const APPROVALS_SHOWN_MAX = 5;
/** Of those that wait anywhere, so many of the oldest are looked at. */
const WAITING_READ = 200;

/** INC-78: what waits for the approval of whoever asks, the oldest first. */
export const approvals = defineQuery({
  name: 'incidents.approvals',
  feature: APPROVES,
  input: z.object({}),
  reads: ['incidents'],
  run(context) {
    const { db, actor } = context;
    const person = actor.type === 'person' ? actor : undefined;
    const scope = rowCondition(scopeColumns(incident, 'i'), context);
    const ids = db.all(
      z.object({ id: z.string() }),
      `SELECT a.id FROM incident_approval a CROSS JOIN incident i
       WHERE a.endedAt IS NULL AND a.decision IS NULL AND i.id = a.incidentId AND ${scope.sql}
       ORDER BY a.askedAt LIMIT ${WAITING_READ}`,
      scope.parameters,
    );
    const mine = ids.flatMap(({ id }) => {
      const asked = db.record(incidentApproval, id);
      return asked !== undefined && obstacleToDeciding(asked, person) === undefined ? [asked] : [];
    });
    return {
      total: mine.length,
      rows: mine.slice(0, APPROVALS_SHOWN_MAX).flatMap(({ id, incidentId, move, askedAt, askedByName }) => {
        const about = db.record(incident, incidentId);
        if (about === undefined) return [];
        const { number, title, isDrill = false } = about;
        return [{ id, incidentId, number, title, isDrill, move, askedAt, askedByName }];
      }),
    };
  },
});
