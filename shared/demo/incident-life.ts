import { incidentCommands } from '../domains/incidents/commands.ts';
import { isAssessment } from '../domains/incidents/rules/assessment.ts';
import { type Incident, incident } from '../domains/incidents/schema.ts';
import { incidentAction } from '../domains/incidents/schema/action.ts';
import { type IncidentApproval, incidentApproval } from '../domains/incidents/schema/approval.ts';
import { cause, investigation } from '../domains/incidents/schema/investigation.ts';
import { isOpen, stageTransitions } from '../domains/incidents/states.ts';
import { isOwed } from '../domains/incidents/rules/duty-state.ts';
import { complianceEntry } from '../domains/incidents/schema/compliance.ts';
import { incidentTimers } from '../domains/incidents/timers.ts';
import type { Person } from '../domains/people/schema.ts';
import { missingCase } from '../kernel/assert.ts';
import { msOf } from '../kernel/clock.ts';
import type { Command } from '../kernel/define-command.ts';
import type { Entity, RecordOf } from '../kernel/define-entity.ts';
import type { Timer } from '../kernel/define-timer.ts';
import type { Severity } from '../kernel/fields.ts';
import { RecordId } from '../kernel/ids.ts';
import { mayFollow } from '../kernel/state-machine.ts';
import type { Cast } from './cast.ts';
import type { CommandRunner } from './command-runner.ts';
import type { MemoryStore } from './memory-store.ts';
import type { Random } from './random.ts';
import type { IncidentTexts, Scenario } from './scenario.ts';
import { HOUR_MS, MINUTE_MS } from '../kernel/durations.ts';

/** What people mean to do about an incident, and when. A step that makes no sense by then is left out. */
export type Step = { readonly atMs: number } /** Null: the severity is right as it is. */ & (
  | { readonly do: 'triage'; readonly severity: Severity | null }
  | { readonly do: 'advance'; readonly to: 'under_investigation' | 'action_required' }
  | { readonly do: 'comment'; readonly by: 'reporter' | 'handler' | 'follower'; readonly text: string }
  | { readonly do: 'escalate'; readonly text: string }
  | { readonly do: 'reopen'; readonly text: string }
  | { readonly do: 'approve' | 'refuse'; readonly text: string }
  | { readonly do: 'assign' | 'resolve' | 'close' }
);

export type IncidentDraft = {
  readonly isDrill?: boolean;
  readonly reportedMs: number;
  readonly severity: Severity;
  readonly scenario: Pick<Scenario, 'type' | 'category'>;
  readonly texts: IncidentTexts;
  readonly cast: Cast;
  /** In order of time. */
  readonly steps: readonly Step[];
  /** Minutes until the first acknowledgement; null: nobody takes any notice yet. */
  readonly acknowledgeAfterMinutes: number | null;
  readonly random: Random;
  /** How the console itself comes to report it, where nobody of the cast does. */
  arrives?(runner: CommandRunner): void;
};

/** How long people take to acknowledge when they are woken (minutes, spread). Some are too late (INC-3). */
export const ACKNOWLEDGE_AFTER: { readonly [S in Severity]: readonly [median: number, spread: number] } = {
  critical: [4, 0.75],
  high: [11, 0.8],
  medium: [55, 0.9],
  low: [200, 0.8],
};

type Act = { readonly command: Command; readonly input: object; readonly by: Person };

