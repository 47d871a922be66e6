import { quietNews } from './quiet-news.ts';
import { defineNotice, type NoticeDraft } from '../../../kernel/define-notice.ts';
import { newsSaid } from '../rules/news.ts';
import { incident, incidentEvent } from '../schema.ts';

/** INC-25: the reporter hears who has it, how it goes on and that it is over, quietly, but not of what they did. */
export const reporterHears = defineNotice({
  name: 'incidents.reporter',
  on: incidentEvent,
  subject: incident,
  subjectId: (record) => record.incidentId,
  draft({ record, subject }): NoticeDraft | undefined {
    const body = newsSaid(record);
    const { reportedById, isAnonymous = false } = subject;
    if (body === undefined || isAnonymous || record.byId === reportedById) return undefined;
    return {
      ...quietNews({ record, subject }, 'reporter'),
      body,
      audience: { profiles: [], personIds: [reportedById], andOffices: true, orAdministrators: false },
    };
  },
  isOver: () => false,
});
