import type { FastifyBaseLogger } from 'fastify';
import { purgeTombstones } from './exchange/purge.ts';
import type { ServerContext } from './http/context.ts';

/** Nothing here is urgent, and every replica does it. */
const EVERY_MS = 6 * 3_600_000;

/**
 * What a server does by itself now and then: lets go of parts that nobody came back for, and of tombstones that
 * every device has passed. Returns the way to stop.
 */
export function startUpkeep(
  context: Pick<ServerContext, 'parts' | 'storage' | 'clock'>,
  log: Pick<FastifyBaseLogger, 'info' | 'error'>,
): () => void {
  const timer = setInterval(() => {
    context.parts.sweep().catch((error: unknown) => log.error({ err: error }, 'parts were not swept'));
    purge(context).then(
      (tombstones) => log.info({ tombstones }, 'upkeep'),
      (error: unknown) => log.error({ err: error }, 'tombstones were not purged'),
    );
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** How many tombstones are gone; none before there is an organisation. */
export async function purge({ storage, clock }: Pick<ServerContext, 'storage' | 'clock'>): Promise<number> {
  const organisation = await storage.organisation();
  if (organisation === undefined) return 0;
  return storage.transaction(organisation.id, (tx) => purgeTombstones(tx, clock.now()));
}
