import { defineScheduledJob, type ScheduledJob } from '../jobs/define-scheduled-job.ts';
import type { ExportsService } from './exports-service.ts';

export type ExportJobParts = { readonly exports: Pick<ExportsService, 'removeExpired'> };

/** Files of exports are kept as long as was asked for, and not longer. */
export function exportJobs({ exports }: ExportJobParts): readonly ScheduledJob[] {
  return [
    defineScheduledJob({
      name: 'exports.expire',
      titleKey: 'job.exports.expire',
      schedule: { cron: '17 * * * *' },
      zone: 'UTC',
      catchUp: 'once',
      where: 'every-console',
      run() {
        return { key: 'job.exports.expire.done', params: { count: exports.removeExpired() } };
      },
    }),
  ];
}
