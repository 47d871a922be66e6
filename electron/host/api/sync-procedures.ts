import { z } from 'zod';
import { EXCHANGE_FILE_BYTES_MAX } from '#shared/sync/exchange-file.ts';
import { LinkClass } from '../sync/link-class.ts';
import { type Asking, noteAct } from './note-act.ts';
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
  setPaused: manager.input(z.object({ paused: z.boolean() })).mutation(({ ctx, input: { paused } }) => {
    ctx.services.sync.setPaused(paused);
    noteAct(ctx, 'exchange-steered', paused ? 'pause' : 'go on');
  }),
  sendEverything: manager.mutation(({ ctx }) => {
    noteAct(ctx, 'exchange-steered', 'send everything');
    return ctx.services.sync.sendEverything();
  }),
  setLinkClass: manager
    .input(z.object({ linkClass: LinkClass }))
    .mutation(({ ctx, input: { linkClass } }) => {
      ctx.services.sync.setLinkClass(linkClass);
      noteAct(ctx, 'exchange-steered', 'link class', { linkClass });
    }),
  exportFile: manager.mutation(({ ctx }) => {
    const saved = ctx.services.sync.exportFile();
    noteAct(ctx, 'exchange-steered', 'save as a file', { fileName: saved.fileName });
    return saved;
  }),
  importFile: manager
    .input(z.object({ base64: z.base64().max(EXCHANGE_FILE_BASE64_MAX) }))
    .mutation(async ({ ctx, input }) => {
      const outcome = await ctx.services.sync.importFile(input);
      noteAct(ctx, 'exchange-steered', 'bring a file in', { kind: outcome.kind });
      return outcome;
    }),

  attention: procedure.query(({ ctx }) => ctx.services.sync.attention()),
  retry: procedure.input(z.object({ seq: z.int().positive() })).mutation(({ ctx, input: { seq } }) => {
    const outcome = ctx.services.sync.retry(ctx.actor, seq);
    noteSettled(ctx, seq, 'tried again');
    return outcome;
  }),
  discard: procedure.input(z.object({ seq: z.int().positive() })).mutation(({ ctx, input: { seq } }) => {
    ctx.services.sync.discard(ctx.actor, seq);
    noteSettled(ctx, seq, 'discarded');
  }),

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

function noteSettled({ services, actor }: Asking, seq: number, act: string): void {
  services.audit.note(actor, { event: 'refused-change-settled', params: { seq, act } });
}
