import { defineDomain } from '../../kernel/define-domain.ts';
import { incidentCommands } from './commands.ts';
import { incidentNotices } from './notices.ts';
import { incidentQueries } from './queries.ts';
import { incidentReports } from './reports.ts';
import { incident, incidentEvent } from './schema.ts';
import { incidentAction } from './schema/action.ts';
import { incidentApproval } from './schema/approval.ts';
import { circularCall, circularReceipt, incidentCircular } from './schema/circular.ts';
import { callRefusal, incidentCall } from './schema/call.ts';
import { complianceEntry } from './schema/compliance.ts';
import { incidentAcknowledgement, incidentEscalation } from './schema/escalation.ts';
import { cause, evidence, investigation, witness } from './schema/investigation.ts';
import { incidentFollower } from './schema/follower.ts';
import { incidentMonitor } from './schema/monitor.ts';
import { incidentPolicy } from './schema/policy.ts';
import { incidentRota, rotaOverride } from './schema/rota.ts';
import { incidentFacts } from './schema/facts.ts';
import { incidentStatistics } from './statistics.ts';
import { incidentTimers } from './timers.ts';
import { incidentWords } from './words.ts';

export const incidentsDomain = defineDomain({
  name: 'incidents',
  entities: [
    incident,
    incidentEvent,
    incidentEscalation,
    incidentAcknowledgement,
    incidentFollower,
    incidentCircular,
    circularReceipt,
    circularCall,
    incidentPolicy,
    incidentRota,
    rotaOverride,
    incidentMonitor,
    incidentCall,
    callRefusal,
    investigation,
    cause,
    witness,
    evidence,
    incidentAction,
    complianceEntry,
    incidentFacts,
    incidentApproval,
  ],
  commands: incidentCommands,
  queries: incidentQueries,
  timers: incidentTimers,
  words: incidentWords,
  readModels: [],
  rollUps: [incidentStatistics],
  reports: incidentReports,
  notices: incidentNotices,
});
