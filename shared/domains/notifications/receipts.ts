import type { Receipt } from '../../delivery/receipt.ts';
import { type AttemptFields, problemText } from './attempts.ts';
import type { Delivery } from './schema.ts';

/**
 * NTF-8: what a receipt makes of a message. Arrived is the last that can be said of it; another word of the same, or a
 * failure told after it, changes nothing.
 */
export function afterReceipt(
  before: Pick<Delivery, 'sentAt' | 'deliveredAt' | 'failedAt'>,
  receipt: Receipt,
  now: string,
): AttemptFields {
  if (before.deliveredAt !== null) return {};
  if (receipt.state === 'delivered') {
    // A receipt may overtake the answer to what it is about.
    return { sentAt: before.sentAt ?? now, deliveredAt: now, problem: null };
  }
  if (before.failedAt !== null) return {};
  return { failedAt: now, problem: problemText(receipt.reason) };
}
