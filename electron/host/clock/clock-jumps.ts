import type { Logger } from 'pino';
import { z } from 'zod';
import type { Actor } from '#shared/access/can.ts';
import { JUMPED_MAX, noteClockJump } from '#shared/domains/incidents/commands/clock.ts';
import type { CommandRunner } from '../commands/command-runner.ts';
import type { Store } from '../store/store.ts';

/** Tells the open incidents of this site that its clock was set, which moves what is counted by it. */
export function noteJump(
  { store, commands, log }: { readonly store: Store; readonly commands: CommandRunner; readonly log: Logger },
  jumpMs: number,
): void {
  const { site, deviceId, station } = store.state;
  // A site's further consoles run no timers: the first one says what its clock did.
  if (site === undefined || deviceId === undefined || station !== 1) return;
  const actor: Actor = { type: 'system', id: deviceId, siteId: site.id };
  for (let after = ''; ; ) {
    const ids = store
      .all(
        z.object({ id: z.string() }),
        `SELECT id FROM open_incident WHERE siteId = :siteId AND id > :after ORDER BY id LIMIT ${JUMPED_MAX}`,
        { siteId: site.id, after },
      )
      .map(({ id }) => id);
    const last = ids.at(-1);
    if (last === undefined) return;
    after = last;
    try {
      commands.run(noteClockJump, { input: { ids, jumpMs: Math.round(jumpMs) } }, actor);
    } catch (error) {
      // Deadlines are watched by the clock as it is now; they must be, whatever else goes wrong.
      log.error({ err: error, jumpMs }, 'could not note that the clock jumped');
    }
  }
}
