import type { MessageTx } from '../storage.ts';
import type { Scoped } from './scoped.ts';

export function messageTx(on: Scoped): MessageTx {
  return {
    async queueMessages(messages) {
      if (messages.length === 0) return;
      await on.run(
        `INSERT INTO outbound_messages (organisation_id, delivery_id, due_at_ms, claimed_until_ms)
         SELECT $1, id, due, 0 FROM unnest($2::text[], $3::bigint[]) AS new (id, due) ON CONFLICT DO NOTHING`,
        messages.map(({ deliveryId }) => deliveryId),
        messages.map(({ dueAtMs }) => dueAtMs),
      );
    },
    async claimMessages({ nowMs, untilMs, rowsMax }) {
      const claimed = await on.all<{ deliveryId: string }>(
        `UPDATE outbound_messages SET claimed_until_ms = $3
         WHERE organisation_id = $1 AND delivery_id IN (
           SELECT delivery_id FROM outbound_messages
           WHERE organisation_id = $1 AND due_at_ms <= $2 AND claimed_until_ms <= $2
           ORDER BY due_at_ms, delivery_id LIMIT $4 FOR UPDATE SKIP LOCKED
         ) RETURNING delivery_id AS "deliveryId"`,
        nowMs,
        untilMs,
        rowsMax,
      );
      return claimed.map(({ deliveryId }) => deliveryId);
    },
    async settleMessage(deliveryId, dueAtMs) {
      if (dueAtMs === null) {
        await on.run(
          'DELETE FROM outbound_messages WHERE organisation_id = $1 AND delivery_id = $2',
          deliveryId,
        );
        return;
      }
      await on.run(
        `UPDATE outbound_messages SET due_at_ms = $3, claimed_until_ms = 0
         WHERE organisation_id = $1 AND delivery_id = $2`,
        deliveryId,
        dueAtMs,
      );
    },
  };
}
