import { titleOf } from './title.ts';
import { defineNotice, type NoticeDraft } from '../../../kernel/define-notice.ts';
import { policyFor, toldAtReport } from '../rules/policy.ts';
import { incident, incidentEvent } from '../schema.ts';
import { incidentEscalation } from '../schema/escalation.ts';
import { isOpen } from '../states.ts';

/**
 * INC-23: the jobs that the policy names are told of every report, in its severity, except the reporter and those
 * whom the ladder calls at the same moment. Jobs that somebody has chosen are told at offices too, which answer for
 * every site; those of the first step are told where it happened, or its administrators in their place.
 */
export const reported = defineNotice({
  name: 'incidents.reported',
  on: incidentEvent,
  subject: incident,
  subjectId: (record) => record.incidentId,
  draft({ record, subject, site, find }): NoticeDraft | undefined {
    if (record.type !== 'reported' || site === undefined) return undefined;
    const policy = policyFor({ find }, site, subject.type);
    const calls = find(incidentEscalation, { incidentId: subject.id, at: record.at });
    const isChosen = (policy.toldAtReport ?? null) !== null;
    const called = calls.flatMap(({ calledBy, profiles }) => (calledBy === 'rota' ? [] : profiles));
    const told = toldAtReport(policy);
    const profiles = isChosen ? told : told.filter((profile) => !called.includes(profile));
    if (profiles.length === 0) return undefined;
    return {
      occurrence: record.id,
      at: record.at,
      severity: subject.severity,
      title: titleOf(subject),
      body: {
        key: 'incidents.notify.reported',
        params: { severity: subject.severity, place: subject.place },
      },
      route: `/incidents/${subject.id}`,
      dedupeKey: `reported:${subject.id}`,
      groupKey: `reported:${subject.id}`,
      audience: {
        profiles,
        personIds: [],
        exceptIds: [record.byId, ...calls.flatMap(({ calledIds }) => calledIds)],
        andOffices: isChosen,
        orAdministrators: !isChosen && calls.length === 0,
      },
    };
  },
  isOver: (subject) => !isOpen(subject.stage),
});
