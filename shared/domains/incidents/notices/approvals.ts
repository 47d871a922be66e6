import { defineNotice, type NoticeDraft } from '../../../kernel/define-notice.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { APPROVAL } from '../events.ts';
import { incident, incidentEvent } from '../schema.ts';
import { incidentApproval } from '../schema/approval.ts';
import { titleOf } from './title.ts';

/** INC-82: whoever may approve is asked, but not who asks. */
const approvalAsked = defineNotice({
  name: 'incidents.approvalAsked',
  on: incidentEvent,
  subject: incidentApproval,
  subjectId: (record) => String(record.labelParams['approvalId'] ?? ''),
  draft({ record, subject, find }): NoticeDraft | undefined {
    if (record.labelKey !== APPROVAL.asked) return undefined;
    const about = find(incident, { id: RecordId.parse(record.incidentId) })[0];
    if (about === undefined) return undefined;
    return {
      occurrence: record.id,
      at: record.at,
      severity: about.severity === 'critical' ? 'high' : about.severity,
      title: titleOf(about),
      body: {
        key: 'incidents.notify.approvalAsked',
        params: { by: subject.askedByName, stage: subject.move },
      },
      route: `/incidents/${about.id}`,
      dedupeKey: `approval:${subject.id}`,
      groupKey: `approval:${subject.id}`,
      audience: {
        profiles: subject.profiles,
        personIds: [],
        exceptIds: [subject.askedById],
        andOffices: true,
        orAdministrators: false,
      },
    };
  },
  isOver: ({ decision, endedAt }) => decision !== null || endedAt !== null,
});

const SAYS: { readonly [labelKey: string]: string } = {
  [APPROVAL.given]: 'incidents.notify.approvalGiven',
  [APPROVAL.givenElsewhere]: 'incidents.notify.approvalGiven',
  [APPROVAL.refused]: 'incidents.notify.approvalRefused',
  [APPROVAL.failed]: 'incidents.notify.approvalFailed',
};

/** INC-82: whoever asked hears what came of it. */
const approvalDecided = defineNotice({
  name: 'incidents.approvalDecided',
  on: incidentEvent,
  subject: incident,
  subjectId: (record) => record.incidentId,
  draft({ record, subject, find }): NoticeDraft | undefined {
    const key = SAYS[record.labelKey];
    if (key === undefined) return undefined;
    const asked = find(incidentApproval, { incidentId: subject.id }).find(
      ({ id }) => id === record.labelParams['approvalId'],
    );
    if (asked === undefined || asked.askedById === record.byId) return undefined;
    return {
      occurrence: record.id,
      at: record.at,
      severity: 'low',
      title: titleOf(subject),
      body: {
        key,
        params: {
          by: record.byName,
          stage: asked.move,
          text: (record.text ?? '').slice(0, 160).toWellFormed(),
        },
      },
      route: `/incidents/${subject.id}`,
      dedupeKey: `approvalDecided:${record.id}`,
      groupKey: `approvalDecided:${asked.id}`,
      audience: {
        profiles: [],
        personIds: [asked.askedById],
        andOffices: true,
        orAdministrators: false,
      },
    };
  },
  isOver: () => false,
});

export const approvalNotices = [approvalAsked, approvalDecided];
