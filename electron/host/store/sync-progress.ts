import { z } from 'zod';
import type { PerLane } from '#shared/sync/wire.ts';

const Count = z.int().nonnegative();
const Lanes = z.tuple([Count, Count, Count, Count]);

/** How far this console is in what its server has to tell. Changes with the records it speaks of. */
export const SyncProgress = z.object({
  /** The server's, as last told; empty before the first answer. */
  epoch: z.string(),
  view: z.string(),
  /** Per lane, up to which version of the organisation everything in scope has been received. */
  cursors: Lanes,
  /** Cursors at which the current run of pages began; the cursors themselves when none is under way. */
  since: Lanes,
  /** The organisation's version when the pages from 0 began; 0 when none are under way. */
  began: Count,
  /** What this console set itself is to be told too, until it has caught up. */
  echo: z.boolean(),
  /** Number of the run in which everything is told again; what is not told in it goes at its end. 0: none is under way. */
  rebuild: Count,
  /** The last number that `rebuild` had. */
  rebuilds: Count,
  /** Short name of the schema table that the server has been told. */
  schemas: z.string(),
  /** Answers taken in so far. */
  turn: Count,
});
export type SyncProgress = z.infer<typeof SyncProgress>;

export const NO_LANES: Readonly<PerLane> = [0, 0, 0, 0];

export function firstProgress(): SyncProgress {
  return {
    epoch: '',
    view: '',
    cursors: [...NO_LANES],
    since: [...NO_LANES],
    began: 0,
    echo: false,
    rebuild: 0,
    rebuilds: 0,
    schemas: '',
    turn: 0,
  };
}

/** Everything is asked for again, this console's own work too; what it has stays until that is done. */
export function startedOver(
  progress: SyncProgress,
  at: Pick<SyncProgress, 'epoch' | 'view'> = { epoch: '', view: '' },
): SyncProgress {
  const rebuild = progress.rebuilds + 1;
  const { schemas, turn } = progress;
  return {
    ...firstProgress(),
    epoch: at.epoch,
    view: at.view,
    echo: true,
    rebuild,
    rebuilds: rebuild,
    schemas,
    turn: turn + 1,
  };
}
