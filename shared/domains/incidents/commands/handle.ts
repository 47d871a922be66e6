import { z } from 'zod';
import { type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { Severity, severityRank } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { assertTransition } from '../../../kernel/state-machine.ts';
import { attachment } from '../../files/schema.ts';
import { GroupName, person } from '../../people/schema.ts';
import { attach, AttachedFile } from '../attach.ts';
import { incidentError } from '../errors.ts';
import { ASSIGNED, record } from '../events.ts';
import { ladderIsRunning, levelAtReport } from '../rules.ts';
import { acknowledgeDueAt } from '../rules/clock.ts';
import { Category, incident, incidentEvent, IncidentType } from '../schema.ts';
import { stageTransitions } from '../states.ts';
import { incidentAction } from '../schema/action.ts';
import { incidentApproval } from '../schema/approval.ts';
import { complianceEntry } from '../schema/compliance.ts';
import { incidentAcknowledgement, incidentEscalation } from '../schema/escalation.ts';
import { REQUIRED_WHEN_CRITICAL } from '../rules/required-actions.ts';
import { ATTACHES, CALLS, ENDS_APPROVALS, ESCALATION, REQUIRES, sets, SEVERITY, STAGE } from './allows.ts';
import { ASKS_ASSESSMENT, askAssessment } from './ask-assessment.ts';
import { clockAt } from './clock.ts';
import { endApprovals } from './ending-approvals.ts';
import { raise, requireActions } from './escalations.ts';
import { mustBeOpen, onIncident, placeOf, Reason } from './shared.ts';

/** A severity may call people: `critical` does at once. */
const SEVERITY_KINDS = [
  incident,
  incidentEvent,
  incidentEscalation,
  incidentAcknowledgement,
  incidentAction,
  complianceEntry,
] as const;

/** Takes the report up: puts type, category and severity right and moves it to triage. */
export const triage = defineCommand({
  name: 'incidents.triage',
  feature: 'incidents.handle',
  input: z.object({
    id: RecordId,
    severity: Severity,
    type: IncidentType,
    category: Category,
    reason: Reason.default(''),
  }),
  writes: [...SEVERITY_KINDS, incidentApproval],
  allows: [
    ...sets('type', 'category', 'requiresInvestigation', STAGE, SEVERITY, ESCALATION),
    ...CALLS,
    ...REQUIRES,
    ...ASKS_ASSESSMENT,
    ...ENDS_APPROVALS,
  ],
  label: (input) => ({ key: 'incidents.triage.label', params: { severity: input.severity } }),
  target: onIncident,
  run(context, input) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, input.id);
    assertTransition(stageTransitions, before.stage, 'triaging');
    const { policy } = placeOf(context, { ...before, type: input.type });
    tx.patch(incident, input.id, {
      type: input.type,
      ...(input.type === before.type ? {} : { requiresInvestigation: policy.requiresInvestigation }),
      category: input.category,
      stage: 'triaging',
      stageEnteredAt: now,
      progressedAt: now,
    });
    endApprovals(context, input.id, 'moved');
    record(context, before, {
      type: 'stage',
      labelKey: 'incidents.event.stage',
      labelParams: { from: before.stage, to: 'triaging' },
      text: input.reason || null,
    });
    if (input.severity !== before.severity) applySeverity(context, input.id, { severity: input.severity });
    askAssessment(context, tx.mustGet(incident, input.id));
    return { id: before.id };
  },
});

export const setSeverity = defineCommand({
  name: 'incidents.setSeverity',
  feature: 'incidents.handle',
  input: z.object({ id: RecordId, severity: Severity, reason: Reason.default('') }),
  writes: SEVERITY_KINDS,
  allows: [...sets(SEVERITY, ESCALATION), ...CALLS, ...REQUIRES, ...ASKS_ASSESSMENT],
  label: (input) => ({ key: 'incidents.setSeverity.label', params: { severity: input.severity } }),
  target: onIncident,
  run(context, input) {
    const before = context.tx.mustGet(incident, input.id);
    mustBeOpen(before);
    if (before.severity !== input.severity) applySeverity(context, input.id, input);
    // Somebody looked at it and found it right: that is worth a line as much as a change.
    else if (input.reason !== '') {
      record(context, before, {
        type: 'severity',
        labelKey: 'incidents.event.severityKept',
        labelParams: { severity: input.severity },
        text: input.reason,
      });
    }
    askAssessment(context, context.tx.mustGet(incident, input.id));
    return { id: before.id };
  },
});

