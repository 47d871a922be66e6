import type { Delivery } from './schema.ts';

export const DELIVERY_STATES = ['queued', 'sent', 'delivered', 'failed', 'suppressed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

type Happened = Pick<Delivery, 'deliveredAt' | 'sentAt' | 'failedAt' | 'suppressedAt'>;

/** What is known to have happened; the later a step, the more it says. What was sent can't be called off. */
export function stateOf(delivery: Happened): DeliveryState {
  if (delivery.deliveredAt !== null) return 'delivered';
  if (delivery.failedAt !== null) return 'failed';
  if (delivery.sentAt !== null) return 'sent';
  return delivery.suppressedAt === null ? 'queued' : 'suppressed';
}

/** When it came to the state it is in; null while it waits. */
export function stateSince(delivery: Happened): string | null {
  const { deliveredAt, failedAt, sentAt, suppressedAt } = delivery;
  return deliveredAt ?? failedAt ?? sentAt ?? suppressedAt;
}
