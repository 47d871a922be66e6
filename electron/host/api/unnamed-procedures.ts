import { z } from 'zod';
import { EmergencyInput, NearMissInput } from '../access/unnamed-reports.ts';
import { procedureFor, publicProcedure, router } from './trpc.ts';

/** Reports that name nobody. */
export const unnamedRouter = router({
  /** Before sign-in: asks by itself whether the site takes it, and how often it was used. */
  emergency: publicProcedure
    .input(z.object({ commandId: z.uuid(), input: EmergencyInput }))
    .mutation(({ ctx, input }) => ctx.services.unnamed.emergency(input)),
  /** By somebody who may report; who it was goes no further than this line. */
  nearMiss: procedureFor('incidents.report')
    .input(z.object({ commandId: z.uuid(), input: NearMissInput }))
    .mutation(({ ctx, input }) => ctx.services.unnamed.nearMiss(input)),
});