/** Severity decides the deadlines: they are counted anew from where the clock started, the ladder's step from now. */
function applySeverity(
  context: CommandContext,
  id: RecordId,
  { severity, reason = '' }: { readonly severity: Severity; readonly reason?: string },
): void {
  const { tx, now } = context;
  const before = tx.mustGet(incident, id);
  if (severity === 'critical') context.urgent();
  const place = placeOf(context, before);
  const changed = tx.patch(incident, id, {
    severity,
    severityRank: severityRank(severity),
    ...clockAt(before, { severity, place, now }),
    ...(ladderIsRunning(before)
      ? { acknowledgeDueAt: acknowledgeDueAt(place.policy.severities[severity], now, place.hours) }
      : {}),
  });
  record(context, before, {
    type: 'severity',
    labelKey: 'incidents.event.severity',
    labelParams: { from: before.severity, to: severity },
    text: reason || null,
  });
  if (severity !== 'critical' || before.escalationLevel > 0) return;
  requireActions(context, changed, REQUIRED_WHEN_CRITICAL);
  if (changed.acknowledgedAt === null) {
    raise(context, changed, {
      level: levelAtReport(severity),
      trigger: 'critical_report',
      labelKey: 'incidents.event.escalatedAtOnce',
    });
  }
}

export const assign = defineCommand({
  name: 'incidents.assign',
  feature: 'incidents.handle',
  input: z.object({ id: RecordId, assigneeId: RecordId }),
  writes: [incident, incidentEvent],
  allows: sets('assigneeId', 'assigneeName', 'progressedAt'),
  label: () => ({ key: 'incidents.assign.label' }),
  target: onIncident,
  run(context, input) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, input.id);
    mustBeOpen(before);
    const assignee = tx.mustGet(person, input.assigneeId);
    if (!assignee.active) {
      throw incidentError('person-not-active', { name: assignee.name }, { field: 'assigneeId' });
    }
    tx.patch(incident, input.id, { assigneeId: assignee.id, assigneeName: assignee.name, progressedAt: now });
    record(context, before, {
      type: 'assigned',
      labelKey: ASSIGNED,
      labelParams: { to: assignee.name },
    });
    return { id: before.id };
  },
});

/** Gives it to a team: people who see what is their team's see it from now on. Null: to no team. */
export const assignTeam = defineCommand({
  name: 'incidents.assignTeam',
  feature: 'incidents.handle',
  input: z.object({ id: RecordId, teamId: GroupName.nullable() }),
  writes: [incident, incidentEvent],
  allows: sets('teamId', 'progressedAt'),
  label: ({ teamId }) => ({ key: 'incidents.assignTeam.label', params: { team: teamId ?? '–' } }),
  target: onIncident,
  run(context, { id, teamId }) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, id);
    mustBeOpen(before);
    if ((before.teamId ?? null) === teamId) return { id };
    tx.patch(incident, id, { teamId, progressedAt: now });
    record(context, before, {
      type: 'assigned',
      ...(teamId === null
        ? { labelKey: 'incidents.event.noTeam', labelParams: { from: before.teamId ?? '' } }
        : { labelKey: 'incidents.event.assignedTeam', labelParams: { to: teamId } }),
    });
    return { id };
  },
});

export const attachFile = defineCommand({
  name: 'incidents.attachFile',
  feature: 'files.attach',
  input: z.object({ id: RecordId, file: AttachedFile }),
  writes: [incidentEvent, attachment],
  allows: ATTACHES,
  label: (input) => ({ key: 'incidents.attachFile.label', params: { fileName: input.file.fileName } }),
  target: onIncident,
  run(context, input) {
    const before = context.tx.mustGet(incident, input.id);
    attach(context, before, input.file);
    return { id: before.id };
  },
});
