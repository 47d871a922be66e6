import { z } from 'zod';
import { OLD_LINES, oldBefore } from '#shared/domains/notifications/retention.ts';
import { notification } from '#shared/domains/notifications/schema.ts';
import type { Retention, RetentionKey } from '#shared/domains/settings/retention.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import { COUNTED_MAX, countOld } from '../jobs/maintenance/clean-up.ts';
import { archivable, countEndedBefore } from '../store/archive/what-is-due.ts';
import type { BackupSchedule } from '../store/backup/backup-schedule.ts';
import { viewOf } from '../store/record-tables.ts';
import type { Store } from '../store/store.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

/** How much would go, or move, with the next run of each job; at most `countedMax` of each is counted. */
export type RetentionPreview = {
  readonly counts: { readonly [Key in RetentionKey]?: number };
  readonly countedMax: number;
};

const Count = z.object({ count: z.int() });

/** Counts by indexes and names of files; nothing is read that is large, and nothing is changed. */
export function retentionPreview(
  {
    store,
    clock,
    backups,
  }: { readonly store: Store; readonly clock: Clock; readonly backups: Pick<BackupSchedule, 'dropped'> },
  kept: Retention,
): RetentionPreview {
  const nowMs = clock.now();
  const before = (days: number) => isoOf(nowMs - days * DAY_MS);
  const files = store.get(
    Count,
    `SELECT count(*) AS count FROM export WHERE state = 'completed' AND (expiresAt <= :now OR endedAt <= :before)`,
    { now: isoOf(nowMs), before: before(kept.exportFileDays) },
  );
  const inbox = { settledDays: kept.settledNotificationDays, unreadDays: kept.unreadNotificationDays };
  const lines = store.get(
    Count,
    `SELECT count(*) AS count FROM (SELECT 1 FROM ${viewOf(notification)}
     WHERE siteId = :siteId AND ${OLD_LINES} LIMIT ${COUNTED_MAX})`,
    { siteId: store.state.site?.id ?? '', ...oldBefore(inbox, isoOf(nowMs)) },
  );
  return {
    counts: {
      ...countOld(store, { nowMs, kept }),
      archiveAfterDays: archivable.reduce(
        (sum, entity) => sum + countEndedBefore(store.db, entity, before(kept.archiveAfterDays)),
        0,
      ),
      exportFileDays: files?.count ?? 0,
      // Two rules about one inbox.
      settledNotificationDays: lines?.count ?? 0,
      // The three rules about backups decide together.
      backupWeeklyWeeks: backups.dropped(kept).length,
    },
    countedMax: COUNTED_MAX,
  };
}
