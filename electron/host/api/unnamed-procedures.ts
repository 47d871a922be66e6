import { z } from 'zod';
import { EmergencyInput, NearMissInput } from '../access/unnamed-reports.ts';
import { PicturePart } from '../access/unnamed-pictures.ts';
import { procedureFor, publicProcedure, router } from './trpc.ts';

/** Reports that name nobody. */
export const unnamedRouter = router({
  /** Before sign-in: asks by itself whether the site takes it, and how often it was used. */
  emergency: publicProcedure
    .input(z.object({ commandId: z.uuid(), input: EmergencyInput }))
    .mutation(({ ctx, input }) => ctx.services.unnamed.emergency(ctx.connection, input)),
  /** Asks the same, and takes no more than a report can have; only this connection can report it. */
  emergencyPicture: publicProcedure
    .input(PicturePart)
    .mutation(({ ctx, input }) => ctx.services.unnamed.emergencyPicture(ctx.connection, input)),
  /** By somebody who may report; who it was goes no further than this line. */
  nearMiss: procedureFor('incidents.report')
    .input(z.object({ commandId: z.uuid(), input: NearMissInput }))
    .mutation(({ ctx, input }) => ctx.services.unnamed.nearMiss(ctx.connection, input)),
  /** The right to attach is asked for as it is with a name. */
  nearMissPicture: procedureFor('files.attach')
    .input(PicturePart)
    .mutation(({ ctx, input }) => ctx.services.unnamed.nearMissPicture(ctx.connection, input)),
});
