import { z } from 'zod';
import { procedureFor, router } from './trpc.ts';

const reader = procedureFor('diagnostics.read');

export const diagnosticsRouter = router({
  /** A mutation, since each is another one: what is then saved is what was shown. */
  prepare: reader.mutation(({ ctx }) => ctx.services.diagnostics.prepare()),
  save: reader
    .input(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => ctx.services.diagnostics.save(ctx.actor, input.id)),
});
