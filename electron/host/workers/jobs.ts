import { rollUpsOfDomains } from '../store/roll-ups/roll-ups.ts';
import { collectionsOf } from '../store/roll-ups/sums.ts';
import { type RollUpsVerdict, verifyRollUps } from '../store/roll-ups/verify.ts';
import { countLivingRecords } from '../store/record-batches.ts';
import type { JobContext, ReadJob } from './read-job.ts';

/** The long reading that this program does, by name. */
export const readJobs = {
  /** Counts every record again and compares with the statistics that were kept. */
  'statistics.verify': ({ db, step }: JobContext, _input: undefined): RollUpsVerdict => {
    const total = countLivingRecords(db, rollUpsOfDomains.flatMap(collectionsOf));
    let done = 0;
    return verifyRollUps(db, {
      onBatch(records) {
        done += records;
        step({ done: Math.min(done, total), total });
      },
    });
  },
} satisfies { readonly [name: string]: ReadJob<undefined> };

export type ReadJobName = keyof typeof readJobs;
export type ReadJobInput<Name extends ReadJobName> =
  (typeof readJobs)[Name] extends ReadJob<infer Input> ? Input : never;
export type ReadJobOutput<Name extends ReadJobName> = ReturnType<(typeof readJobs)[Name]>;
