import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { DeliveryChannels } from '#shared/delivery/channel.ts';
import { closeChannels, openChannels } from '#shared/delivery/open-channels.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { messageOf } from '#shared/kernel/errors.ts';
import { Metrics } from '../metrics/metrics.ts';
import { createAdminServer } from '../operations/admin-server.ts';
import { createLogger } from '../operations/logger.ts';
import { observedStorage } from '../operations/observed-storage.ts';
import { createOperations, type Operations } from '../operations/operations.ts';
import { readTls, type TlsFiles } from '../operations/tls.ts';
import { createSyncServer, type SyncServer } from '../server.ts';
import type { ServeLine } from './command-line.ts';
import { type Database, openDatabase } from './open-database.ts';
import type { ServeSettings } from './serve-settings.ts';

const systemClock: Clock = { now: () => Date.now(), monotonicMs: () => performance.now() };

/** Serves until SIGTERM or SIGINT; then running exchanges are finished, and the database is closed. */
export async function serve({ database: where, json, settings }: ServeLine): Promise<void> {
  const logger = createLogger(settings.logLevel);
  const database = await openDatabase(where, (error) =>
    logger.warn({ err: error }, 'database connection lost'),
  );
  try {
    const running = await start(database, settings, logger);
    const { url, adminUrl } = running;
    console.log(
      json
        ? JSON.stringify({ url, adminUrl, data: database.place })
        : `Fairlead sync server: ${url} (data: ${database.place})`,
    );
    await stopSignal();
    await stop(running, settings, logger);
  } finally {
    await database.storage.close();
  }
  logger.info('stopped');
}

type Running = {
  readonly server: SyncServer;
  readonly admin: FastifyInstance | undefined;
  readonly operations: Operations;
  readonly url: string;
  readonly adminUrl: string | undefined;
  readonly forget: () => Promise<void>;
};

async function start(database: Database, settings: ServeSettings, logger: Logger): Promise<Running> {
  const { host, port, tls, trustedProxies, connectionsMax, limits, metricsToken, updatesFolder } = settings;
  const metrics = new Metrics();
  metrics.measureProcess();
  const storage = observedStorage(database.storage, metrics);
  const operations = createOperations({ storage, clock: systemClock, metrics, limits, metricsToken });
  const news = await database.openNews((error) =>
    logger.warn({ reason: messageOf(error) }, 'news of other replicas'),
  );
  const channels = openChannels(settings.delivery, () => systemClock.now(), { takesReceipts: true });
  const server = createSyncServer({
    storage,
    blobFolder: database.blobFolder,
    clock: systemClock,
    logger,
    operations,
    news,
    connectionsMax,
    updatesFolder,
    channels,
    receiptSecret: settings.delivery.FAIRLEAD_WEBHOOK_SECRET,
    incomingSecret: settings.incomingSecret,
    ...(database.blobs === undefined ? {} : { blobs: database.blobs }),
    ...(tls === undefined ? {} : { tls: readTls(tls, systemClock.now()) }),
    ...(trustedProxies === undefined ? {} : { trustedProxies }),
  });
  reloadOnHangup(server, tls, logger);
  const admin = settings.admin && createAdminServer({ ...operations, token: metricsToken });
  if ((await database.storage.organisation()) === undefined) {
    logger.warn('no organisation yet: run `init --organisation "…"`');
  }
  const adminUrl = settings.admin && (await admin?.listen(settings.admin));
  const url = await server.listen({ host, port }).catch(async (error: unknown) => {
    await Promise.all([admin?.close(), news.close()]);
    throw error;
  });
  logger.info({ url, adminUrl, data: database.place }, 'serving');
  return { server, admin, operations, url, adminUrl, forget: () => forget(news, channels) };
}

async function forget(news: { close(): Promise<void> }, channels: DeliveryChannels): Promise<void> {
  closeChannels(channels);
  await news.close();
}

/** Not ready first, so that balancers send no new work; then what runs is finished; the watchers are left last. */
async function stop(running: Running, { drainMs }: ServeSettings, logger: Logger): Promise<void> {
  logger.info({ drainMs }, 'stopping');
  running.operations.readiness.stop();
  if (drainMs > 0) await Promise.race([wait(drainMs, undefined, { ref: false }), stopSignal()]);
  await running.server.close();
  await running.forget();
  await running.admin?.close();
}

/** The next one. Listeners stay: one signal more, as a terminal sends to a whole group, must not cut the stopping short. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve());
  });
}

/** A certificate that can't be used leaves the one that is in use. */
function reloadOnHangup(server: SyncServer, files: TlsFiles | undefined, logger: Logger): void {
  process.on('SIGHUP', () => {
    // Without a listener the signal would end the server.
    if (files === undefined) return;
    try {
      server.useTls(readTls(files, systemClock.now()));
      logger.info('certificate read again');
    } catch (error) {
      logger.error({ reason: messageOf(error) }, 'certificate not changed');
    }
  });
}
