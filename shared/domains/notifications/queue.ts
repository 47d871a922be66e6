import type { CommandContext } from '../../kernel/define-command.ts';
import { isoOf, msOf } from '../../kernel/clock.ts';
import { EXPIRES_AFTER_MS } from './rules.ts';
import { type Delivery, delivery } from './schema.ts';

export type Queued = Pick<
  Delivery,
  | 'id'
  | 'siteId'
  | 'notificationId'
  | 'personId'
  | 'channel'
  | 'severity'
  | 'address'
  | 'subject'
  | 'body'
  | 'nextAt'
> & { readonly carrier: Delivery['carrier'] | null };

/** A message that waits for its time and whoever carries it; where nobody can, it has failed at once and says why. */
export function queueDelivery({ tx, now }: CommandContext, queued: Queued): Delivery {
  const isShown = queued.channel === 'desktop' && queued.nextAt <= now;
  const isStuck = queued.carrier === null;
  return tx.insert(delivery, {
    ...queued,
    carrier: queued.carrier ?? 'console',
    createdAt: now,
    expiresAt: isoOf(msOf(queued.nextAt) + EXPIRES_AFTER_MS),
    attempts: isShown ? 1 : 0,
    problem: isStuck ? 'This site has neither a relay of its own nor a company server.' : null,
    sentAt: isShown ? now : null,
    deliveredAt: null,
    failedAt: isStuck ? now : null,
    suppressedAt: null,
    suppressedBecause: null,
    relayId: null,
  });
}
