import { z } from 'zod';
import type { Actor } from '../../../access/can.ts';
import { isText } from '../../../access/reach.ts';
import { type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { Instant, line, lineOrNothing, prose, Severity, severityRank } from '../../../kernel/fields.ts';
import type { RecordId } from '../../../kernel/ids.ts';
import { attachment } from '../../files/schema.ts';
import { attach, AttachedFile } from '../attach.ts';
import { incidentError } from '../errors.ts';
import { record } from '../events.ts';
import { formatNumber, levelAtReport, numberSeries } from '../rules.ts';
import { acknowledgeDueAt, deadlinesOf } from '../rules/clock.ts';
import { closeDueAtFor } from '../rules/close-target.ts';
import { REQUIRED_WHEN_CRITICAL } from '../rules/required-actions.ts';
import { assertFewPictures, checkUnnamed } from '../rules/unnamed.ts';
import {
  CASUALTIES_MAX,
  Category,
  IMPACTS,
  type Incident,
  incident,
  incidentEvent,
  IncidentType,
} from '../schema.ts';
import { incidentAction } from '../schema/action.ts';
import { complianceEntry } from '../schema/compliance.ts';
import { incidentAcknowledgement, incidentEscalation } from '../schema/escalation.ts';
import { REPORTS } from './allows.ts';
import { askAssessment } from './ask-assessment.ts';
import { raise, requireActions } from './escalations.ts';
import { placeOf, termsOf } from './shared.ts';

export const ATTACHMENTS_AT_REPORT_MAX = 10;

export const ReportInput = z.object({
  title: line(160),
  severity: Severity,
  type: IncidentType.default('other'),
  category: Category.default('safety'),
  place: lineOrNothing(160).default(''),
  description: prose(20_000).default(''),
  attachments: z.array(AttachedFile).max(ATTACHMENTS_AT_REPORT_MAX).default([]),
  isDrill: z.boolean().default(false),
  occurredAt: Instant.nullable().default(null),
  impact: z.enum(IMPACTS).nullable().default(null),
  injured: z.int().min(0).max(CASUALTIES_MAX).default(0),
  dead: z.int().min(0).max(CASUALTIES_MAX).default(0),
  affected: lineOrNothing(400).default(''),
});

/** Reports an incident at the console's own site. Three fields are enough; the rest has defaults. */
export const report = defineCommand({
  name: 'incidents.report',
  feature: 'incidents.report',
  input: ReportInput,
  writes: [
    incident,
    incidentEvent,
    attachment,
    incidentEscalation,
    incidentAcknowledgement,
    incidentAction,
    complianceEntry,
  ],
  allows: REPORTS,
  label: (input) => ({ key: 'incidents.report.label', params: { title: input.title } }),
  target: ({ site, actor }) => ({ siteId: site.id, ownerId: actor.id }),
  check: checkUnnamed,
  run: reportIncident,
});

/** What reporting does, whoever does it: a person, somebody unnamed, or a monitor of this site. */
export function reportIncident(
  context: CommandContext,
  input: z.output<typeof ReportInput>,
): { readonly id: RecordId; readonly number: string } {
  const { tx, now, newId, actor, site, station } = context;
  if (input.occurredAt !== null && input.occurredAt > now) throw incidentError('still-to-come');
  if (actor.type === 'unknown') assertFewPictures(input.attachments);
  const series = numberSeries(site.code, station, now, site.timeZone);
  const runningNumber = tx.nextNumber(series);
  const level = levelAtReport(input.severity);
  const place = placeOf(context, { siteId: site.id, type: input.type });
  const { policy } = place;
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
    stage: 'reported',
    stageEnteredAt: now,
    progressedAt: now,
    assigneeId: null,
    assigneeName: null,
    escalationLevel: 0,
    acknowledgeDueAt: acknowledgeDueAt(policy.severities[input.severity], now, place.hours),
    acknowledgedAt: null,
    acknowledgedById: null,
    acknowledgedByName: null,
    clockStartedAt: now,
    ...deadlinesOf(termsOf(place, input.severity), now),
    closeDueAt: closeDueAtFor(policy, now),
    overdueAt: null,
    resolvedAt: null,
    resolution: null,
    closedAt: null,
    rootCause: null,
    correctiveAction: null,
    ...groupsOf(actor),
    ...saidOf(input, actor),
    ...(policy.requiresInvestigation ? { requiresInvestigation: true } : {}),
  });
  record(context, created, {
    type: 'reported',
    labelKey: 'incidents.event.reported',
    labelParams: { number: created.number, severity: created.severity },
  });
  if (level > 0) {
    raise(context, created, {
      level,
      trigger: 'critical_report',
      labelKey: 'incidents.event.escalatedAtOnce',
    });
    requireActions(context, created, REQUIRED_WHEN_CRITICAL);
  }
  askAssessment(context, created);
  for (const file of input.attachments) attach(context, created, file);
  return { id: created.id, number: created.number };
}

type Said = Pick<
  z.output<typeof ReportInput>,
  'isDrill' | 'occurredAt' | 'impact' | 'injured' | 'dead' | 'affected'
>;

/** What was said beyond the three fields; what was not is left out, as in older records. */
function saidOf({ isDrill, occurredAt, impact, injured, dead, affected }: Said, actor: Actor) {
  return {
    ...(isDrill ? { isDrill } : {}),
    ...(actor.type === 'unknown' ? { isAnonymous: true } : {}),
    ...(occurredAt === null ? {} : { occurredAt }),
    ...(impact === null ? {} : { impact }),
    ...(injured === 0 ? {} : { injured }),
    ...(dead === 0 ? {} : { dead }),
    ...(affected === '' ? {} : { affected }),
  };
}

/** Those beside the reporter whose it is from the start. What there is none of is left out, as in older records. */
function groupsOf(actor: Actor): Pick<Incident, 'teamId' | 'providerId' | 'organisationId'> {
  if (actor.type !== 'person') return {};
  const { teamId, providerId, organisationId } = actor;
  return {
    ...(isText(teamId) ? { teamId } : {}),
    ...(isText(providerId) ? { providerId } : {}),
    ...(isText(organisationId) ? { organisationId } : {}),
  };
}
