import { defineScheduledJob, type ScheduledJob } from '../jobs/define-scheduled-job.ts';
import type { HostServices } from '../services.ts';
import { journalError } from './errors.ts';

export type AuditJobParts = { readonly runJob: HostServices['runJob'] };

const LONG_SECONDS = 60 * 60;

/** Every night each console proves its own journal. A broken chain is not tried again: it stays broken. */
export function auditJobs({ runJob }: AuditJobParts): readonly ScheduledJob[] {
  return [
    defineScheduledJob({
      name: 'audit.verify',
      titleKey: 'job.audit.verify',
      schedule: { cron: '30 3 * * *' },
      zone: 'site',
      catchUp: 'once',
      where: 'every-console',
      attempts: 1,
      timeoutSeconds: LONG_SECONDS,
      mayBeDisabled: false,
      async run({ signal }) {
        const how = { signal, isUpkeep: true, timeLimitMs: LONG_SECONDS * 1_000 };
        const verdict = await runJob('store.verify-chain', undefined, how);
        if (!verdict.sound) throw journalError('chain-broken', { seq: verdict.badSeq });
        return { key: 'job.audit.verify.done', params: { count: verdict.entries } };
      },
    }),
  ];
}
