import type { QueryContext } from '../../../kernel/define-query.ts';
import { msOf } from '../../../kernel/clock.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { linksOf as linksOfRecord } from '../../work/queries.ts';
import { complianceOf } from '../queries/compliance.ts';
import type { detail } from '../queries/detail.ts';
import { partsOf } from '../queries/seen-incident.ts';
import { ESCALATION_TYPE_OF } from '../rules/escalation-types.ts';
import { stageStays, stayMs } from '../rules/stage-times.ts';
import type { Incident } from '../schema.ts';
import { ACTION_KINDS, type ActionKind, incidentAction } from '../schema/action.ts';
import {
  type IncidentEscalation,
  incidentAcknowledgement,
  incidentEscalation,
} from '../schema/escalation.ts';
import { messagesOf } from './one-messages.ts';
import { dutySection } from './regulator-sections.ts';
import { said, valueText } from './said.ts';
import { type Section, tableOf } from './sections.ts';

type Found = ReturnType<typeof detail.run>;
type Figure = Extract<Section, { type: 'figures' }>['items'][number];

/** How long each part of it took. */
export function analyticsOf({ db }: QueryContext, { incident }: Found): Section[] {
  const {
    id,
    reportedAt,
    clockStartedAt,
    dueAt,
    resolvedAt,
    acknowledgedAt,
    overdueAt,
    pausedMs = 0,
  } = incident;
  const actions = partsOf(db, incidentAction, id);
  const took = (until: string | null, from: string) => (until === null ? null : msOf(until) - msOf(from));
  const duration = (label: string, value: number | null): Figure => ({ label, type: 'duration', value });
  const count = (label: string, value: number | null): Figure => ({ label, type: 'number', value });
  const resolvedMs = took(resolvedAt, clockStartedAt);
  const allowedMs = msOf(dueAt) - msOf(clockStartedAt);
  return [
    {
      type: 'figures',
      title: said('incidents.paper.analytics'),
      look: 'list',
      items: [
        duration(said('incidents.paper.analytics.acknowledged'), took(acknowledgedAt, reportedAt)),
        duration(said('incidents.paper.analytics.resolved'), took(resolvedAt, reportedAt)),
        count(
          said('incidents.paper.analytics.used'),
          resolvedMs === null || allowedMs <= 0 ? null : Math.round((100 * resolvedMs) / allowedMs),
        ),
        { label: said('incidents.paper.analytics.overdue'), type: 'yes-no', value: overdueAt !== null },
        ...(pausedMs === 0 ? [] : [duration(said('incidents.paper.analytics.paused'), pausedMs)]),
        count(said('incidents.paper.analytics.steps'), partsOf(db, incidentEscalation, id).length),
        count(said('incidents.paper.analytics.actions'), actions.length),
        count(
          said('incidents.paper.analytics.actionsOpen'),
          actions.filter(({ state }) => state === 'open').length,
        ),
      ],
    },
  ];
}

/** The stages it went through, and how long it was in each (INC-59). */
export function stagesOf({ now }: QueryContext, { incident, timeline, timelineCut }: Found): Section[] {
  return tableOf(
    said('incidents.paper.stages'),
    [
      { title: said('incidents.paper.stages.stage'), type: 'text', weight: 2 },
      { title: said('incidents.paper.stages.from'), type: 'instant', weight: 1.4 },
      { title: said('incidents.paper.stages.until'), type: 'instant', weight: 1.4 },
      { title: said('incidents.paper.stages.took'), type: 'duration', weight: 1 },
    ],
    stageStays(incident, timeline, timelineCut).map((stay) => [
      valueText('stage', stay.stage),
      stay.from,
      stay.until,
      stay.stage === 'closed' ? null : stayMs(stay, now),
    ]),
  );
}

