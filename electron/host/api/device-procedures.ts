import { z } from 'zod';
import { FormerPageInput } from '#shared/audit/former-view.ts';
import { CodeId, IssueCode, RevokeDevice } from '#shared/sync/devices.ts';
import { procedureFor, router } from './trpc.ts';

const manager = procedureFor('devices.manage');

export const devicesRouter = router({
  /** What is known here, at once and without a link. */
  overview: manager.query(({ ctx }) => ctx.services.devices.overview(ctx.actor)),
  /** The same after the server was asked. */
  refresh: manager.mutation(({ ctx }) => ctx.services.devices.refresh(ctx.actor)),
  revoke: manager
    .input(RevokeDevice)
    .mutation(({ ctx, input }) => ctx.services.devices.revoke(ctx.actor, input)),
  issueCode: manager
    .input(IssueCode)
    .mutation(({ ctx, input }) => ctx.services.devices.issueCode(ctx.actor, input)),
  withdrawCode: manager
    .input(z.object({ codeId: CodeId }))
    .mutation(({ ctx, input }) => ctx.services.devices.withdrawCode(ctx.actor, input)),
  /** The journal of a former identity, for those who read journals. */
  formerPage: procedureFor('audit.read')
    .input(FormerPageInput)
    .query(({ ctx, input }) => ctx.services.devices.formerPage(ctx.actor, input)),
});
