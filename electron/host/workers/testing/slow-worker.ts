import { z } from 'zod';
import type { JobContext } from '../job.ts';
import { jobs } from '../jobs.ts';
import { serveJobs } from '../serve-jobs.ts';

/** The program's jobs and some that only a test wants. */
serveJobs({
  ...jobs,
  endless({ step }: JobContext): never {
    for (let done = 0; ; done += 1) step({ done, total: null });
  },
  deaf({ step }: JobContext): never {
    step({ done: 0, total: null });
    for (;;);
  },
  crash(): never {
    process.exit(3);
  },
  crashLater(): string {
    setTimeout(() => process.exit(4), 0);
    return 'the job is done, the thread is not';
  },
  broken(): never {
    throw new TypeError('a bug');
  },
  write: ({ db }: JobContext) => db.prepare('DELETE FROM journal').run().changes,
  everything: ({ all }: JobContext) =>
    all(
      z.object({ n: z.int() }),
      'WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 1000000) SELECT n FROM n',
    ).length,
});
