import { z } from 'zod';
import { RecordId } from '#shared/kernel/ids.ts';
import { procedureFor, router } from '../api/trpc.ts';
import { AccessQuestion } from './explain-access.ts';

export const accessRouter = router({
  /** Why a person may do something, to a record or at all; works with no link. */
  explain: procedureFor('people.read')
    .input(AccessQuestion)
    .query(({ ctx, input }) => ctx.services.explainAccess(ctx.actor, input)),
  signInState: procedureFor('people.manage')
    .input(z.object({ personId: RecordId }))
    .query(({ ctx, input }) => ctx.services.signInState(ctx.actor, input.personId)),
});
