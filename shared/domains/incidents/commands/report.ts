import { z } from 'zod';
import type { Actor } from '../../../access/can.ts';
import { isText } from '../../../access/reach.ts';
import { defineCommand } from '../../../kernel/define-command.ts';
import { line, lineOrNothing, prose, Severity, severityRank } from '../../../kernel/fields.ts';
import { attachment } from '../../files/schema.ts';
import { attach, AttachedFile } from '../attach.ts';
import { record } from '../events.ts';
import { acknowledgeDueAt, deadlinesOf, formatNumber, levelAtReport, numberSeries } from '../rules.ts';
import { Category, type Incident, incident, incidentEvent, IncidentType } from '../schema.ts';
import { REPORTS } from './allows.ts';

export const ATTACHMENTS_AT_REPORT_MAX = 10;

/** Reports an incident at the console's own site. Three fields are enough; the rest has defaults. */
export const report = defineCommand({
  name: 'incidents.report',
  feature: 'incidents.report',
  input: z.object({
    title: line(160),
    severity: Severity,
    type: IncidentType.default('other'),
    category: Category.default('safety'),
    place: lineOrNothing(160).default(''),
    description: prose(20_000).default(''),
    attachments: z.array(AttachedFile).max(ATTACHMENTS_AT_REPORT_MAX).default([]),
  }),
  writes: [incident, incidentEvent, attachment],
  allows: REPORTS,
  label: (input) => ({ key: 'incidents.report.label', params: { title: input.title } }),
  target: ({ site, actor }) => ({ siteId: site.id, ownerId: actor.id }),
  run(context, input) {
    const { tx, now, newId, actor, site, station } = context;
    const series = numberSeries(site.code, station, now, site.timeZone);
    const runningNumber = tx.nextNumber(series);
    const level = levelAtReport(input.severity);
    if (input.severity === 'critical') context.urgent();
    const created = tx.insert(incident, {
      id: newId(),
      siteId: site.id,
      number: formatNumber(series, runningNumber),
      runningNumber,
      title: input.title,
      description: input.description,
      type: input.type,
      category: input.category,
      severity: input.severity,
      severityRank: severityRank(input.severity),
      place: input.place,
      reportedAt: now,
      reportedById: actor.id,
      reportedByName: actor.type === 'person' ? actor.name : '',
      stage: level > 0 ? 'escalated' : 'reported',
      stageEnteredAt: now,
      progressedAt: now,
      assigneeId: null,
      assigneeName: null,
      escalationLevel: level,
      acknowledgeDueAt: acknowledgeDueAt(input.severity, now, site.timeZone),
      acknowledgedAt: null,
      acknowledgedById: null,
      acknowledgedByName: null,
      clockStartedAt: now,
      ...deadlinesOf(input.severity, now),
      overdueAt: null,
      resolvedAt: null,
      resolution: null,
      closedAt: null,
      rootCause: null,
      correctiveAction: null,
      ...groupsOf(actor),
    });
    record(context, created, {
      type: 'reported',
      labelKey: 'incidents.event.reported',
      labelParams: { number: created.number, severity: created.severity },
    });
    if (level > 0) {
      record(context, created, {
        type: 'escalated',
        labelKey: 'incidents.event.escalatedAtOnce',
        labelParams: { level },
      });
    }
    for (const file of input.attachments) attach(context, created, file);
    return { id: created.id, number: created.number };
  },
});

/** Those beside the reporter whose it is from the start. What there is none of is left out, as in older records. */
function groupsOf(actor: Actor): Pick<Incident, 'teamId' | 'providerId' | 'organisationId'> {
  if (actor.type === 'system') return {};
  const { teamId, providerId, organisationId } = actor;
  return {
    ...(isText(teamId) ? { teamId } : {}),
    ...(isText(providerId) ? { providerId } : {}),
    ...(isText(organisationId) ? { organisationId } : {}),
  };
}
