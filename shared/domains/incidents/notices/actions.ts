import { DUTY } from '../../../access/duty.ts';
import { defineNotice, type NoticeDraft } from '../../../kernel/define-notice.ts';
import type { Label } from '../../../kernel/words.ts';
import { ACTION_GIVEN, OF_A_DRILL } from '../events.ts';
import { callsHandlers } from '../rules/reminders.ts';
import { type IncidentEvent, incidentEvent } from '../schema.ts';
import { type IncidentAction, incidentAction } from '../schema/action.ts';

type About = { readonly record: IncidentEvent; readonly subject: IncidentAction };

/** The action that an event of the timeline tells of. */
const actionIdOf = (record: IncidentEvent) => String(record.labelParams['actionId'] ?? '');
const isOver = ({ state }: IncidentAction) => state !== 'open';

/** Somebody was asked to do something. */
const given = defineNotice({
  name: 'incidents.actionGiven',
  on: incidentEvent,
  subject: incidentAction,
  subjectId: actionIdOf,
  draft({ record, subject }): NoticeDraft | undefined {
    const { ownerId } = subject;
    if (record.labelKey !== ACTION_GIVEN || ownerId === null || ownerId === record.byId) return undefined;
    return {
      ...about({ record, subject }, { key: 'incidents.notify.actionGiven', params: { by: record.byName } }),
      severity: 'low',
      audience: { profiles: [], personIds: [ownerId], andOffices: true, orAdministrators: false },
    };
  },
  isOver,
});

/** INC-31: its owner is reminded; in the end, those too who handle incidents at the site. */
const reminded = defineNotice({
  name: 'incidents.actionDue',
  on: incidentEvent,
  subject: incidentAction,
  subjectId: actionIdOf,
  draft({ record, subject, site }): NoticeDraft | undefined {
    if (record.type !== 'reminded' || site === undefined) return undefined;
    const reminders = Number(record.labelParams['reminders'] ?? 0);
    const handlersToo = callsHandlers({ ownerId: subject.ownerId, reminders });
    const key = record.labelKey.replace('incidents.event.', 'incidents.notify.');
    return {
      ...about({ record, subject }, { key }),
      severity: subject.actionKind === 'preventive' ? 'low' : 'medium',
      audience: {
        profiles: handlersToo ? DUTY[site.kind][0] : [],
        personIds: subject.ownerId === null ? [] : [subject.ownerId],
        andOffices: subject.ownerId !== null,
        orAdministrators: handlersToo,
      },
    };
  },
  isOver,
});

function about({ record, subject }: About, body: Label): Omit<NoticeDraft, 'severity' | 'audience'> {
  return {
    occurrence: record.id,
    at: record.at,
    title: actionTitleOf({ record, subject }),
    body,
    route: `/incidents/${record.incidentId}?tab=actions`,
    dedupeKey: `action:${subject.id}:${record.labelKey}`,
    groupKey: `action:${subject.id}`,
  };
}

/** INC-56: the word stands in front here as it does in front of the drill itself. */
function actionTitleOf({ record, subject }: About): Label {
  const isOfDrill = record.labelParams[OF_A_DRILL] === 1;
  const action = subject.text.slice(0, 160).toWellFormed();
  return { key: isOfDrill ? 'incidents.notify.drillAction' : 'incidents.notify.action', params: { action } };
}

export const actionNotices = [given, reminded];
