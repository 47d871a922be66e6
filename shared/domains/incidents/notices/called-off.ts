import { defineNotice, type NoticeDraft } from '../../../kernel/define-notice.ts';
import { CALLED_OFF } from '../events.ts';
import { incident, incidentEvent } from '../schema.ts';
import { incidentEscalation } from '../schema/escalation.ts';
import { isOpen } from '../states.ts';
import { titleOf } from './title.ts';

const KEYS: readonly string[] = Object.values(CALLED_OFF);

/** INC-58: whoever a step called hears that it was started by mistake. That is news, but no alarm. */
export const calledOff = defineNotice({
  name: 'incidents.calledOff',
  on: incidentEvent,
  subject: incident,
  subjectId: (record) => record.incidentId,
  draft({ record, subject, find }): NoticeDraft | undefined {
    if (!KEYS.includes(record.labelKey)) return undefined;
    const stepId = String(record.labelParams['step'] ?? '');
    const step = find(incidentEscalation, { incidentId: subject.id }).find(({ id }) => id === stepId);
    if (step === undefined || step.calledIds.length === 0) return undefined;
    return {
      occurrence: record.id,
      at: record.at,
      severity: subject.severity === 'critical' ? 'high' : subject.severity,
      title: titleOf(subject),
      body: {
        key: 'incidents.notify.calledOff',
        params: {
          by: record.byName,
          level: step.level,
          text: (record.text ?? '').slice(0, 160).toWellFormed(),
        },
      },
      route: `/incidents/${subject.id}`,
      dedupeKey: `calledOff:${stepId}`,
      groupKey: `calledOff:${stepId}`,
      audience: {
        profiles: [],
        personIds: step.calledIds,
        exceptIds: [record.byId],
        andOffices: true,
        orAdministrators: false,
      },
    };
  },
  isOver: (subject) => !isOpen(subject.stage),
});
