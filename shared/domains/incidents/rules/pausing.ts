import type { Severity } from '../../../kernel/fields.ts';
import type { Incident, PauseReason } from '../schema.ts';

/** Whether the clock of an incident stands still. */
export function isPaused(record: Pick<Incident, 'clockPausedAt'>): boolean {
  return (record.clockPausedAt ?? null) !== null;
}

/** INC-21: the clock of a critical incident stands still only while an authority must decide. */
export function mayPauseFor(severity: Severity, reason: PauseReason): boolean {
  return severity !== 'critical' || reason === 'waiting_for_authority';
}

/** What a new beginning of the clock leaves of the former one. */
export const CLOCK_ANEW = {
  clockPausedAt: null,
  clockPauseReason: null,
  pausedMs: 0,
  atRiskNotedAt: null,
} as const;
