import { quietNews } from './quiet-news.ts';
import { defineNotice, type NoticeDraft } from '../../../kernel/define-notice.ts';
import { endSaid } from '../rules/news.ts';
import { incident, incidentEvent } from '../schema.ts';
import { incidentEscalation } from '../schema/escalation.ts';
import { isOpen } from '../states.ts';

/** INC-24: whoever was called hears that it is over, quietly, unless they ended it, or hear of it as its reporter. */
export const calledHearOfEnd = defineNotice({
  name: 'incidents.over',
  on: incidentEvent,
  subject: incident,
  subjectId: (record) => record.incidentId,
  draft({ record, subject, find }): NoticeDraft | undefined {
    const body = endSaid(record);
    if (body === undefined) return undefined;
    const calls = find(incidentEscalation, { incidentId: subject.id });
    if (calls.length === 0) return undefined;
    const called = new Set(calls.flatMap(({ calledIds }) => calledIds));
    // The steps of the ladder called who has it, too.
    if (subject.assigneeId !== null) called.add(subject.assigneeId);
    return {
      ...quietNews({ record, subject }, 'over'),
      body,
      audience: {
        profiles: [],
        personIds: [...called],
        exceptIds: [record.byId, subject.reportedById],
        andOffices: true,
        orAdministrators: calls.some(
          ({ calledBy, skippedLevels }) => calledBy === 'nobody' || skippedLevels.length > 0,
        ),
      },
    };
  },
  // It was opened again.
  isOver: (subject) => isOpen(subject.stage),
});
