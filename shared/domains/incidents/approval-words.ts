import type { Catalogue } from '../../kernel/words.ts';

/** How an approval stands, and its table on paper. */
export const approvalPaperWords = {
  'approvalState.asked': 'Asked',
  'approvalState.approved': 'Approved',
  'approvalState.made': 'Approved and made',
  'approvalState.refused': 'Refused',
  'approvalState.withdrawn': 'Withdrawn',
  'approvalState.moved': 'Went another way',
  'approvalState.merged': 'Merged meanwhile',
  'approvalState.impossible': 'Approved, could not be made',

  'incidents.paper.approvals': 'Approvals',
  'incidents.paper.approvals.move': 'Move to',
  'incidents.paper.approvals.askedBy': 'Asked by',
  'incidents.paper.approvals.asked': 'Asked',
  'incidents.paper.approvals.of': 'Who approves',
  'incidents.paper.approvals.state': 'State',
  'incidents.paper.approvals.decidedBy': 'Decided by',
  'incidents.paper.approvals.decided': 'Decided',
  'incidents.paper.approvals.note': 'Note',
} as const satisfies Catalogue;

/** Texts of moves that wait for an approval. */
export const incidentApprovalWords: Catalogue = {
  ...approvalPaperWords,

  'incidents.approve.label': 'Approved a move',
  'incidents.refuseApproval.label': 'Refused to approve a move',
  'incidents.withdrawApproval.label': 'Withdrew a question for approval',
  'incidents.makeApprovedMove.label': 'Made a move that was approved elsewhere',

  'incidents.event.approvalAsked': 'Asked for approval to move it to {to}',
  'incidents.event.approvalGiven': 'Approved the move to {to} that {by} asked for',
  'incidents.event.approvalGivenElsewhere':
    'Approved the move to {to} that {by} asked for; on its way to the site',
  'incidents.event.approvalRefused': 'Refused the move to {to} that {by} asked for',
  'incidents.event.approvalWithdrawn': 'No longer asks for approval to move it to {to}',
  'incidents.event.approvalFailed': 'The approved move to {to} could not be made',
  'incidents.event.approvalByNobody':
    'The move to {to} asks for an approval that nobody else here could give',
  'incidents.event.stageApproved': 'Moved from {from} to {to}, approved by {approvedBy}',
  'incidents.event.severityKept': 'Severity stays {severity}',

  'incidents.notify.approvalAsked': '{by} asks for approval: {stage}.',
  'incidents.notify.approvalGiven': '{by} approved: {stage}.',
  'incidents.notify.approvalRefused': '{by} refused: {stage}. {text}',
  'incidents.notify.approvalFailed': 'It was approved, but it could not be made: {stage}. {text}',
  'notice.incidents.approvalAsked': 'Approvals that I am asked for',
  'notice.incidents.approvalDecided': 'Approvals that I asked for',
};
