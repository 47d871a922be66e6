import { titleOf } from './title.ts';
import { DUTY } from '../../../access/duty.ts';
import { defineNotice, type NoticeDraft } from '../../../kernel/define-notice.ts';
import { incident, incidentEvent } from '../schema.ts';
import { isOpen } from '../states.ts';

/** An incident comes to be at risk: whoever has it is told, and where nobody has, the first step of the ladder. */
export const atRisk = defineNotice({
  name: 'incidents.atRisk',
  on: incidentEvent,
  subject: incident,
  subjectId: (record) => record.incidentId,
  draft({ record, subject, site }): NoticeDraft | undefined {
    if (record.type !== 'at_risk') return undefined;
    const personIds = [...new Set([subject.assigneeId, subject.acknowledgedById])].filter(
      (id) => id !== null,
    );
    return {
      occurrence: record.id,
      at: record.at,
      severity: subject.severity,
      title: titleOf(subject),
      body: { key: 'incidents.notify.atRisk', params: { place: subject.place } },
      route: `/incidents/${subject.id}`,
      dedupeKey: `at-risk:${subject.id}`,
      groupKey: `at-risk:${subject.id}`,
      audience: {
        profiles: personIds.length > 0 || site === undefined ? [] : DUTY[site.kind][0],
        personIds,
        andOffices: true,
        orAdministrators: personIds.length === 0,
      },
    };
  },
  isOver: (subject) => !isOpen(subject.stage),
});
