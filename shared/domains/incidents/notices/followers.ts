import { defineNotice, type NoticeDraft } from '../../../kernel/define-notice.ts';
import type { Label } from '../../../kernel/words.ts';
import { UPDATE_DUE } from '../events.ts';
import { commentKindOf } from '../rules/comment-kinds.ts';
import { endSaid } from '../rules/news.ts';
import { policyFor, stakeholdersIn } from '../rules/policy.ts';
import { isUpdateMissed } from '../rules/updates.ts';
import { incident, type Incident, type IncidentEvent, incidentEvent } from '../schema.ts';
import { incidentEscalation, type IncidentEscalation } from '../schema/escalation.ts';
import { incidentFollower } from '../schema/follower.ts';
import { quietNews } from './quiet-news.ts';
import { titleOf } from './title.ts';

/**
 * INC-64: who follows it, and the jobs that its policy names, hear quietly how it stands and that it is over, unless
 * they said so themselves, or hear of the end because they were called or reported it (INC-24, INC-25).
 */
const followersHear = defineNotice({
  name: 'incidents.update',
  on: incidentEvent,
  subject: incident,
  subjectId: (record) => record.incidentId,
  draft({ record, subject, site, find }): NoticeDraft | undefined {
    const end = endSaid(record);
    const body = end ?? updateSaid(record);
    if (body === undefined) return undefined;
    const followers = find(incidentFollower, { incidentId: subject.id });
    const profiles = site === undefined ? [] : stakeholdersIn(policyFor({ find }, site, subject.type));
    if (followers.length === 0 && profiles.length === 0) return undefined;
    const calls = end === undefined ? [] : find(incidentEscalation, { incidentId: subject.id });
    return {
      ...quietNews({ record, subject }, 'update'),
      body,
      audience: {
        profiles,
        personIds: followers.map(({ personId }) => personId),
        exceptIds: [record.byId, ...(end === undefined ? [] : hearOfEndAnyway(subject, calls))],
        andOffices: true,
        orAdministrators: false,
      },
    };
  },
  // How it stood, and that it ended, is news to whoever has not read it.
  isOver: () => false,
});

function updateSaid(record: IncidentEvent): Label | undefined {
  if (commentKindOf(record) !== 'update') return undefined;
  const text = (record.text ?? '').slice(0, 160).toWellFormed();
  const { next = '' } = record.labelParams;
  const params = { by: record.byName, text };
  return next === ''
    ? { key: 'incidents.notify.update', params }
    : { key: 'incidents.notify.updateUntil', params: { ...params, next } };
}

function hearOfEndAnyway(
  { reportedById, assigneeId }: Incident,
  calls: readonly IncidentEscalation[],
): readonly string[] {
  if (calls.length === 0) return [reportedById];
  const called = calls.flatMap(({ calledIds }) => calledIds);
  return [reportedById, ...called, ...(assigneeId === null ? [] : [assigneeId])];
}

/** INC-65: who promised the next update, and who has the incident, hear that it is due. */
const updateDue = defineNotice({
  name: 'incidents.updateDue',
  on: incidentEvent,
  subject: incident,
  subjectId: (record) => record.incidentId,
  draft({ record, subject, find }): NoticeDraft | undefined {
    if (record.labelKey !== UPDATE_DUE) return undefined;
    const updates = find(incidentEvent, { incidentId: subject.id, commentKind: 'update' }).filter(
      ({ at }) => at <= record.at,
    );
    const last = updates.toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1);
    const owing = [last?.byId, subject.assigneeId, subject.acknowledgedById];
    return {
      occurrence: record.id,
      at: record.at,
      severity: subject.severity === 'critical' ? 'high' : subject.severity,
      title: titleOf(subject),
      body: {
        key: 'incidents.notify.updateDue',
        params: { next: String(record.labelParams['next'] ?? '') },
      },
      route: `/incidents/${subject.id}`,
      dedupeKey: `updateDue:${record.id}`,
      groupKey: `updateDue:${subject.id}`,
      audience: {
        profiles: [],
        personIds: [...new Set(owing.filter((id) => typeof id === 'string'))],
        andOffices: true,
        orAdministrators: false,
      },
    };
  },
  isOver: (subject) => !isUpdateMissed(subject),
});

export const followerNotices = [followersHear, updateDue];
