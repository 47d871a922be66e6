import { isoOf, msOf } from '../../kernel/clock.ts';
import { localTimeOf, msAtLocal } from '../../kernel/local-time.ts';
import type { Severity } from '../../kernel/fields.ts';
import {
  type Channel,
  CHANNELS,
  type Delivery,
  type Notification,
  type OutboundChannel,
  OUTBOUND_CHANNELS,
  type Preferences,
} from './schema.ts';
import { stateOf } from './states.ts';
import { MINUTE_MS } from '../../kernel/durations.ts';

export const DEDUPE_WINDOW_MS = 10 * MINUTE_MS;
/** An alarm that reached nobody in a day is no alarm any more; whether it arrived is told instead. */
export const EXPIRES_AFTER_MS = 24 * 60 * MINUTE_MS;

export type Plan = {
  readonly channel: Channel;
  readonly address: string;
  /** Now, or when the quiet hours are over. */
  readonly nextAt: string;
};

/** NTF-3: over which channels somebody is told, and when. What a digest tells later is not among them. */
export function planFor(
  preferences: Preferences,
  { severity, now, timeZone }: { severity: Severity; now: string; timeZone: string },
): Plan[] {
  const isCritical = severity === 'critical';
  const nextAt = isCritical ? now : (quietUntil(preferences.quietHours, now, timeZone) ?? now);
  return CHANNELS.flatMap((channel) => {
    const address = channel === 'desktop' ? '' : addressOf(preferences, channel);
    const isWanted = isCritical || severitiesOf(preferences, channel).includes(severity);
    if (address === null || !isWanted) return [];
    if (channel === 'email' && isForDigest(preferences, severity)) return [];
    return [{ channel, address, nextAt }];
  });
}

/** NTF-4: whether somebody's e-mail of this severity waits for the morning. */
export function isForDigest({ digest }: Pick<Preferences, 'digest'>, severity: Severity): boolean {
  return digest === 'daily' && (severity === 'low' || severity === 'medium');
}

export function addressOf(
  { email, phone, pushToken }: Pick<Preferences, 'email' | 'phone' | 'pushToken'>,
  channel: OutboundChannel,
): string | null {
  return { email, sms: phone, push: pushToken }[channel];
}

export function severitiesOf(preferences: Preferences, channel: Channel): readonly Severity[] {
  const { desktopFor, emailFor, smsFor, pushFor } = preferences;
  return { desktop: desktopFor, email: emailFor, sms: smsFor, push: pushFor }[channel];
}

/** NTF-2: when the quiet hours that are now end, ISO; undefined: they are not now. */
export function quietUntil(
  quietHours: Preferences['quietHours'],
  now: string,
  timeZone: string,
): string | undefined {
  if (quietHours === null) return undefined;
  const local = localTimeOf(msOf(now), timeZone);
  const minute = local.hour * 60 + local.minute;
  const from = minuteOf(quietHours.from);
  const to = minuteOf(quietHours.to);
  const isNow = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  if (!isNow) return undefined;
  const at = { ...local, hour: Math.floor(to / 60), minute: to % 60 };
  const todayMs = msAtLocal(at, timeZone);
  if (minute < to && todayMs > msOf(now)) return isoOf(todayMs);
  // Past midnight; and in the hour that a clock change shows twice, the end has been there once already.
  if (minute < to) return isoOf(msOf(now) + (to - minute) * MINUTE_MS);
  return isoOf(msAtLocal(nextDay(at), timeZone));
}

function nextDay(at: Parameters<typeof msAtLocal>[0]): Parameters<typeof msAtLocal>[0] {
  const next = new Date(Date.UTC(at.year, at.month - 1, at.day + 1));
  return { ...at, year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() };
}

function minuteOf(clockTime: string): number {
  const [hour = 0, minute = 0] = clockTime.split(':').map(Number);
  return hour * 60 + minute;
}

export type Raising = 'new' | 'grouped' | 'again' | 'known';

/**
 * NTF-1: what becomes of one more telling, beside what stands in the person's inbox about the same thing (newest
 * last): a line of its own, one more in the line that is open, nothing new within ten minutes, or nothing at all
 * because it was told before.
 */
export function raisingOf(
  draft: { readonly occurrence: string; readonly dedupeKey: string },
  standing: readonly Notification[],
  now: string,
): { readonly raising: Raising; readonly of: Notification | undefined } {
  const known = standing.find(({ occurrences }) => occurrences.includes(draft.occurrence));
  if (known !== undefined) return { raising: 'known', of: known };
  const open = standing.findLast(isOpen);
  if (open === undefined) return { raising: 'new', of: undefined };
  const ageMs = msOf(now) - msOf(open.raisedAt);
  const isAgain = open.dedupeKey === draft.dedupeKey && ageMs < DEDUPE_WINDOW_MS;
  return { raising: isAgain ? 'again' : 'grouped', of: open };
}

/** Somebody still has to look at it. */
export function isOpen({
  acknowledgedAt,
  dismissedAt,
}: Pick<Notification, 'acknowledgedAt' | 'dismissedAt'>): boolean {
  return acknowledgedAt === null && dismissedAt === null;
}

/** Failures in a row after which a channel counts as not working. */
const BROKEN_AFTER = 2;

export type EndedDelivery = Pick<
  Delivery,
  'channel' | 'address' | 'sentAt' | 'deliveredAt' | 'failedAt' | 'suppressedAt'
>;

/**
 * NTF-7: channels beyond this console over which somebody can be reached: there is an address, and not every one of
 * the last deliveries has failed. `deliveries` newest first.
 */
export function workingChannels(
  preferences: Preferences,
  deliveries: readonly EndedDelivery[],
): readonly OutboundChannel[] {
  return OUTBOUND_CHANNELS.filter((channel) => {
    const address = addressOf(preferences, channel);
    if (address === null) return false;
    const ended = deliveries
      .filter((one) => one.channel === channel && one.address === address)
      .map(stateOf)
      .filter((state) => state !== 'queued' && state !== 'suppressed')
      .slice(0, BROKEN_AFTER);
    return ended.length < BROKEN_AFTER || ended.some((state) => state !== 'failed');
  });
}
