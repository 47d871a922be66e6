import { randomUUID } from 'node:crypto';
import { Server as TlsServer } from 'node:tls';
import path from 'node:path';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { DeliveryChannels } from '#shared/delivery/channel.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { FRAME_BYTES_MAX } from '#shared/sync/limits.ts';
import { type Blobs, BlobStore } from './blobs/blob-store.ts';
import { PartStore } from './blobs/part-store.ts';
import { Quarantine } from './blobs/quarantine.ts';
import { blobRoutes } from './http/blob-routes.ts';
import { companyJournalRoute } from './http/company-journal-route.ts';
import { conflictsRoute } from './http/conflicts-route.ts';
import type { ServerContext } from './http/context.ts';
import { devicesRoute } from './http/devices-route.ts';
import { enrolRoute } from './http/enrol-route.ts';
import { exchangeFileRoute } from './http/exchange-file.ts';
import { installRefusals, refuseMalformed } from './http/refusals.ts';
import { liveEndpoint } from './http/live/live-endpoint.ts';
import type { LiveHub } from './http/live/live-hub.ts';
import { operationRoutes } from './http/operation-routes.ts';
import { partRoutes } from './http/part-routes.ts';
import { quarantineRoute } from './http/quarantine-route.ts';
import { sitesHeardRoute } from './http/sites-heard-route.ts';
import { updateRoutes } from './updates/update-routes.ts';
import { CallerAnswers } from './incoming/caller-answers.ts';
import { incomingRoute } from './incoming/incoming-route.ts';
import { MessageSender } from './notify/message-sender.ts';
import { receiptRoute } from './notify/receipt-route.ts';
import { LocalNewsBus, type NewsBus } from './news/news-bus.ts';
import { createOperations, installOperations, type Operations } from './operations/operations.ts';
import type { TlsMaterial } from './operations/tls.ts';
import type { Storage } from './storage/storage.ts';
import { startUpkeep } from './upkeep.ts';

export type SyncServerOptions = {
  /** Stays open when the server closes; who opened it closes it. */
  storage: Storage;
  blobFolder: string;
  clock: Clock;
  /** Undefined: nothing is logged. */
  logger?: FastifyBaseLogger;
  /** Undefined: health and readiness only, without limits. */
  operations?: Operations;
  /** How replicas tell each other of commits; undefined: this process is the only one. */
  news?: NewsBus;
  /** Undefined: plain HTTP, for a proxy or a test. */
  tls?: TlsMaterial;
  /** Addresses and networks whose `x-forwarded-for` is believed. */
  trustedProxies?: readonly string[];
  connectionsMax?: number;
  /** How messages leave the company; a channel that is missing fails what is queued for it, saying so. */
  channels?: DeliveryChannels;
  /** Signs receipts of what was sent; undefined: none are taken. */
  receiptSecret?: string | undefined;
  /** Signs calls and text messages that a gateway hands on; undefined: none are taken. */
  incomingSecret?: string | undefined;
  /** Where releases for consoles lie; undefined: there are none. */
  updatesFolder?: string;
  /** Undefined: attachments are files in `blobFolder`. */
  blobs?: Blobs;
};

export type SyncServer = {
  /** Port 0 takes a free one. Resolves to the address, `http://127.0.0.1:7430`. */
  listen(at: { host: string; port: number }): Promise<string>;
  /** Takes no new requests, finishes those that run within `CLOSE_GRACE_MS`, and resolves. */
  close(): Promise<void>;
  /** Another certificate, for connections from now on; sessions go on. */
  useTls(material: TlsMaterial): void;
};

