import { z } from 'zod';
import { TASK_KINDS } from '../store/tasks/task.ts';
import { procedureFor, router } from './trpc.ts';

const Task = z.object({ kind: z.enum(TASK_KINDS) });

/** The store concerns the whole console, so a right of its own opens it. */
const administrator = procedureFor('store.manage');

export const storeRouter = router({
  overview: administrator.query(({ ctx }) => ctx.services.store.overview()),
  /** Starts long work, or joins the work of this kind that runs; `overview` shows how it goes. */
  start: administrator.input(Task).mutation(({ ctx, input }) => ctx.services.store.start(input.kind)),
  cancel: administrator.input(Task).mutation(({ ctx, input }) => ctx.services.store.cancel(input.kind)),
  archive: administrator.query(({ ctx }) => ctx.services.archive.overview()),
  archiveNow: administrator.mutation(({ ctx }) => ctx.services.archive.start()),
  stopArchiving: administrator.mutation(({ ctx }) => ctx.services.archive.cancel()),
  /** The connection ends with the host; the page connects again when the store has its new key. */
  changeKey: administrator.mutation(({ ctx }) => ctx.services.store.changeKey()),
});
