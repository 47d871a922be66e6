import { delivery } from '#shared/domains/notifications/schema.ts';
import { stateOf } from '#shared/domains/notifications/states.ts';
import { msOf } from '#shared/kernel/clock.ts';
import { plainRecord } from '../exchange/records.ts';
import type { MessageTx, ServerRecord } from '../storage/storage.ts';

/** Notes which of the records that an exchange brought are messages for this server to carry, in its transaction. */
export async function queueDeliveries(
  tx: Pick<MessageTx, 'queueMessages'>,
  changed: readonly ServerRecord[],
): Promise<void> {
  const messages = changed.flatMap((record) => {
    if (record.kind !== delivery.kind || record.deletedByDeviceId !== null) return [];
    const { data } = delivery.schema.safeParse(plainRecord(record));
    if (data === undefined || data.carrier !== 'server' || stateOf(data) !== 'queued') return [];
    // At once by the console's clock is at once by any clock.
    const isDue = data.nextAt <= data.createdAt;
    return [{ deliveryId: data.id, dueAtMs: isDue ? 0 : msOf(data.nextAt) }];
  });
  if (messages.length > 0) await tx.queueMessages(messages);
}
