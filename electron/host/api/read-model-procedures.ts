import { SearchInput } from '#shared/search/found.ts';
import type { HostServices } from '../services.ts';
import type { RollUpsVerdict } from '../store/roll-ups/verify.ts';
import type { JobProgress } from '../workers/job.ts';
import { jobStream } from './job-stream.ts';
import { noteAct } from './note-act.ts';
import { procedure, procedureFor, router } from './trpc.ts';

export const searchRouter = router({
  find: procedure.input(SearchInput).query(({ ctx, input }) => ctx.services.search(ctx.actor, input)),
});

export const statisticsRouter = router({
  /** Counts everything again beside the host: how far it is, then the verdict. Ending the subscription cancels it. */
  verify: procedureFor('audit.read').subscription(({ ctx, signal }) =>
    verifyStatistics(ctx.services, signal),
  ),
  /** How the latest counting anew goes. */
  recount: procedureFor('store.manage').query(({ ctx }) => ctx.services.statistics.recount()),
  /** Counts all records anew, or joins the counting that is under way; `recount` shows how it goes. */
  recalculate: procedureFor('store.manage').mutation(({ ctx }) => {
    ctx.services.statistics.recalculate();
    noteAct(ctx, 'store-steered', 'recalculate statistics');
  }),
});

type Verification =
  | { readonly type: 'progress'; readonly progress: JobProgress }
  | { readonly type: 'verdict'; readonly verdict: RollUpsVerdict };

async function* verifyStatistics(
  services: HostServices,
  signal: AbortSignal | undefined,
): AsyncGenerator<Verification> {
  const told = jobStream((onProgress) =>
    services.runJob('statistics.verify', undefined, { signal, onProgress }),
  );
  for await (const one of told) {
    yield one.type === 'progress' ? one : { type: 'verdict', verdict: one.result };
  }
}
