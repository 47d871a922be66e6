import { assessReportability } from './commands/assess.ts';
import { addDuty, recordReport, reviewDuty, setComplianceStatus } from './commands/compliance.ts';
import { markDutyOverdue, remindDuty } from './commands/compliance-deadline.ts';
import { acknowledge, countAcknowledgement, lookAtAcknowledgement } from './commands/acknowledge.ts';
import {
  addAction,
  cancelAction,
  changeAction,
  completeAction,
  remindOfAction,
  reopenAction,
  verifyAction,
} from './commands/actions.ts';
import { setFileKind } from './commands/file-kind.ts';
import { callOff } from './commands/call-off.ts';
import { addCause, changeCause, removeCause } from './commands/causes.ts';
import { noteAtRisk, noteClockJump, pauseClock, resumeClock } from './commands/clock.ts';
import { advance, close, reopen, resolve } from './commands/close.ts';
import { amend } from './commands/amend.ts';
import { assign, assignTeam, attachFile, comment, setSeverity, triage } from './commands/handle.ts';
import { escalate, escalateUnacknowledged, markOverdue, restartLadder } from './commands/ladder.ts';
import { changeStatement, handEvidenceOver, takeEvidence, takeStatement } from './commands/findings.ts';
import {
  changeInvestigation,
  completeInvestigation,
  reopenInvestigation,
  startInvestigation,
  waiveInvestigation,
} from './commands/investigate.ts';
import { merge, unmerge } from './commands/merge.ts';
import { endOverride } from './commands/end-override.ts';
import { dropPolicy, savePolicy } from './commands/policy.ts';
import { handOver, overrideRota, removeRota, saveRota, withdrawOverride } from './commands/rota.ts';
import { report } from './commands/report.ts';

/** Everything that changes an incident, in the order of its life. */
export const incidentCommands = {
  report,
  acknowledge,
  countAcknowledgement,
  lookAtAcknowledgement,
  triage,
  setSeverity,
  amend,
  assign,
  assignTeam,
  comment,
  attachFile,
  setFileKind,
  escalate,
  callOff,
  escalateUnacknowledged,
  markOverdue,
  restartLadder,
  endOverride,
  saveRota,
  removeRota,
  overrideRota,
  withdrawOverride,
  handOver,
  savePolicy,
  dropPolicy,
  pauseClock,
  resumeClock,
  noteAtRisk,
  noteClockJump,
  advance,
  resolve,
  close,
  reopen,
  addAction,
  changeAction,
  completeAction,
  verifyAction,
  cancelAction,
  reopenAction,
  remindOfAction,
  startInvestigation,
  changeInvestigation,
  completeInvestigation,
  reopenInvestigation,
  waiveInvestigation,
  addCause,
  changeCause,
  removeCause,
  takeStatement,
  changeStatement,
  takeEvidence,
  handEvidenceOver,
  merge,
  unmerge,
  assessReportability,
  addDuty,
  recordReport,
  setComplianceStatus,
  reviewDuty,
  remindDuty,
  markDutyOverdue,
};
