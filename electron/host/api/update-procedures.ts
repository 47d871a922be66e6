import { z } from 'zod';
import { RELEASE_CHANNELS } from '#shared/kernel/release-feed.ts';
import { procedureFor, router } from './trpc.ts';

const manager = procedureFor('updates.manage');

export const updatesRouter = router({
  overview: manager.query(({ ctx }) => ctx.services.updates.overview()),
  check: manager.mutation(({ ctx }) => ctx.services.updates.check()),
  setChannel: manager
    .input(z.object({ channel: z.enum(RELEASE_CHANNELS) }))
    .mutation(({ ctx, input }) => ctx.services.updates.setChannel(ctx.actor, input.channel)),
  download: manager.mutation(({ ctx }) => ctx.services.updates.download()),
  cancel: manager.mutation(({ ctx }) => ctx.services.updates.cancel()),
  later: manager.mutation(({ ctx }) => ctx.services.updates.later()),
  install: manager.mutation(({ ctx }) => ctx.services.updates.install(ctx.actor)),
});
