import { titleOf } from './title.ts';
import { knownProfile } from '../../../access/roles.ts';
import { msOf } from '../../../kernel/clock.ts';
import { defineNotice, type NoticeDraft } from '../../../kernel/define-notice.ts';
import { ESCALATION_LEVEL_MAX, incident, type Incident, incidentEvent } from '../schema.ts';
import { incidentEscalation } from '../schema/escalation.ts';
import { isCalledOff } from '../rules/calling-off.ts';
import { isOpen } from '../states.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import type { Label } from '../../../kernel/words.ts';
import { HOUR_MS } from '../../../kernel/durations.ts';

/** Nobody needs to be called: it is over, or somebody has it, wherever they said so. */
function isTaken(subject: Incident): boolean {
  return (
    !isOpen(subject.stage) ||
    subject.acknowledgedAt !== null ||
    (subject.acknowledgedElsewhereAt ?? null) !== null
  );
}

/**
 * A step of the ladder calls the people who were found for it, until somebody acknowledges. Where no rota names
 * them, every console looks for the step's jobs among its own people; where a level had nobody, the administrators
 * of the site stand in (INC-13).
 */
export const escalated = defineNotice({
  name: 'incidents.escalated',
  on: incidentEscalation,
  subject: incident,
  subjectId: (record) => record.incidentId,
  draft({ record, subject, find }): NoticeDraft {
    const { level, trigger, again, calledBy, calledIds, profiles, skippedLevels } = record;
    const hadNobody = calledBy === 'nobody' || skippedLevels.length > 0;
    return {
      occurrence: record.id,
      at: record.at,
      severity: subject.severity,
      title: titleOf(subject),
      body:
        again === undefined
          ? { key: 'incidents.notify.escalated', params: { level, place: subject.place } }
          : { key: 'incidents.notify.calledAgain', params: { level, again, place: subject.place } },
      route: `/incidents/${subject.id}`,
      // Each call is news, however soon it follows the one before.
      dedupeKey: `incident:${subject.id}:level:${level}:${again ?? trigger}`,
      groupKey: `incident:${subject.id}`,
      audience: {
        profiles: calledBy === 'rota' ? [] : profiles.map(knownProfile),
        personIds: [...calledIds, ...(subject.assigneeId === null ? [] : [subject.assigneeId])],
        andOffices: level === ESCALATION_LEVEL_MAX,
        orAdministrators: hadNobody || (calledBy === 'jobs' && level < ESCALATION_LEVEL_MAX),
      },
      wayBack: wayBackTo(subject, find),
    };
  },
  isOver: isTaken,
  isTakenBack: isCalledOff,
});

/** INC-86: the running number is enough at its site, where no other open incident has it. */
function wayBackTo({ siteId, number, runningNumber }: Incident, find: ReadTx['find']) {
  const said = (shown: string | number): Label => ({
    key: 'incidents.notify.wayBack',
    params: { number: shown },
  });
  const alike = find(incident, { siteId, runningNumber }).filter(({ stage }) => isOpen(stage));
  return { here: said(alike.length > 1 ? number : runningNumber), elsewhere: said(number) };
}

/** Who acknowledged is reminded before it stands no longer (INC-15). */
export const acknowledgementReminder = defineNotice({
  name: 'incidents.acknowledgementReminder',
  on: incidentEvent,
  subject: incident,
  subjectId: (record) => record.incidentId,
  draft({ record, subject }): NoticeDraft | undefined {
    const { personId, until } = record.labelParams;
    if (record.type !== 'reminded' || typeof personId !== 'string' || typeof until !== 'string')
      return undefined;
    const hours = Math.max(1, Math.round((msOf(until) - msOf(record.at)) / HOUR_MS));
    return {
      occurrence: record.id,
      at: record.at,
      severity: subject.severity,
      title: titleOf(subject),
      body: { key: 'incidents.notify.acknowledgementReminder', params: { hours } },
      route: `/incidents/${subject.id}`,
      dedupeKey: `reminded:${record.id}`,
      groupKey: `reminded:${subject.id}`,
      audience: { profiles: [], personIds: [personId], andOffices: true, orAdministrators: false },
    };
  },
  isOver: (subject) => !isOpen(subject.stage) || subject.acknowledgedAt === null,
});
