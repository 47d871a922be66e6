import type { CallerAnswer, CallerAnswerTx } from '../storage.ts';
import type { Scoped } from './scoped.ts';

export function callerAnswerTx(on: Scoped): CallerAnswerTx {
  return {
    async queueCallerAnswers(callIds, nowMs) {
      if (callIds.length === 0) return;
      await on.run(
        `INSERT INTO caller_answers
           (organisation_id, call_id, queued_at_ms, attempts, due_at_ms, claimed_until_ms)
         SELECT $1, id, $3, 0, $3, 0 FROM unnest($2::text[]) AS new (id) ON CONFLICT DO NOTHING`,
        callIds,
        nowMs,
      );
    },
    claimCallerAnswers: ({ nowMs, untilMs, rowsMax }) =>
      on.all<CallerAnswer>(
        `UPDATE caller_answers SET claimed_until_ms = $3
         WHERE organisation_id = $1 AND call_id IN (
           SELECT call_id FROM caller_answers
           WHERE organisation_id = $1 AND due_at_ms <= $2 AND claimed_until_ms <= $2
           ORDER BY due_at_ms, call_id LIMIT $4 FOR UPDATE SKIP LOCKED
         ) RETURNING call_id AS "callId", attempts`,
        nowMs,
        untilMs,
        rowsMax,
      ),
    async settleCallerAnswer({ callId, attempts, dueAtMs }) {
      await on.run(
        `UPDATE caller_answers SET attempts = $3, due_at_ms = $4, claimed_until_ms = 0
         WHERE organisation_id = $1 AND call_id = $2`,
        callId,
        attempts,
        dueAtMs,
      );
    },
    async forgetCallerAnswers(beforeMs) {
      await on.run('DELETE FROM caller_answers WHERE organisation_id = $1 AND queued_at_ms < $2', beforeMs);
    },
  };
}
