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
import { comment, remindOfUpdate } from './commands/comment.ts';
import { follow, unfollow } from './commands/follow.ts';
import { approve, makeApprovedMove, refuseApproval, withdrawApproval } from './commands/approvals.ts';
import { acknowledgeCircular, issueCircular, withdrawCircular } from './commands/circulars.ts';
import { noteCircular, remindOfCircular } from './commands/circular-calls.ts';
import { setFileKind } from './commands/file-kind.ts';
import { callOff } from './commands/call-off.ts';
import { addCause, changeCause, removeCause } from './commands/causes.ts';
import { noteAtRisk, noteClockJump, pauseClock, resumeClock } from './commands/clock.ts';
import { advance, close, reopen, resolve } from './commands/close.ts';
import { remindOfClosing } from './commands/closing-due.ts';
import { amend } from './commands/amend.ts';
import { assign, assignTeam, attachFile, setSeverity, triage } from './commands/handle.ts';
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
import {
  muteMonitor,
  removeMonitor,
  saveMonitor,
  setMonitorToken,
  unmuteMonitor,
} from './commands/monitors.ts';
import { dropPolicy, savePolicy } from './commands/policy.ts';
import { noteBeat, reportSilence } from './commands/silence.ts';
import { takeCall } from './commands/take-call.ts';
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
  remindOfUpdate,
  remindOfClosing,
  follow,
  unfollow,
  issueCircular,
  withdrawCircular,
  acknowledgeCircular,
  noteCircular,
  remindOfCircular,
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
  saveMonitor,
  removeMonitor,
  setMonitorToken,
  muteMonitor,
  unmuteMonitor,
  reportSilence,
  noteBeat,
  takeCall,
  pauseClock,
  resumeClock,
  noteAtRisk,
  noteClockJump,
  advance,
  resolve,
  close,
  reopen,
  approve,
  refuseApproval,
  withdrawApproval,
  makeApprovedMove,
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
