import { z } from 'zod';
import { TASK_KINDS } from '../store/tasks/task.ts';
import { noteAct } from './note-act.ts';
import { procedureFor, router } from './trpc.ts';

const Task = z.object({ kind: z.enum(TASK_KINDS) });

/** The store concerns the whole console, so a right of its own opens it. */
const administrator = procedureFor('store.manage');

export const storeRouter = router({
  overview: administrator.query(({ ctx }) => ctx.services.store.overview()),
  /** Starts long work, or joins the work of this kind that runs; `overview` shows how it goes. */
  start: administrator.input(Task).mutation(({ ctx, input: { kind } }) => {
    ctx.services.store.start(kind);
    // All the records of the console, in a file: an export like any other.
    if (kind === 'export')
      ctx.services.audit.note(ctx.actor, { event: 'exported', params: { what: 'store' } });
    else noteAct(ctx, 'store-steered', kind);
  }),
  cancel: administrator.input(Task).mutation(({ ctx, input: { kind } }) => {
    ctx.services.store.cancel(kind);
    noteAct(ctx, 'store-steered', `cancel ${kind}`);
  }),
  archive: administrator.query(({ ctx }) => ctx.services.archive.overview()),
  archiveNow: administrator.mutation(({ ctx }) => {
    ctx.services.archive.start();
    noteAct(ctx, 'store-steered', 'archive');
  }),
  stopArchiving: administrator.mutation(({ ctx }) => {
    ctx.services.archive.cancel();
    noteAct(ctx, 'store-steered', 'stop archiving');
  }),
  /** The connection ends with the host; the page connects again when the store has its new key. */
  changeKey: administrator.mutation(({ ctx }) => {
    ctx.services.store.changeKey();
    noteAct(ctx, 'store-steered', 'change the key');
  }),
});
