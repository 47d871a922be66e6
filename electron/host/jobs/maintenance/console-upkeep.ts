import { msOf } from '#shared/kernel/clock.ts';
import type { ConsoleSettings } from '../../settings/console-settings.ts';
import type { Store } from '../../store/store.ts';
import { defineScheduledJob, type ScheduledJob } from '../define-scheduled-job.ts';
import type { SystemMonitor } from '../monitor/system-monitor.ts';
import { cleanUp } from './clean-up.ts';

/** What keeps a console in order and knows whether it is. */
export function consoleUpkeepJobs(parts: {
  readonly store: Store;
  readonly monitor: SystemMonitor;
  readonly settings: Pick<ConsoleSettings, 'retention'>;
}): readonly ScheduledJob[] {
  const { store, monitor, settings } = parts;
  return [
    defineScheduledJob({
      name: 'system.monitor',
      titleKey: 'job.system.monitor',
      schedule: { cron: '*/5 * * * *' },
      zone: 'UTC',
      // How it was while the console was off is not to be found out.
      catchUp: 'skip',
      attempts: 0,
      where: 'every-console',
      mayBeDisabled: false,
      run() {
        return { key: `job.system.monitor.${monitor.look().health}` };
      },
    }),
    defineScheduledJob({
      name: 'system.clean-up',
      titleKey: 'job.system.cleanUp',
      schedule: { cron: '0 3 * * 0' },
      zone: 'site',
      catchUp: 'once',
      where: 'every-console',
      async run({ now, signal }) {
        const count = await cleanUp(store, { nowMs: msOf(now), signal, kept: settings.retention() });
        return { key: 'job.system.cleanUp.done', params: { count } };
      },
    }),
  ];
}
