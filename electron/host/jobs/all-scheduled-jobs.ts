import { auditJobs } from '../audit/audit-jobs.ts';
import { exportJobs, type ExportJobParts } from '../exports/export-jobs.ts';
import { updateJobs, type UpdateJobParts } from '../updates/update-jobs.ts';
import { notifyJobs, type NotifyJobParts } from '../notify/delivery-jobs.ts';
import type { Store } from '../store/store.ts';
import type { ScheduledJob } from './define-scheduled-job.ts';
import { consoleUpkeepJobs } from './maintenance/console-upkeep.ts';
import { storeJobs, type StoreJobParts } from './maintenance/store-jobs.ts';
import type { SystemMonitor } from './monitor/system-monitor.ts';

/** What the jobs work with. A part of the program adds what its own jobs need. */
export type JobParts = StoreJobParts &
  ExportJobParts &
  UpdateJobParts &
  NotifyJobParts & {
    readonly store: Store;
    readonly monitor: SystemMonitor;
  };

/** Every job of this program. A part with jobs of its own is one line. */
export function scheduledJobs(parts: JobParts): readonly ScheduledJob[] {
  return [
    ...storeJobs(parts),
    ...auditJobs(parts),
    ...exportJobs(parts),
    ...updateJobs(parts),
    ...notifyJobs(parts),
    ...consoleUpkeepJobs(parts),
  ];
}
