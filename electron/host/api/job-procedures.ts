import { z } from 'zod';
import { procedureFor, router } from './trpc.ts';

const PAGE_MAX = 100;
const Name = z.string().min(1).max(80);
const RunNumber = z.object({ number: z.int().positive() });

const reader = procedureFor('jobs.read');
const manager = procedureFor('jobs.manage');

export const jobsRouter = router({
  overview: reader.query(({ ctx }) => ctx.services.jobs.overview()),
  history: reader
    .input(
      z.object({
        before: z.object({ endedAt: z.iso.datetime(), number: z.int().positive() }).optional(),
        limit: z.int().positive().max(PAGE_MAX),
        name: Name.optional(),
      }),
    )
    .query(({ ctx, input: { before, limit, name } }) =>
      ctx.services.jobs.history({ before, limit, ...(name === undefined ? {} : { name }) }),
    ),
  health: reader.query(({ ctx }) => ctx.services.jobs.health()),
  runNow: manager
    .input(z.object({ name: Name }))
    .mutation(({ ctx, input }) => ctx.services.jobs.runNow(ctx.actor, input.name)),
  pause: manager
    .input(z.object({ name: Name }))
    .mutation(({ ctx, input }) => ctx.services.jobs.pause(ctx.actor, input.name)),
  resume: manager
    .input(z.object({ name: Name }))
    .mutation(({ ctx, input }) => ctx.services.jobs.resume(ctx.actor, input.name)),
  retry: manager
    .input(RunNumber)
    .mutation(({ ctx, input }) => ctx.services.jobs.retry(ctx.actor, input.number)),
  cancel: manager
    .input(RunNumber)
    .mutation(({ ctx, input }) => ctx.services.jobs.cancel(ctx.actor, input.number)),
});
