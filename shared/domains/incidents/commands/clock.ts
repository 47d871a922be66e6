import { z } from 'zod';
import { isoOf, msOf } from '../../../kernel/clock.ts';
import { type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { prose, type Severity } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { incidentError } from '../errors.ts';
import { record } from '../events.ts';
import { CLOCK_JUMP_MS, jumpedBy } from '../rules/clock-jump.ts';
import { deadlinesOf, pauseMs, resumed } from '../rules/clock.ts';
import { isPaused, mayPauseFor } from '../rules/pausing.ts';
import { type Incident, incident, incidentEvent, PAUSE_REASONS } from '../schema.ts';
import { incidentAcknowledgement } from '../schema/escalation.ts';
import { isOpen } from '../states.ts';
import { NOTES, PAUSE, sets } from './allows.ts';
import { mustBeOpen, onIncident, type Place, placeOf, termsOf } from './shared.ts';

/** Stops the clock of an incident with which nobody here can go on. The ladder goes on: it asks who has it. */
export const pauseClock = defineCommand({
  name: 'incidents.pauseClock',
  feature: 'incidents.handle',
  input: z.object({ id: RecordId, reason: z.enum(PAUSE_REASONS), note: prose(2_000).default('') }),
  writes: [incident, incidentEvent],
  allows: sets('clockPausedAt', 'clockPauseReason'),
  label: () => ({ key: 'incidents.pauseClock.label' }),
  target: onIncident,
  run(context, { id, reason, note }) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, id);
    mustBeOpen(before);
    assertMayPause(before, reason, now);
    tx.patch(incident, id, { clockPausedAt: now, clockPauseReason: reason });
    record(context, before, {
      type: 'paused',
      labelKey: `incidents.event.paused.${reason}`,
      text: note === '' ? null : note,
    });
    return { id };
  },
});

/** The clock goes on, and its deadlines lie as much later as it stood still. */
export const resumeClock = defineCommand({
  name: 'incidents.resumeClock',
  feature: 'incidents.handle',
  input: z.object({ id: RecordId }),
  writes: [incident, incidentEvent],
  allows: sets(PAUSE),
  label: () => ({ key: 'incidents.resumeClock.label' }),
  target: onIncident,
  run(context, { id }) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, id);
    mustBeOpen(before);
    if (!isPaused(before)) return { id };
    const after = tx.patch(incident, id, resumed(before, placeOf(context, before).hours, now));
    record(context, before, {
      type: 'resumed',
      labelKey: 'incidents.event.resumed',
      labelParams: { dueAt: after.dueAt },
    });
    return { id };
  },
});

/** Timer: a share of the time is over and the incident is not resolved. Noted once. */
export const noteAtRisk = defineCommand({
  name: 'incidents.noteAtRisk',
  feature: 'incidents.escalate',
  system: true,
  input: z.object({ id: RecordId }),
  writes: [incident, incidentEvent],
  allows: sets('atRiskNotedAt'),
  label: () => ({ key: 'incidents.noteAtRisk.label' }),
  target: onIncident,
  run(context, { id }) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, id);
    const isNoted = (before.atRiskNotedAt ?? null) !== null;
    if (!isOpen(before.stage) || isNoted || isPaused(before) || before.atRiskAt > now) return { id };
    tx.patch(incident, id, { atRiskNotedAt: now });
    record(context, before, {
      type: 'at_risk',
      labelKey: 'incidents.event.atRisk',
      labelParams: { dueAt: before.dueAt },
    });
    return { id };
  },
});

/** Open incidents that one entry tells of a jump. */
export const JUMPED_MAX = 200;

/**
 * The console's own clock was set, once for each time: every open incident of its site says so, and what was counted
 * from moments of the former clock keeps the time that was left (INC-22).
 */
export const noteClockJump = defineCommand({
  name: 'incidents.noteClockJump',
  feature: 'incidents.escalate',
  system: true,
  input: z.object({
    ids: z.array(RecordId).min(1).max(JUMPED_MAX),
    /** Ahead, or negative: back. */
    jumpMs: z.int().refine((ms) => Math.abs(ms) > CLOCK_JUMP_MS, 'That is no jump.'),
  }),
  writes: [incident, incidentEvent, incidentAcknowledgement],
  allows: [
    {
      entity: incident,
      patch: [
        'dueAt',
        'atRiskAt',
        'clockStartedAt',
        'clockPausedAt',
        'progressedAt',
        'acknowledgeDueAt',
        'acknowledgedUntil',
      ],
    },
    { entity: incidentAcknowledgement, patch: ['expiresAt', 'lookAt'] },
    ...NOTES,
  ],
  label: ({ jumpMs }) => ({ key: 'incidents.noteClockJump.label', params: { minutes: minutesOf(jumpMs) } }),
  target: ({ site }) => site.id,
  run(context, { ids, jumpMs }) {
    const { tx, site } = context;
    for (const id of ids) {
      const before = tx.mustGet(incident, id);
      if (before.siteId !== site.id || !isOpen(before.stage)) continue;
      tx.patch(incident, id, jumpedBy(before, ruleOf(context, before), jumpMs));
      for (const made of tx.find(incidentAcknowledgement, { incidentId: id, endedAt: null })) {
        // One that was made elsewhere went by the clock there.
        if (made.consoleSiteId !== site.id) continue;
        tx.patch(incidentAcknowledgement, made.id, {
          expiresAt: isoOf(msOf(made.expiresAt) + jumpMs),
          lookAt: isoOf(msOf(made.lookAt) + jumpMs),
        });
      }
      record(context, before, {
        type: 'clock_jumped',
        labelKey: jumpMs > 0 ? 'incidents.event.clockJumpedAhead' : 'incidents.event.clockJumpedBack',
        labelParams: { minutes: Math.abs(minutesOf(jumpMs)) },
      });
    }
    return {};
  },
});

/** INC-2: deadlines of another severity count from where the clock started, without the pauses since then. */
export function clockAt(
  before: Incident,
  { severity, place, now }: { readonly severity: Severity; readonly place: Place; readonly now: string },
) {
  const terms = termsOf(place, severity);
  const reason = before.clockPauseReason ?? null;
  const goesOn = isPaused(before) && reason !== null && !mayPauseFor(severity, reason);
  const pausedMs = (before.pausedMs ?? 0) + (goesOn ? pauseMs(before, place.hours, now) : 0);
  return {
    ...deadlinesOf(terms, before.clockStartedAt, pausedMs),
    ...(goesOn ? { pausedMs, clockPausedAt: null, clockPauseReason: null } : {}),
  };
}

function assertMayPause(before: Incident, reason: (typeof PAUSE_REASONS)[number], now: string): void {
  const { number } = before;
  if (isPaused(before)) throw incidentError('clock-stands-still', { number });
  if (!mayPauseFor(before.severity, reason)) throw incidentError('clock-of-critical');
  if (before.dueAt <= now) throw incidentError('deadline-passed', { number });
}

function ruleOf(context: CommandContext, before: Incident) {
  return placeOf(context, before).policy.severities[before.severity];
}

function minutesOf(jumpMs: number): number {
  return Math.round(jumpMs / 60_000);
}
