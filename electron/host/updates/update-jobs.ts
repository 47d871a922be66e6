import { DomainError } from '#shared/kernel/errors.ts';
import { defineScheduledJob, type ScheduledJob } from '../jobs/define-scheduled-job.ts';

export type UpdateJobParts = {
  /** Looks whether there is a newer version; does nothing at a console of no company. */
  readonly updates: { lookForOne(): Promise<'looked' | 'no-server'> };
};

/** Once a night: what is found is offered to people, and nothing is fetched unasked. */
export function updateJobs({ updates }: UpdateJobParts): readonly ScheduledJob[] {
  return [
    defineScheduledJob({
      name: 'updates.check',
      titleKey: 'job.updates.check',
      schedule: { cron: '40 3 * * *' },
      zone: 'site',
      catchUp: 'once',
      where: 'every-console',
      attempts: 0,
      mayBeDisabled: false,
      async run() {
        const looked = await updates.lookForOne();
        return { key: `job.updates.check.${looked}` };
      },
    }),
  ];
}

/** For the job: that there is no server is no failure of it. */
export async function lookForOne(check: () => Promise<void>): Promise<'looked' | 'no-server'> {
  try {
    await check();
    return 'looked';
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not-set-up') return 'no-server';
    throw error;
  }
}
