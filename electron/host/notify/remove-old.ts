import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { notificationCommands } from '#shared/domains/notifications/commands.ts';
import { LINES_REMOVED_MAX } from '#shared/domains/notifications/removal.ts';
import { type InboxRetention, OLD_LINES, oldBefore } from '#shared/domains/notifications/retention.ts';
import { notification } from '#shared/domains/notifications/schema.ts';
import type { CommandRunner } from '../commands/command-runner.ts';
import { viewOf } from '../store/record-tables.ts';
import type { Store } from '../store/store.ts';
import { JobCancelled } from '../workers/job.ts';
import { asConsole } from './as-console.ts';

const OldLine = z.object({ id: z.string() });

/** NTF-10: removes old lines of this site, a few at a time; other consoles hear of it as of any change. Returns how many. */
export async function removeOldLines(parts: {
  readonly store: Store;
  readonly commands: CommandRunner;
  readonly retention: InboxRetention;
  readonly now: string;
  readonly signal: AbortSignal;
}): Promise<number> {
  const { store, retention, now, signal } = parts;
  const before = oldBefore(retention, now);
  const left = () => {
    const siteId = store.state.site?.id ?? '';
    return store.all(
      OldLine,
      `SELECT id FROM ${viewOf(notification)} WHERE siteId = :siteId AND ${OLD_LINES}
       ORDER BY raisedAt, id LIMIT ${LINES_REMOVED_MAX}`,
      { siteId, ...before },
    );
  };
  let removed = 0;
  for (let old = left(); old.length > 0; old = left()) {
    if (signal.aborted) throw new JobCancelled();
    const ids = old.map(({ id }) => id);
    removed += asConsole<{ removed: number }>(parts, notificationCommands.removeOld, {
      ids,
      ...before,
    }).removed;
    await setImmediate();
  }
  return removed;
}
