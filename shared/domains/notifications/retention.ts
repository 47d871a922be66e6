import { isoOf, msOf } from '../../kernel/clock.ts';
import type { Notification } from './schema.ts';
import { DAY_MS } from '../../kernel/durations.ts';

export type InboxRetention = {
  /** Days after which a line goes that somebody has seen to. */
  readonly settledDays: number;
  /** Days after which any other one goes. */
  readonly unreadDays: number;
};
export const USUAL_INBOX_RETENTION: InboxRetention = { settledDays: 90, unreadDays: 365 };

/** Times before which a line was last told to be old; ISO. */
export type OldBefore = { readonly settledBefore: string; readonly unreadBefore: string };

export function oldBefore({ settledDays, unreadDays }: InboxRetention, now: string): OldBefore {
  return {
    settledBefore: isoOf(msOf(now) - settledDays * DAY_MS),
    unreadBefore: isoOf(msOf(now) - unreadDays * DAY_MS),
  };
}

/**
 * NTF-10: read, acknowledged or dismissed is seen to; what is critical, only when it is acknowledged. The same in SQL
 * is `OLD_LINES`.
 */
export function isOld(
  line: Pick<Notification, 'raisedAt' | 'readAt' | 'acknowledgedAt' | 'dismissedAt' | 'severity'>,
  { settledBefore, unreadBefore }: OldBefore,
): boolean {
  const { raisedAt, readAt, acknowledgedAt, dismissedAt, severity } = line;
  const isRead = readAt !== null && severity !== 'critical';
  const isSettled = isRead || acknowledgedAt !== null || dismissedAt !== null;
  return raisedAt < (isSettled ? maxOf(settledBefore, unreadBefore) : unreadBefore);
}

export const OLD_LINES = `(raisedAt < :unreadBefore OR (raisedAt < :settledBefore AND (
  acknowledgedAt IS NOT NULL OR dismissedAt IS NOT NULL OR (readAt IS NOT NULL AND severity <> 'critical'))))`;

function maxOf(one: string, other: string): string {
  return one > other ? one : other;
}
