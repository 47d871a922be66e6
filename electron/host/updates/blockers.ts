import { z } from 'zod';
import { isoOf } from '#shared/kernel/clock.ts';
import type { SyncStatus } from '../services.ts';
import type { Store } from '../store/store.ts';
import { updateError } from './errors.ts';
import type { UpdateBlocker } from './updates-service.ts';

const Count = z.object({ count: z.int() });
const SAFETY_LANE = 0;

/**
 * What has to be over before a console is taken away from its people for a minute (UPD-4): an emergency anywhere
 * in their sight, a glass that is broken, word of safety that has not left yet, work that runs.
 */
export function updateBlocker(
  store: Pick<Store, 'get'>,
  {
    nowMs,
    sync,
    jobsRunning,
  }: { nowMs: number; sync: Pick<SyncStatus, 'link' | 'lanes'>; jobsRunning: number },
): UpdateBlocker | null {
  const now = isoOf(nowMs);
  const count = (sql: string, parameters = {}) => store.get(Count, sql, parameters)?.count ?? 0;
  const found: readonly UpdateBlocker[] = [
    {
      reason: 'emergency',
      count: count(`SELECT count(*) AS count FROM open_incident WHERE severity IN ('critical', 'high')`),
    },
    {
      reason: 'break-glass',
      count: count('SELECT count(*) AS count FROM break_glass WHERE endedAt IS NULL AND endsAt > :now', {
        now,
      }),
    },
    { reason: 'safety-waiting', count: waiting(sync) },
    { reason: 'work-running', count: jobsRunning },
  ];
  return found.find((blocker) => blocker.count > 0) ?? null;
}

/** A console that belongs to no company sends nothing. */
function waiting({ link, lanes }: Pick<SyncStatus, 'link' | 'lanes'>): number {
  if (link === 'not-joined') return 0;
  return lanes.find(({ lane }) => lane === SAFETY_LANE)?.entries ?? 0;
}

export function assertNotBlocked(blocker: UpdateBlocker | null): void {
  if (blocker !== null) throw updateError(`blocked-by-${blocker.reason}`);
}
