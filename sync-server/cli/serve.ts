import { pino } from 'pino';
import { z } from 'zod';
import type { Clock } from '#shared/kernel/clock.ts';
import { createSyncServer } from '../server.ts';
import type { ServeLine } from './command-line.ts';
import { openDataFolder } from './data-folder.ts';

const LogLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info');

const systemClock: Clock = { now: () => Date.now(), monotonicMs: () => performance.now() };

/** Serves until SIGTERM or SIGINT; then running exchanges are finished, and the database is closed. */
export async function serve({ dataFolder, host, port, json }: ServeLine): Promise<void> {
  // Logs go to standard error: standard output says where the server is, to people and to scripts.
  const level = LogLevel.parse(process.env['FAIRLEAD_LOG_LEVEL']);
  const logger = pino({ name: 'sync-server', level }, pino.destination(2));
  const { storage, blobFolder } = openDataFolder(dataFolder);
  const server = createSyncServer({ storage, blobFolder, clock: systemClock, logger });
  const organisation = await storage.organisation();
  if (organisation === undefined) logger.warn('no organisation yet: run `init --organisation "…"`');
  const url = await server.listen({ host, port }).catch(async (error: unknown) => {
    await storage.close();
    throw error;
  });
  console.log(
    json ? JSON.stringify({ url, dataFolder }) : `Fairlead sync server: ${url} (data: ${dataFolder})`,
  );
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
  logger.info('stopping');
  await server.close();
  await storage.close();
  logger.info('stopped');
}
