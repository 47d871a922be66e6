import { msOf } from '#shared/kernel/clock.ts';
import { slaStatusOf, type SlaStatus } from '#shared/domains/incidents/rules.ts';
import { clockStandsAt } from '#shared/domains/incidents/rules/clock.ts';
import { isPaused } from '#shared/domains/incidents/rules/pausing.ts';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { isOpen } from '#shared/domains/incidents/states.ts';
import type { TextKey, TextParams } from '#renderer/shell/words.ts';
import { durationText, roughDurationText } from './format.ts';

export type SlaRecord = Pick<
  Incident,
  'stage' | 'dueAt' | 'atRiskAt' | 'resolvedAt' | 'clockPausedAt' | 'clockPauseReason'
>;
export type SlaView = {
  readonly status: SlaStatus;
  /** The clock has stopped: it was resolved. */
  readonly over: boolean;
  /** The clock stands still: somebody waits for something. */
  readonly paused: boolean;
  readonly key: TextKey;
  readonly params: TextParams;
};

/** What the deadline clock says at an instant. */
export function slaView(record: SlaRecord, now: string): SlaView {
  const status = slaStatusOf(record, now);
  const over = !isOpen(record.stage);
  const paused = !over && isPaused(record);
  const ended = over ? (record.resolvedAt ?? now) : clockStandsAt(record, now);
  const distanceMs = Math.abs(msOf(record.dueAt) - msOf(ended));
  const distance = durationText(distanceMs);
  if (over) {
    return status === 'overdue'
      ? { status, over, paused, key: 'sla.late', params: { duration: roughDurationText(distanceMs) } }
      : { status, over, paused, key: 'sla.inTime', params: {} };
  }
  if (paused) return { status, over, paused, key: 'sla.paused', params: { duration: distance } };
  if (status === 'overdue')
    return { status, over, paused, key: 'sla.overdueBy', params: { duration: distance } };
  return {
    status,
    over,
    paused,
    key: status === 'at_risk' ? 'sla.atRiskLeft' : 'sla.left',
    params: { duration: distance },
  };
}
