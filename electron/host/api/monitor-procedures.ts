import { z } from 'zod';
import { RecordId } from '#shared/kernel/ids.ts';
import { procedureFor, router } from './trpc.ts';

/** What this console alone knows of the monitors: when they were heard, and, once, their tokens. */
export const monitorsRouter = router({
  stands: procedureFor('incidents.read')
    .input(z.object({ siteId: RecordId }))
    .query(({ ctx, input }) => ctx.services.monitors.stands(ctx.actor, input.siteId)),
  newToken: procedureFor('incidents.configure')
    .input(z.object({ monitorId: RecordId }))
    .mutation(({ ctx, input }) => ctx.services.monitors.newToken(ctx.actor, input)),
});
