import { DUTY } from '../../access/duty.ts';
import { defineNotice, type NoticeDraft } from '../../kernel/define-notice.ts';
import { ASSIGNED } from './events.ts';
import { type Incident, incident, type IncidentEvent, incidentEvent } from './schema.ts';
import { isOpen } from './states.ts';

const about = ({ record, subject }: { record: IncidentEvent; subject: Incident }) => ({
  occurrence: record.id,
  at: record.at,
  severity: subject.severity,
  title: { key: 'incidents.notify.title', params: { number: subject.number, title: subject.title } },
  route: `/incidents/${subject.id}`,
});

/** A step of the ladder calls the people of that step, until somebody acknowledges. */
const escalated = defineNotice({
  name: 'incidents.escalated',
  on: incidentEvent,
  subject: incident,
  subjectId: (record) => record.incidentId,
  draft({ record, subject, site }): NoticeDraft | undefined {
    const isCall = record.type === 'escalated' || record.type === 'ladder_restarted';
    if (!isCall || site === undefined || subject.escalationLevel === 0) return undefined;
    const given = Number(record.labelParams['level'] ?? subject.escalationLevel);
    const level = Number.isInteger(given) && given >= 1 && given <= 3 ? given : subject.escalationLevel;
    return {
      ...about({ record, subject }),
      body: { key: 'incidents.notify.escalated', params: { level, place: subject.place } },
      dedupeKey: `incident:${subject.id}:level:${level}`,
      groupKey: `incident:${subject.id}`,
      audience: {
        profiles: DUTY[site.kind][level - 1] ?? [],
        personIds: subject.assigneeId === null ? [] : [subject.assigneeId],
        andOffices: level === 3,
        orAdministrators: level < 3,
      },
    };
  },
  isOver: (subject) => !isOpen(subject.stage) || subject.acknowledgedAt !== null,
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

export const incidentNotices = [escalated, assigned, mentioned];
