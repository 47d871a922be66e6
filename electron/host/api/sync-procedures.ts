import { z } from 'zod';
import { EXCHANGE_FILE_BYTES_MAX } from '#shared/sync/exchange-file.ts';
import { LinkClass } from '../sync/link-class.ts';
import { procedure, procedureFor, router } from './trpc.ts';

const EXCHANGE_FILE_BASE64_MAX = Math.ceil(EXCHANGE_FILE_BYTES_MAX / 3) * 4;
const PAGE_MAX = 100;
const Page = z.object({
  before: z.int().positive().optional(),
  limit: z.int().positive().max(PAGE_MAX),
});

/** Everybody sees how the link is; what it costs, and what leaves by it, is for some. */
const manager = procedureFor('sync.manage');

export const syncRouter = router({
  now: manager.mutation(({ ctx }) => ctx.services.sync.now()),
  setPaused: manager
    .input(z.object({ paused: z.boolean() }))
    .mutation(({ ctx, input }) => ctx.services.sync.setPaused(input.paused)),
  sendEverything: manager.mutation(({ ctx }) => ctx.services.sync.sendEverything()),
  setLinkClass: manager
    .input(z.object({ linkClass: LinkClass }))
    .mutation(({ ctx, input }) => ctx.services.sync.setLinkClass(input.linkClass)),
  exportFile: manager.mutation(({ ctx }) => ctx.services.sync.exportFile()),
  importFile: manager
    .input(z.object({ base64: z.base64().max(EXCHANGE_FILE_BASE64_MAX) }))
    .mutation(({ ctx, input }) => ctx.services.sync.importFile(input)),

  attention: procedure.query(({ ctx }) => ctx.services.sync.attention()),
  retry: procedure
    .input(z.object({ seq: z.int().positive() }))
    .mutation(({ ctx, input }) => ctx.services.sync.retry(ctx.actor, input.seq)),
  discard: procedure
    .input(z.object({ seq: z.int().positive() }))
    .mutation(({ ctx, input }) => ctx.services.sync.discard(ctx.actor, input.seq)),

  exchanges: procedure
    .input(Page)
    .query(({ ctx, input: { before, limit } }) => ctx.services.syncRecords.exchanges({ before, limit })),
  conflicts: procedure
    .input(Page)
    .query(({ ctx, input: { before, limit } }) =>
      ctx.services.syncRecords.conflicts(ctx.actor, { before, limit }),
    ),
  /** Asked for with the next exchange; the list says when it was last asked. */
  fetchConflicts: procedure.mutation(({ ctx }) => ctx.services.sync.fetchConflicts()),
  conflictsSeen: procedure
    .input(z.object({ upTo: z.int().positive() }))
    .mutation(({ ctx, input }) => ctx.services.syncRecords.conflictsSeen(ctx.actor, input.upTo)),
});
