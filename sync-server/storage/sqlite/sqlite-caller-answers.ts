import type { CallerAnswer, CallerAnswerTx } from '../storage.ts';
import type { Scoped } from './scoped.ts';

export function callerAnswerTx(on: Scoped): CallerAnswerTx {
  return {
    async queueCallerAnswers(callIds, nowMs) {
      for (const callId of callIds) {
        on.run(
          `INSERT OR IGNORE INTO caller_answers
             (organisation_id, call_id, queued_at_ms, attempts, due_at_ms, claimed_until_ms)
           VALUES (?, ?, ?, 0, ?, 0)`,
          callId,
          nowMs,
          nowMs,
        );
      }
    },
    async claimCallerAnswers({ nowMs, untilMs, rowsMax }) {
      const due = on.all<CallerAnswer>(
        `SELECT call_id AS callId, attempts FROM caller_answers
         WHERE organisation_id = ? AND due_at_ms <= ? AND claimed_until_ms <= ?
         ORDER BY due_at_ms, call_id LIMIT ?`,
        nowMs,
        nowMs,
        rowsMax,
      );
      for (const { callId } of due) {
        on.set(
          'UPDATE caller_answers SET claimed_until_ms = ? WHERE organisation_id = ? AND call_id = ?',
          [untilMs],
          callId,
        );
      }
      return due;
    },
    async settleCallerAnswer({ callId, attempts, dueAtMs }) {
      on.set(
        `UPDATE caller_answers SET attempts = ?, due_at_ms = ?, claimed_until_ms = 0
         WHERE organisation_id = ? AND call_id = ?`,
        [attempts, dueAtMs],
        callId,
      );
    },
    async forgetCallerAnswers(beforeMs) {
      on.run('DELETE FROM caller_answers WHERE organisation_id = ? AND queued_at_ms < ?', beforeMs);
    },
  };
}
