import type { Catalogue } from '../../kernel/words.ts';
import { incidentApprovalWords } from './approval-words.ts';
import { incidentInvestigationWords } from './investigation-words.ts';
import { incidentLadderWords } from './ladder-words.ts';
import { incidentClockWords } from './clock-words.ts';
import { incidentClosingWords } from './closing-words.ts';
import { complianceWords } from './compliance-words.ts';
import { incidentCallWords } from './call-words.ts';
import { incidentMonitorWords } from './monitor-words.ts';
import { incidentRotaWords } from './rota-words.ts';
import { incidentToldWords } from './told-words.ts';
import { incidentReportWords } from './report-words.ts';
import { incidentCircularWords } from './circular-words.ts';
import { incidentUpdateWords } from './update-words.ts';
import { incidentUnnamedWords } from './unnamed-words.ts';
import { incidentValueWords } from './value-words.ts';

/** Texts that host, server and renderer all need: journal labels, timeline lines, notifications. */
export const incidentWords: Catalogue = {
  ...incidentValueWords,
  ...incidentReportWords,
  ...incidentUnnamedWords,
  ...complianceWords,
  ...incidentClockWords,
  ...incidentClosingWords,
  ...incidentRotaWords,
  ...incidentMonitorWords,
  ...incidentCallWords,
  ...incidentLadderWords,
  ...incidentToldWords,
  ...incidentUpdateWords,
  ...incidentCircularWords,
  ...incidentInvestigationWords,
  ...incidentApprovalWords,

  'incidents.report.label': 'Reported “{title}”',
  'incidents.acknowledge.label': 'Acknowledged an incident',
  'incidents.triage.label': 'Triaged as {severity}',
  'incidents.setSeverity.label': 'Set severity to {severity}',
  'incidents.amend.label': 'Changed the report',
  'incidents.assign.label': 'Assigned an incident',
  'incidents.assignTeam.label': 'Assigned an incident to team {team}',
  'incidents.comment.label': 'Commented',
  'incidents.attachFile.label': 'Attached {fileName}',
  'incidents.setFileKind.label': 'Sorted a file as {fileKind}',
  'incidents.escalate.label': 'Escalated: {reason}',
  'incidents.escalateUnacknowledged.label': 'Not acknowledged in time: escalated to level {level}',
  'incidents.markOverdue.label': 'Deadline passed',
  'incidents.restartLadder.label': 'Acknowledged but not moved: escalation started again',
  'incidents.advance.label': 'Moved to {stage}',
  'incidents.resolve.label': 'Resolved',
  'incidents.close.label': 'Closed',
  'incidents.reopen.label': 'Reopened',

  'incidents.event.reported': 'Reported as {number}, severity {severity}',
  'incidents.event.escalatedAtOnce': 'Escalated to level {level} at once, because it is critical',
  'incidents.event.escalatedUnacknowledged': 'Nobody acknowledged in time: escalated to level {level}',
  'incidents.event.escalatedOverdue': 'Deadline passed: escalated to level {level}',
  'incidents.event.escalatedByHand': 'Escalated to level {level}',
  'incidents.event.acknowledged': 'Acknowledged at level {level}',
  'incidents.event.ladderRestarted': 'Acknowledged by {by}, then nobody moved it: escalation started again',
  'incidents.event.overdue': 'Deadline passed',
  'incidents.event.severity': 'Severity changed from {from} to {to}',
  'incidents.event.amended': 'Changed {fields}',
  'incidents.event.corrected.occurredAt': 'When it happened corrected from {was} to {is}',
  'incidents.event.corrected.impact': 'Impact corrected from {impactWas} to {impact}',
  'incidents.event.corrected.injured': 'Injured corrected from {was} to {is}',
  'incidents.event.corrected.dead': 'Dead corrected from {was} to {is}',
  'incidents.event.corrected.affected': 'What is affected corrected from “{was}” to “{is}”',
  'incidents.event.assigned': 'Assigned to {to}',
  'incidents.event.assignedTeam': 'Assigned to team {to}',
  'incidents.event.noTeam': 'Taken from team {from}',
  'incidents.event.stage': 'Moved from {from} to {to}',
  'incidents.event.commented': 'Commented',
  'incidents.event.attached': 'Attached {fileName}',
  'incidents.event.fileKind': '{fileName} is of kind: {fileKind}',

  'incidents.notify.title': '{number}: {title}',
  'incidents.notify.escalated': 'Level {level}. {place}',
  'incidents.notify.assigned': '{by} assigned it to you.',
  'incidents.notify.mentioned': '{by}: {text}',
  'notice.incidents.escalated': 'Escalated incidents',
  'notice.incidents.assigned': 'Assigned to me',
  'notice.incidents.mentioned': 'Mentions',
  'incidents.ladder.level1': 'Officer in charge, safety officer',
  'incidents.ladder.level2': 'Master',
  'incidents.ladder.level3': 'DPA and superintendent',
};