/** Lives an incident through from its report to `nowMs`: what people do, and the timers between. */
export function liveThrough(draft: IncidentDraft, runner: CommandRunner, nowMs: number): void {
  const { cast, random } = draft;
  const id = report(draft, runner);
  putAside(runner, { id, draft, atMs: draft.reportedMs + ASSESSED_AFTER_MINUTES * MINUTE_MS, nowMs });
  const steps = [...draft.steps];
  let atMs = draft.reportedMs;
  let acknowledgeAtMs: number | null =
    draft.acknowledgeAfterMinutes === null ? null : atMs + draft.acknowledgeAfterMinutes * MINUTE_MS;

  function run({ command, input, by }: Act): void {
    runner.run(command, { id, ...input }, by, cast.consoleOf(by), atMs);
  }

  function acknowledge(record: Incident, by: Person): void {
    acknowledgeAtMs = null;
    if (waits(record)) run({ command: incidentCommands.acknowledge, input: {}, by });
  }

  /** Where it is asked for, somebody looks into it before it is closed. */
  function investigate(): void {
    if (runner.store.find(investigation, { incidentId: id, state: 'completed' }).length > 0) return;
    const { rootCause } = draft.texts;
    const steps: readonly [Command, object][] = [
      [incidentCommands.startInvestigation, {}],
      [incidentCommands.addCause, { text: rootCause, group: 'equipment' }],
      [incidentCommands.changeInvestigation, { summary: rootCause }],
    ];
    const { closer: by } = cast;
    for (const [command, input] of steps) run({ command, input, by });
    const [found] = runner.store.find(cause, { incidentId: id });
    run({ command: incidentCommands.changeCause, input: { causeId: found?.id, isRoot: true }, by });
    run({ command: incidentCommands.completeInvestigation, input: {}, by });
  }

  for (;;) {
    const before = runner.store.mustGet(incident, id);
    const step = steps[0];
    const timer = nextTimer(runner.store, before, atMs);
    const stepAtMs = step?.atMs ?? Infinity;
    const timerAtMs = timer?.atMs ?? Infinity;
    const nextMs = Math.min(stepAtMs, timerAtMs, acknowledgeAtMs ?? Infinity);
    if (nextMs > nowMs) return;
    atMs = Math.max(atMs, Math.round(nextMs));
    if (acknowledgeAtMs !== null && nextMs === acknowledgeAtMs) {
      acknowledge(before, cast.atLevel(before.escalationLevel));
    } else if (timer !== undefined && nextMs === timer.atMs) {
      runner.run(timer.command, timer.input, 'console', cast.site, atMs);
    } else if (step !== undefined) {
      steps.shift();
      const act = actOf(step, before, draft, runner.store);
      if (act === undefined) continue;
      if (moves(step)) acknowledge(before, act.by);
      if (step.do === 'resolve') putAside(runner, { id, draft, atMs, nowMs });
      if (step.do === 'close') {
        finishActions(runner, { id, cast, atMs });
        if (before.requiresInvestigation === true) investigate();
      }
      run(act);
      if (step.do === 'close' && !decides(steps[0]) && waitingApproval(runner.store, id) !== undefined)
        steps.unshift({ do: 'approve', text: '', atMs: atMs + APPROVED_AFTER_MS });
    }
    const woken = runner.store.mustGet(incident, id);
    if (draft.acknowledgeAfterMinutes !== null && waits(woken) && acknowledgeAtMs === null) {
      acknowledgeAtMs = atMs + random.logNormal(...ACKNOWLEDGE_AFTER[woken.severity]) * MINUTE_MS;
    }
  }
}

/** What was asked for when it began is done before it is closed. */
function finishActions(
  runner: CommandRunner,
  {
    id,
    cast: { handler, consoleOf },
    atMs,
  }: { readonly id: RecordId; readonly cast: Cast; readonly atMs: number },
): void {
  for (const action of runner.store.find(incidentAction, { incidentId: id, state: 'open' })) {
    const input = { actionId: action.id, outcome: '' };
    runner.run(incidentCommands.completeAction, input, handler, consoleOf(handler), atMs);
  }
}

/** Of what is over, who answers towards authorities has found that none had to be told. */
function putAside(
  runner: CommandRunner,
  { id, draft, atMs, nowMs }: { id: RecordId; draft: IncidentDraft; atMs: number; nowMs: number },
): void {
  const { cast } = draft;
  const asked = runner.store.find(complianceEntry, { incidentId: id }).find(isAssessment);
  if (asked === undefined || !isOwed(asked) || atMs > nowMs) return;
  if (!draft.steps.some((step) => step.do === 'resolve')) return;
  const input = { id, entryId: asked.id, status: 'not_applicable', note: 'Looked at with the office.' };
  const by = cast.follower;
  runner.run(incidentCommands.setComplianceStatus, input, by, cast.consoleOf(by), atMs);
}

const ASSESSED_AFTER_MINUTES = 12;
/** Where closing waits for an approval, it is given so long after it was asked for. */
const APPROVED_AFTER_MS = 5 * HOUR_MS;

