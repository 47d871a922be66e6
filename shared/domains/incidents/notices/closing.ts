import { DUTY } from '../../../access/duty.ts';
import { defineNotice, type NoticeDraft } from '../../../kernel/define-notice.ts';
import { CLOSING_DUE } from '../events.ts';
import { incident, incidentEvent } from '../schema.ts';
import { titleOf } from './title.ts';

/** INC-49: whoever handles it hears that it is to be closed; where nobody does, the first step of the ladder. */
export const closingDue = defineNotice({
  name: 'incidents.closingDue',
  on: incidentEvent,
  subject: incident,
  subjectId: (record) => record.incidentId,
  draft({ record, subject, site }): NoticeDraft | undefined {
    if (record.labelKey !== CLOSING_DUE) return undefined;
    const { assigneeId } = subject;
    return {
      occurrence: record.id,
      at: record.at,
      severity: 'low',
      title: titleOf(subject),
      body: { key: 'incidents.notify.closingDue', params: { day: record.labelParams['day'] ?? '' } },
      route: `/incidents/${subject.id}`,
      dedupeKey: `closing:${subject.id}`,
      groupKey: `closing:${subject.id}`,
      audience: {
        profiles: assigneeId !== null || site === undefined ? [] : DUTY[site.kind][0],
        personIds: assigneeId === null ? [] : [assigneeId],
        andOffices: true,
        orAdministrators: assigneeId === null,
      },
    };
  },
  isOver: ({ stage, mergedIntoId = null }) => stage === 'closed' || mergedIntoId !== null,
});
