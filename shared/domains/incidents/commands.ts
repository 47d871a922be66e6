import { advance, close, reopen, resolve } from './commands/close.ts';
import { amend, assign, assignTeam, attachFile, comment, setSeverity, triage } from './commands/handle.ts';
import {
  acknowledge,
  escalate,
  escalateUnacknowledged,
  markOverdue,
  restartLadder,
} from './commands/ladder.ts';
import { report } from './commands/report.ts';

/** Everything that changes an incident, in the order of its life. */
export const incidentCommands = {
  report,
  acknowledge,
  triage,
  setSeverity,
  amend,
  assign,
  assignTeam,
  comment,
  attachFile,
  escalate,
  escalateUnacknowledged,
  markOverdue,
  restartLadder,
  advance,
  resolve,
  close,
  reopen,
};
