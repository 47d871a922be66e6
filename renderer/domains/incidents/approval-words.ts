import type { Catalogue } from '#shared/kernel/words.ts';

/** Texts of moves that wait for an approval. */
export const approvalPageWords = {
  'incidents.approval.asked': 'Waits for approval before it is {move}.',
  'incidents.approval.onItsWay': 'Approved by {by}, on its way to the site: {move}.',
  'incidents.approval.by': 'Asked by {by}; one of these can approve it: {jobs}.',
  'incidents.approval.text': 'Why, or what ended it',
  'incidents.approval.approve': 'Approve',
  'incidents.approval.refuse': 'Refuse',
  'incidents.approval.refuse.title': 'Refuse the approval',
  'incidents.approval.refuse.reason': 'Why it is refused',
  'incidents.approval.refuse.hint': 'Read by whoever asked. The incident stays where it is.',
  'incidents.approval.withdraw': 'Withdraw',
  'incidents.approval.atClosing': 'Closing waits until one of these has approved it: {jobs}.',
  'incidents.approval.mine': 'Waits for your approval',
  'incidents.approval.mine.row': '{by} asks to move it to {move},',
  'incidents.approval.mine.more': '{count|1 more waits|{count} more wait}',

  'incidents.policy.approval': 'Move to {move}',
  'incidents.policy.approval.by': '{move} is approved by one of',
  'incidents.policy.approval.hint': 'Nothing chosen: it is moved without an approval',
  'incidents.policy.approval.row': '{move} after approval: {jobs}; from severity {severity}',
  'incidents.policy.approval.from': 'From severity',

  'field.move': 'Move to',
  'field.decision': 'Decision',
  'field.decidedByName': 'Decided by',
  'field.askedByName': 'Asked by',
  'field.note': 'Note',
  'field.endedBecause': 'Ended because',
} as const satisfies Catalogue;
