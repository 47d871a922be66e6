import { errorsOf } from '../../kernel/error-texts.ts';

/** Why a step with an incident is refused, and what to do then. */
export const incidentError = errorsOf('incidents', {
  'still-to-come': {
    code: 'invalid-input',
    message: 'This is still to come.',
    remedy: 'Enter when it happened; leave it empty for now.',
    field: 'occurredAt',
  },
  'unnamed-too-much': {
    code: 'forbidden',
    message: 'Without a name one incident is reported, with three pictures at most, and nothing else.',
  },
  'rank-of-another-severity': {
    code: 'rule-broken',
    message: 'Severity {severity} has rank {rank}, not {given}.',
    field: 'severityRank',
  },
  'not-open': {
    code: 'stage-not-allowed',
    message: '{number} is {stage}.',
    remedy: 'Reopen it first.',
    field: 'stage',
  },
  'person-not-active': {
    code: 'rule-broken',
    message: '{name} is no longer active.',
    remedy: 'Choose somebody who is.',
  },
  'clock-stands-still': {
    code: 'rule-broken',
    message: 'The clock of {number} stands still already.',
    remedy: 'Let it go on first.',
  },
  'clock-of-critical': {
    code: 'rule-broken',
    message: 'The clock of a critical incident stands still only while an authority must decide.',
    remedy: 'Put the severity right if it is not critical any more.',
    field: 'reason',
  },
  'deadline-passed': {
    code: 'rule-broken',
    message: 'The deadline of {number} has passed.',
    remedy: 'Say in a comment what it waits for.',
  },
  'level-reached': {
    code: 'rule-broken',
    message: '{number} is at level {level} already.',
    remedy: 'Choose a level above {level}.',
    field: 'toLevel',
  },
  'highest-level-reached': {
    code: 'rule-broken',
    message: '{number} is at level {level} already.',
    remedy: 'There is no higher level; call the people of level 3.',
    field: 'toLevel',
  },
  'step-not-by-hand': {
    code: 'rule-broken',
    message: 'Nobody started this step of {number} by hand.',
    remedy: 'Acknowledge the incident; that stops the ladder.',
    field: 'stepId',
  },
  'step-called-off': {
    code: 'rule-broken',
    message: 'This step of {number} is called off already.',
    field: 'stepId',
  },
  'step-before-reopening': {
    code: 'rule-broken',
    message: '{number} was reopened since; its ladder began anew.',
    field: 'stepId',
  },
  'critical-stays-escalated': {
    code: 'rule-broken',
    message: '{number} is critical: it stays at level 1 at least.',
    remedy: 'Put the severity right first if it is not critical.',
    field: 'stepId',
  },
  'ladder-of-another-site': {
    code: 'rule-broken',
    message: 'Only the site where it happened stops the ladder.',
  },
  'acknowledged-by-another': {
    code: 'forbidden',
    message: 'Only whoever acknowledged is named as having done so.',
    field: 'acknowledgedById',
  },
  'merged-into-itself': {
    code: 'rule-broken',
    message: 'An incident is not merged into itself.',
    remedy: 'Choose another.',
    field: 'intoId',
  },
  'merged-across-sites': {
    code: 'rule-broken',
    message: '{number} is of another site.',
    remedy: 'Merge them at a console of an office, or link them.',
    field: 'intoId',
  },
  'merged-already': {
    code: 'rule-broken',
    message: '{number} is merged already.',
    remedy: 'Undo that first.',
    field: 'intoId',
  },
  'merged-into-merged': {
    code: 'rule-broken',
    message: '{number} is itself the same as another.',
    remedy: 'Choose that one.',
    field: 'intoId',
  },
  'merged-when-closed': {
    code: 'rule-broken',
    message: '{number} is closed.',
    remedy: 'Reopen it first.',
    field: 'intoId',
  },
  'merged-with-drill': {
    code: 'rule-broken',
    message: 'One of them is a drill.',
    remedy: 'A drill and a real incident stay apart.',
    field: 'intoId',
  },
  'not-merged': {
    code: 'rule-broken',
    message: '{number} is not merged.',
    remedy: 'There is nothing to undo.',
    field: 'intoId',
  },
  'unmerged-when-closed': {
    code: 'rule-broken',
    message: '{number} is closed.',
    remedy: 'Reopen it.',
    field: 'intoId',
  },
  'closed-uninvestigated': {
    code: 'rule-broken',
    message: 'Its investigation is not completed.',
    remedy: 'Complete it, or say why none is needed.',
  },
  'closed-without-root-cause': {
    code: 'rule-broken',
    message: 'Name the root cause.',
    remedy: 'Mark it in the tree of causes, or type it here.',
    field: 'rootCause',
  },
  'closed-without-action': {
    code: 'rule-broken',
    message: 'Name what was done, or write "none, because …".',
    remedy: 'Add a corrective action, or say why none is needed.',
    field: 'correctiveAction',
  },
  'closed-with-open-actions': {
    code: 'rule-broken',
    message: 'Some required or corrective actions are still open.',
    remedy: 'Complete or cancel them.',
  },
  'closed-without-lessons': {
    code: 'rule-broken',
    message: 'A closed incident names its root cause and what was done about it.',
    remedy: 'Enter the root cause and the corrective action, or why none is needed.',
  },
  'approved-by-asker': {
    code: 'forbidden',
    message: 'Whoever asked for an approval does not give it.',
    remedy: 'Ask somebody else of the jobs that may approve.',
    field: 'decidedById',
  },
  'approval-of-other-jobs': {
    code: 'forbidden',
    message: 'This approval is not for your job to decide.',
    remedy: 'The incident says whose it is.',
  },
  'approval-over': {
    code: 'stage-not-allowed',
    message: 'This approval is decided or over already.',
    remedy: 'The timeline says how.',
  },
  'approval-waits': {
    code: 'rule-broken',
    message: '{number} waits for an approval of that already.',
    remedy: 'Withdraw it first to ask for another.',
  },
  'approval-of-another': {
    code: 'forbidden',
    message: 'Only whoever asked for an approval withdraws it.',
    remedy: 'Refuse it, if it is yours to decide.',
  },
  'move-not-approved': {
    code: 'rule-broken',
    message: 'The incident was not moved as was approved.',
  },
  'update-in-the-past': {
    code: 'invalid-input',
    message: 'That moment has passed.',
    remedy: 'Say when the next update will come, or leave it empty.',
    field: 'nextUpdateAt',
  },
  'followed-by-nobody': {
    code: 'forbidden',
    message: 'Only somebody with a name follows an incident.',
    remedy: 'Sign in first.',
  },
  'followed-by-another': {
    code: 'forbidden',
    message: 'Everybody chooses for themselves what they follow.',
  },
  unseen: {
    code: 'not-found',
    message: 'There is no such incident here, or not for you.',
    remedy: 'It may not have arrived yet, or be none of those that you see.',
  },
  'site-unseen': {
    code: 'not-found',
    message: 'There is no such site here, or not for you.',
    remedy: 'Choose another one.',
  },
});