function report(draft: IncidentDraft, runner: CommandRunner): RecordId {
  if (draft.arrives === undefined) reportByCast(draft, runner);
  else draft.arrives(runner);
  return RecordId.parse(runner.store.all(incident).at(-1)?.id);
}

function reportByCast(draft: IncidentDraft, runner: CommandRunner): void {
  const { cast, scenario, texts, severity, reportedMs, isDrill = false } = draft;
  const { title, description, place } = texts;
  const { type, category } = scenario;
  const input = { title, description, place, severity, type, category, isDrill };
  runner.run(incidentCommands.report, input, cast.reporter, cast.site, reportedMs);
}

function waits(record: Incident): boolean {
  return isOpen(record.stage) && record.acknowledgedAt === null;
}

/** Whoever moves an incident on has seen it. */
function moves(step: Step): boolean {
  return step.do === 'triage' || step.do === 'advance' || step.do === 'assign' || step.do === 'resolve';
}

function decides(step: Step | undefined): boolean {
  return step?.do === 'approve' || step?.do === 'refuse';
}

function waitingApproval(store: MemoryStore, incidentId: string): IncidentApproval | undefined {
  return store.find(incidentApproval, { incidentId, endedAt: null })[0];
}

/** The next of the timers of an incident and of its parts. */
function nextTimer(
  store: MemoryStore,
  record: Incident,
  fromMs: number,
): { readonly atMs: number; readonly command: Command; readonly input: unknown } | undefined {
  return timers
    .flatMap((timer) =>
      recordsOf(store, timer.entity, record).flatMap((one) => {
        const due = timer.due(one);
        if (due === undefined) return [];
        return [{ atMs: Math.max(msOf(due.at), fromMs), command: timer.command, input: timer.input(one) }];
      }),
    )
    .sort((a, b) => a.atMs - b.atMs)[0];
}

const timers: readonly Timer[] = incidentTimers;

function recordsOf(store: MemoryStore, entity: Entity, about: Incident): readonly RecordOf<Entity>[] {
  if (entity.kind === incident.kind) return [about];
  return entity.partOf === 'incidentId' ? store.find(entity, { incidentId: about.id }) : [];
}

function actOf(step: Step, record: Incident, draft: IncidentDraft, store: MemoryStore): Act | undefined {
  const { cast, texts, scenario } = draft;
  const may = (stage: Incident['stage']) => mayFollow(stageTransitions, record.stage, stage);
  switch (step.do) {
    case 'triage': {
      if (!may('triaging')) return undefined;
      const severity = step.severity ?? record.severity;
      const input = { severity, type: scenario.type, category: scenario.category };
      return { command: incidentCommands.triage, input, by: cast.atLevel(1) };
    }
    case 'assign':
      if (!isOpen(record.stage)) return undefined;
      return {
        command: incidentCommands.assign,
        input: { assigneeId: cast.handler.id },
        by: cast.atLevel(1),
      };
    case 'advance':
      if (!may(step.to)) return undefined;
      return { command: incidentCommands.advance, input: { to: step.to }, by: cast.handler };
    case 'comment':
      return { command: incidentCommands.comment, input: { text: step.text }, by: cast[step.by] };
    case 'escalate':
      if (!isOpen(record.stage) || record.escalationLevel > 1) return undefined;
      return { command: incidentCommands.escalate, input: { reason: step.text }, by: cast.handler };
    case 'resolve':
      if (!may('resolved')) return undefined;
      return { command: incidentCommands.resolve, input: { resolution: texts.resolution }, by: cast.handler };
    case 'close': {
      if (!may('closed')) return undefined;
      const { rootCause, correctiveAction } = texts;
      return { command: incidentCommands.close, input: { rootCause, correctiveAction }, by: cast.closer };
    }
    case 'reopen':
      if (!may('reopened')) return undefined;
      return { command: incidentCommands.reopen, input: { reason: step.text }, by: cast.closer };
    case 'approve':
    case 'refuse': {
      const asked = waitingApproval(store, record.id);
      if (asked === undefined) return undefined;
      const by = cast.approverOf(asked);
      const about = { approvalId: asked.id };
      return step.do === 'approve'
        ? { command: incidentCommands.approve, input: { ...about, note: step.text }, by }
        : { command: incidentCommands.refuseApproval, input: { ...about, reason: step.text }, by };
    }
    default:
      return missingCase(step);
  }
}
