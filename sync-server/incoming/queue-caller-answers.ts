import { incidentCall } from '#shared/domains/incidents/schema/call.ts';
import { msOf } from '#shared/kernel/clock.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';
import { plainRecord } from '../exchange/records.ts';
import type { CallerAnswerTx, ServerRecord } from '../storage/storage.ts';

/** INC-85: who sent a message that long ago has found another way. */
export const ANSWER_AGE_MS_MAX = DAY_MS;
/** Far beyond the age at which a call is still answered: forgotten, it is not queued again. */
const KEPT_MS = 7 * DAY_MS;

/**
 * INC-85: notes which of the records that an exchange brought are text messages that their site refused, in its
 * transaction. The server had told their senders that they were taken.
 */
export async function queueCallerAnswers(
  tx: Pick<CallerAnswerTx, 'queueCallerAnswers' | 'forgetCallerAnswers'>,
  changed: readonly ServerRecord[],
  nowMs: number,
): Promise<void> {
  const callIds = changed.flatMap((record) => {
    if (record.kind !== incidentCall.kind || record.deletedByDeviceId !== null) return [];
    const { data } = incidentCall.schema.safeParse(plainRecord(record));
    if (data === undefined || data.callKind !== 'sms' || data.outcome !== 'refused') return [];
    return nowMs - msOf(data.receivedAt) <= ANSWER_AGE_MS_MAX ? [data.id] : [];
  });
  if (callIds.length === 0) return;
  await tx.forgetCallerAnswers(nowMs - KEPT_MS);
  await tx.queueCallerAnswers(callIds, nowMs);
}
