import type { QueryContext } from '../../../kernel/define-query.ts';
import type { Row } from '../../../reports/sections.ts';
import { callsOf, type PersonCalled } from '../queries/calls.ts';
import type { IncidentEscalation } from '../schema/escalation.ts';
import { said } from './said.ts';
import { type Section, tableOf } from './sections.ts';

type Message = PersonCalled['messages'][number];

/** Of each step: who was told over which channel, when it was sent, delivered or failed, and why. */
export function messagesOf(
  context: QueryContext,
  incidentId: string,
  steps: readonly IncidentEscalation[],
): Section[] {
  const calls = callsOf(context, incidentId, steps);
  return tableOf(
    said('incidents.paper.messages'),
    [
      { title: said('incidents.paper.column.when'), type: 'instant', weight: 1.2 },
      { title: said('incidents.paper.column.level'), type: 'number', weight: 0.6 },
      { title: said('incidents.paper.column.who'), type: 'text', weight: 1.6 },
      { title: said('incidents.paper.messages.channel'), type: 'text', weight: 1 },
      { title: said('incidents.paper.messages.sent'), type: 'instant', weight: 1.2 },
      { title: said('incidents.paper.messages.delivered'), type: 'instant', weight: 1.2 },
      { title: said('incidents.paper.messages.failed'), type: 'instant', weight: 1.2 },
      { title: said('incidents.paper.messages.note'), type: 'text', weight: 2 },
    ],
    steps.flatMap((step) => (calls.get(step.id) ?? []).flatMap((person) => rowsOf(step, person))),
  );
}

function rowsOf({ at, level }: IncidentEscalation, person: PersonCalled): Row[] {
  const name = person.name ?? said('incidents.paper.messages.somebody');
  const head = [at, level, person.isCalled ? name : said('incidents.paper.messages.beside', { name })];
  const noted = (note: string): Row => [...head, null, null, null, null, note];
  return [
    ...(person.how === 'told' ? [] : [noted(said(`incidents.paper.messages.${person.how}`))]),
    ...person.messages.map(
      (message): Row => [
        ...head,
        said(`incidents.paper.messages.channel.${message.channel}`),
        message.sentAt,
        message.deliveredAt,
        message.failedAt,
        noteOf(message),
      ],
    ),
    ...(person.isInSummary ? [noted(said('incidents.paper.messages.inSummary'))] : []),
    ...(person.hasNoWay ? [noted(said('incidents.paper.messages.noWay'))] : []),
  ];
}

function noteOf({ state, problem }: Message): string | null {
  const stand =
    state === 'queued' || state === 'suppressed' ? said(`incidents.paper.messages.${state}`) : null;
  return [stand, problem].filter((text) => text !== null).join(': ') || null;
}
