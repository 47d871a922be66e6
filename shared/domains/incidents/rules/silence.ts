import { MINUTE_MS } from '../../../kernel/durations.ts';
import type { IncidentMonitor } from '../schema/monitor.ts';

export const MONITOR_STATES = ['beating', 'late', 'silent', 'muted', 'never-beaten'] as const;
export type MonitorState = (typeof MONITOR_STATES)[number];

type Terms = Pick<IncidentMonitor, 'everyMinutes' | 'graceMinutes' | 'mutedAt' | 'mutedUntil'>;

/**
 * INC-70: silent exactly when it was heard before, is not muted, and for longer than its interval and the grace
 * nothing came, while somebody listened. `quietMs`: how long that is; null for what was never heard.
 */
export function stateOf(
  monitor: Terms,
  { now, quietMs }: { readonly now: string; readonly quietMs: number | null },
): MonitorState {
  if (isMuted(monitor, now)) return 'muted';
  if (quietMs === null) return 'never-beaten';
  const everyMs = monitor.everyMinutes * MINUTE_MS;
  if (quietMs <= everyMs) return 'beating';
  return quietMs <= everyMs + monitor.graceMinutes * MINUTE_MS ? 'late' : 'silent';
}

export function isMuted(monitor: Pick<Terms, 'mutedAt' | 'mutedUntil'>, now: string): boolean {
  if (monitor.mutedAt === null) return false;
  return monitor.mutedUntil === null || now < monitor.mutedUntil;
}

/** Consoles exchange with the server every quarter of an hour at the latest, over the dearest link. */
export const SITE_MINUTES_MIN = 30;
