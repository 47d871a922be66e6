import { isoOf, msOf } from '../../../kernel/clock.ts';
import { DAY_MS } from '../../../kernel/durations.ts';
import type { CircularReceipt } from '../schema/circular.ts';

/** So often a site is reminded of what is due there. */
const AGAIN_MS = 3 * DAY_MS;

export type ReceiptState = 'acknowledged' | 'withdrawn' | 'late' | 'waiting';

/** How a site stands to a circular. What was answered after its day was answered all the same. */
export function receiptStateOf(
  receipt: Pick<CircularReceipt, 'acknowledgedAt' | 'withdrawnAt' | 'dueAt'>,
  now: string,
): ReceiptState {
  if (receipt.acknowledgedAt !== null) return 'acknowledged';
  if (receipt.withdrawnAt !== null) return 'withdrawn';
  return receipt.dueAt !== null && receipt.dueAt <= now ? 'late' : 'waiting';
}

/** Nobody at the site needs to be told of it any more. */
export function isReceiptOver(receipt: Pick<CircularReceipt, 'acknowledgedAt' | 'withdrawnAt'>): boolean {
  return receipt.acknowledgedAt !== null || receipt.withdrawnAt !== null;
}

/** INC-67: when it is due, and every three days after, as long as nobody there has answered. */
export function receiptReminderAt(receipt: CircularReceipt): string | undefined {
  const { dueAt, arrivedAt, remindedAt } = receipt;
  if (isReceiptOver(receipt) || arrivedAt === null || dueAt === null) return undefined;
  return remindedAt === null ? dueAt : isoOf(msOf(remindedAt) + AGAIN_MS);
}
