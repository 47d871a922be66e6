import { z } from 'zod';
import { readJobs } from '../jobs.ts';
import type { JobContext } from '../read-job.ts';
import { serveJobs } from '../serve-jobs.ts';

/** The program's jobs and some that only a test wants. */
serveJobs({
  ...readJobs,
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
