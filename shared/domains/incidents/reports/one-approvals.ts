import { accessWords } from '../../../access/words.ts';
import type { QueryContext } from '../../../kernel/define-query.ts';
import { partsOf } from '../queries/seen-incident.ts';
import { approvalState } from '../rules/approvals.ts';
import type { Incident } from '../schema.ts';
import { incidentApproval } from '../schema/approval.ts';
import { said, valueText } from './said.ts';
import { type Section, tableOf } from './sections.ts';

/** Which moves waited for whose approval, and what came of it. */
export function approvalsOf({ db }: Pick<QueryContext, 'db'>, { id }: Incident): Section[] {
  return tableOf(
    said('incidents.paper.approvals'),
    [
      { title: said('incidents.paper.approvals.move'), type: 'text', weight: 1.2 },
      { title: said('incidents.paper.approvals.asked'), type: 'instant', weight: 1.2 },
      { title: said('incidents.paper.approvals.askedBy'), type: 'text', weight: 1.3 },
      { title: said('incidents.paper.approvals.of'), type: 'text', weight: 1.3 },
      { title: said('incidents.paper.approvals.state'), type: 'text', weight: 1.2 },
      { title: said('incidents.paper.approvals.decided'), type: 'instant', weight: 1.2 },
      { title: said('incidents.paper.approvals.decidedBy'), type: 'text', weight: 1.3 },
      { title: said('incidents.paper.approvals.note'), type: 'text', weight: 2 },
    ],
    partsOf(db, incidentApproval, id).map((asked) => [
      valueText('stage', asked.move),
      asked.askedAt,
      asked.askedByName,
      asked.profiles.map((profile) => accessWords[`job.${profile}`]).join(', '),
      said(`approvalState.${approvalState(asked)}`),
      asked.decidedAt,
      asked.decidedByName,
      asked.note,
    ]),
  );
}
