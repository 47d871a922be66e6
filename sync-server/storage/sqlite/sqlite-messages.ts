import type { MessageTx } from '../storage.ts';
import type { Scoped } from './scoped.ts';

export function messageTx(on: Scoped): MessageTx {
  return {
    async queueMessages(messages) {
      for (const { deliveryId, dueAtMs } of messages) {
        on.run(
          `INSERT OR IGNORE INTO outbound_messages (organisation_id, delivery_id, due_at_ms, claimed_until_ms)
           VALUES (?, ?, ?, 0)`,
          deliveryId,
          dueAtMs,
        );
      }
    },
    async claimMessages({ nowMs, untilMs, rowsMax }) {
      const due = on.all<{ deliveryId: string }>(
        `SELECT delivery_id AS deliveryId FROM outbound_messages
         WHERE organisation_id = ? AND due_at_ms <= ? AND claimed_until_ms <= ?
         ORDER BY due_at_ms, delivery_id LIMIT ?`,
        nowMs,
        nowMs,
        rowsMax,
      );
      for (const { deliveryId } of due) {
        on.set(
          'UPDATE outbound_messages SET claimed_until_ms = ? WHERE organisation_id = ? AND delivery_id = ?',
          [untilMs],
          deliveryId,
        );
      }
      return due.map(({ deliveryId }) => deliveryId);
    },
    async settleMessage(deliveryId, dueAtMs) {
      if (dueAtMs === null) {
        on.run('DELETE FROM outbound_messages WHERE organisation_id = ? AND delivery_id = ?', deliveryId);
        return;
      }
      on.set(
        `UPDATE outbound_messages SET due_at_ms = ?, claimed_until_ms = 0
         WHERE organisation_id = ? AND delivery_id = ?`,
        [dueAtMs],
        deliveryId,
      );
    },
  };
}
