import { isoOf, msOf } from '../../../kernel/clock.ts';
import type { IncidentAcknowledgement, IncidentEscalation } from '../schema/escalation.ts';
import type { SeverityRule } from '../schema/policy.ts';
import { isCalledOff } from './calling-off.ts';
import { HOUR_MS, MINUTE_MS } from '../../../kernel/durations.ts';

/** Minutes for which a person may say that an acknowledgement stands; without any, the policy decides. */
export const ACKNOWLEDGE_FOR_MINUTES = [15, 60, 240] as const;

/** INC-15: who acknowledged is reminded after three quarters of the time. */
const REMINDER_SHARE = 0.75;

export function standsMs({ acknowledgementHours }: SeverityRule, minutes: number | undefined): number {
  return Math.round(minutes === undefined ? acknowledgementHours * HOUR_MS : minutes * MINUTE_MS);
}

/** INC-15: until when an acknowledgement stands that counts from a moment, and when it is looked at before. */
export function standingFrom(
  from: string,
  forMs: number,
): Pick<IncidentAcknowledgement, 'expiresAt' | 'lookAt'> {
  const fromMs = msOf(from);
  return { expiresAt: isoOf(fromMs + forMs), lookAt: isoOf(fromMs + Math.round(forMs * REMINDER_SHARE)) };
}

/**
 * INC-14: whether an acknowledgement that was made elsewhere still stops the ladder when it reaches the incident's
 * home. Steps that followed because nobody was known to have acknowledged do not take it away; a call that would
 * have come all the same, by hand or for a missed deadline, and a new beginning do.
 */
export function arrivesInTime(
  made: Pick<IncidentAcknowledgement, 'at' | 'expiresAt'>,
  {
    escalations,
    clockStartedAt,
    now,
  }: {
    readonly escalations: readonly Pick<IncidentEscalation, 'trigger' | 'at' | 'calledOffAt'>[];
    readonly clockStartedAt: string;
    readonly now: string;
  },
): boolean {
  const calledAnew = escalations.some(
    (step) =>
      (step.trigger === 'manual' || step.trigger === 'overdue') && step.at >= made.at && !isCalledOff(step),
  );
  return made.expiresAt > now && made.at >= clockStartedAt && !calledAnew;
}