/** Between two exchanges of a console that sends every few minutes; a new TLS session costs 5 KB. */
const KEEP_ALIVE_TIMEOUT_MS = 10 * 60_000;
/** An exchange of the usual half megabyte at 2.4 kbit/s takes 29 minutes. */
const REQUEST_TIMEOUT_MS = 30 * 60_000;
/** Nothing at all over a connection for so long: the link is gone. */
const SILENCE_TIMEOUT_MS = 15 * 60_000;
const HEADERS_TIMEOUT_MS = 2 * 60_000;
/** A slow upload is cut then; the device sends it again, and nothing of it was kept. */
const CLOSE_GRACE_MS = 20_000;

export function createSyncServer(options: SyncServerOptions): SyncServer {
  const { app, context, live } = composeServer(options);
  const stopUpkeep = startUpkeep(context, app.log);
  const sender = new MessageSender({ ...context, channels: options.channels ?? {}, log: app.log });
  sender.start();
  const sms = options.channels?.sms;
  const answers = sms && new CallerAnswers({ ...context, sms, log: app.log });
  answers?.start();
  app.addHook('onClose', async () => {
    stopUpkeep();
    await sender.stop();
    await answers?.stop();
  });
  return {
    listen: (at) => app.listen(at),
    close: () => closeGracefully(app, live),
    useTls: (material) => {
      if (app.server instanceof TlsServer) app.server.setSecureContext(material);
    },
  };
}

/** Everything that answers, without a socket: the simulation hands requests in here. */
export function composeServer(options: SyncServerOptions): {
  readonly app: FastifyInstance;
  readonly context: ServerContext;
  readonly live: LiveHub;
} {
  const { storage, clock } = options;
  const context: ServerContext = {
    storage,
    blobs: options.blobs ?? new BlobStore(options.blobFolder),
    parts: new PartStore(path.join(options.blobFolder, 'parts'), clock),
    quarantine: new Quarantine(path.join(options.blobFolder, 'quarantine')),
    clock,
    operations: options.operations ?? createOperations({ storage, clock }),
    news: options.news ?? new LocalNewsBus(),
    takesCalls: options.incomingSecret !== undefined,
  };
  const app = newApp(options);
  installRefusals(app);
  installOperations(app, context.operations);
  enrolRoute(app, context);
  operationRoutes(app, context);
  conflictsRoute(app, context);
  companyJournalRoute(app, context);
  devicesRoute(app, context);
  sitesHeardRoute(app, context);
  partRoutes(app, context);
  blobRoutes(app, context);
  exchangeFileRoute(app, context);
  quarantineRoute(app, context);
  if (options.receiptSecret !== undefined) receiptRoute(app, context, options.receiptSecret);
  if (options.incomingSecret !== undefined) incomingRoute(app, context, options.incomingSecret);
  if (options.updatesFolder !== undefined) updateRoutes(app, options.updatesFolder);
  return { app, context, live: liveEndpoint(app, context) };
}

async function closeGracefully(app: FastifyInstance, live: LiveHub): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), CLOSE_GRACE_MS);
  try {
    await live.close();
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}

function newApp({ logger, tls, trustedProxies, connectionsMax }: SyncServerOptions): FastifyInstance {
  const common = {
    bodyLimit: FRAME_BYTES_MAX,
    connectionTimeout: SILENCE_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Connections that wait between two requests are closed, running requests are finished.
    forceCloseConnections: 'idle' as const,
    frameworkErrors: refuseMalformed,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    ...(logger === undefined ? {} : { loggerInstance: logger }),
    ...(trustedProxies === undefined ? {} : { trustProxy: [...trustedProxies] }),
    ...(tls === undefined ? {} : { https: tls }),
  };
  // With TLS the server is one of `https`, which differs in nothing that is used here.
  const app = Fastify(common) as FastifyInstance;
  app.server.headersTimeout = HEADERS_TIMEOUT_MS;
  if (connectionsMax !== undefined) app.server.maxConnections = connectionsMax;
  app.removeAllContentTypeParsers();
  // Every body is kept as it came: the signature covers those bytes, and each route decodes by itself.
  app.addContentTypeParser(
    ['application/cbor', 'application/json', 'application/octet-stream'],
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  );
  return app;
}
