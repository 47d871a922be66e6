import { titleOf } from './notices/title.ts';
import { atRisk } from './notices/clock.ts';
import { closingDue } from './notices/closing.ts';
import { defineNotice, type NoticeDraft } from '../../kernel/define-notice.ts';
import { approvalNotices } from './notices/approvals.ts';
import { actionNotices } from './notices/actions.ts';
import { ASSIGNED } from './events.ts';
import { acknowledgementReminder, escalated } from './notices/ladder.ts';
import { calledOff } from './notices/called-off.ts';
import { calledHearOfEnd } from './notices/over.ts';
import { reported } from './notices/reported.ts';
import { reporterHears } from './notices/reporter.ts';
import { type Incident, incident, type IncidentEvent, incidentEvent } from './schema.ts';
import { isOpen } from './states.ts';
import { callRefused } from './notices/call-refused.ts';
import { circularNotice } from './notices/circular.ts';
import { followerNotices } from './notices/followers.ts';
import { complianceNotices } from './notices/compliance-notices.ts';

const about = ({ record, subject }: { record: IncidentEvent; subject: Incident }) => ({
  occurrence: record.id,
  at: record.at,
  severity: subject.severity,
  title: titleOf(subject),
  route: `/incidents/${subject.id}`,
});

const ONLY = { profiles: [], andOffices: true, orAdministrators: false };

const assigned = defineNotice({
  name: 'incidents.assigned',
  on: incidentEvent,
  subject: incident,
  subjectId: (record) => record.incidentId,
  draft({ record, subject }): NoticeDraft | undefined {
    const { assigneeId } = subject;
    if (record.labelKey !== ASSIGNED || assigneeId === null || assigneeId === record.byId) return undefined;
    return {
      ...about({ record, subject }),
      body: { key: 'incidents.notify.assigned', params: { by: record.byName } },
      dedupeKey: `assigned:${subject.id}`,
      groupKey: `assigned:${subject.id}`,
      audience: { ...ONLY, personIds: [assigneeId] },
    };
  },
  isOver: (subject) => !isOpen(subject.stage),
});

const mentioned = defineNotice({
  name: 'incidents.mentioned',
  on: incidentEvent,
  subject: incident,
  subjectId: (record) => record.incidentId,
  draft({ record, subject }): NoticeDraft | undefined {
    const personIds = (record.mentions ?? []).filter((id) => id !== record.byId);
    if (personIds.length === 0) return undefined;
    return {
      ...about({ record, subject }),
      severity: 'low',
      body: {
        key: 'incidents.notify.mentioned',
        params: { by: record.byName, text: (record.text ?? '').slice(0, 160).toWellFormed() },
      },
      dedupeKey: `mentioned:${record.id}`,
      groupKey: `mentioned:${subject.id}`,
      audience: { ...ONLY, personIds },
    };
  },
  isOver: () => false,
});

export const incidentNotices = [
  reported,
  escalated,
  calledOff,
  calledHearOfEnd,
  reporterHears,
  atRisk,
  closingDue,
  acknowledgementReminder,
  assigned,
  mentioned,
  ...followerNotices,
  circularNotice,
  callRefused,
  ...actionNotices,
  ...approvalNotices,
  ...complianceNotices,
];