/** What is to be done, who does it by when, and who said that it is done, verified or given up. */
export function actionsOf(
  { db }: QueryContext,
  { id }: Incident,
  kinds: readonly ActionKind[] = ACTION_KINDS,
): Section[] {
  const shown = partsOf(db, incidentAction, id).filter(({ actionKind }) => kinds.includes(actionKind));
  return tableOf(
    said('incidents.paper.actions'),
    [
      { title: said('incidents.paper.action'), type: 'text', weight: 3 },
      { title: said('incidents.paper.action.kind'), type: 'text', weight: 1.1 },
      { title: said('incidents.paper.action.owner'), type: 'text', weight: 1.3 },
      { title: said('incidents.paper.action.due'), type: 'instant', weight: 1.2 },
      { title: said('incidents.paper.action.state'), type: 'text', weight: 0.9 },
      { title: said('incidents.paper.action.since'), type: 'instant', weight: 1.2 },
      { title: said('incidents.paper.action.by'), type: 'text', weight: 1.3 },
      { title: said('incidents.paper.action.outcome'), type: 'text', weight: 2 },
    ],
    shown.map((action) => [
      action.text,
      said(`incidents.paper.actionKind.${action.actionKind}`),
      action.ownerName,
      action.dueAt,
      said(`incidents.paper.actionState.${action.state}`),
      action.stateAt,
      action.stateByName,
      action.outcome,
    ]),
  );
}

/** Who was called when and why, how they were told, and who said that they have it. */
export function ladderOf(context: QueryContext, { id }: Incident): Section[] {
  const { db } = context;
  const steps = partsOf(db, incidentEscalation, id);
  const when = { title: said('incidents.paper.column.when'), type: 'instant', weight: 1.2 } as const;
  const level = { title: said('incidents.paper.column.level'), type: 'number', weight: 0.6 } as const;
  return [
    ...tableOf(
      said('incidents.paper.ladder'),
      [
        when,
        level,
        { title: said('incidents.paper.ladder.trigger'), type: 'text', weight: 1.6 },
        { title: said('incidents.paper.ladder.type'), type: 'text', weight: 1 },
        { title: said('incidents.paper.column.text'), type: 'text', weight: 2 },
        { title: said('incidents.paper.ladder.called'), type: 'text', weight: 2.4 },
        { title: said('incidents.paper.ladder.acknowledgeDue'), type: 'instant', weight: 1.2 },
        { title: said('incidents.paper.ladder.ended'), type: 'instant', weight: 1.2 },
      ],
      steps.map((step) => [
        step.at,
        step.level,
        said(`incidents.paper.ladder.trigger.${step.trigger}`),
        ESCALATION_TYPE_OF[step.trigger],
        [step.reason, calledOffText(step)].filter(Boolean).join(' – '),
        step.calledNames.join(', '),
        step.acknowledgeDueAt,
        step.endedAt,
      ]),
    ),
    ...messagesOf(context, id, steps),
    ...tableOf(
      said('incidents.paper.acknowledgements'),
      [
        when,
        level,
        { title: said('incidents.paper.column.who'), type: 'text', weight: 1.4 },
        { title: said('incidents.paper.column.where'), type: 'text', weight: 1.2 },
        { title: said('incidents.paper.column.text'), type: 'text', weight: 2.4 },
        { title: said('incidents.paper.acknowledgements.stood'), type: 'instant', weight: 1.2 },
        { title: said('incidents.paper.acknowledgements.counted'), type: 'instant', weight: 1.2 },
      ],
      partsOf(db, incidentAcknowledgement, id).map((made) => [
        made.at,
        made.level,
        made.byName,
        made.consoleSiteName,
        made.response,
        made.expiresAt,
        made.countedAt,
      ]),
    ),
  ];
}

function calledOffText({ calledOffAt, calledOffByName, calledOffBecause }: IncidentEscalation): string {
  if (!calledOffAt) return '';
  const params = { by: calledOffByName ?? '', because: calledOffBecause ?? '' };
  return said('incidents.paper.ladder.calledOff', params);
}

export function dutiesOf({ db }: QueryContext, incident: Incident): Section[] {
  const known = complianceOf(db, incident);
  return known.entries.some(({ withdrawnAt }) => withdrawnAt === null) ? [dutySection(known)] : [];
}

export function linksOf(context: QueryContext, { id }: Incident): Section[] {
  const links = linksOfRecord.run(context, { id: RecordId.parse(id) });
  return tableOf(
    said('incidents.paper.links'),
    [
      { title: said('incidents.paper.links.what'), type: 'text', weight: 3 },
      { title: said('incidents.paper.links.note'), type: 'text', weight: 3 },
    ],
    links.map(({ label, note }) => [label, note]),
  );
}
