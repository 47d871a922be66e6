import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Clock } from '#shared/kernel/clock.ts';
import { FRAME_BYTES_MAX } from '#shared/sync/limits.ts';
import { BlobStore } from './blobs/blob-store.ts';
import { blobRoutes } from './http/blob-routes.ts';
import type { ServerContext } from './http/context.ts';
import { enrolRoute } from './http/enrol-route.ts';
import { healthRoutes } from './http/health-routes.ts';
import { installRefusals, refuseMalformed } from './http/refusals.ts';
import { syncRoute } from './http/sync-route.ts';
import type { Storage } from './storage/storage.ts';

export type SyncServerOptions = {
  /** Stays open when the server closes; who opened it closes it. */
  storage: Storage;
  blobFolder: string;
  clock: Clock;
  /** Undefined: nothing is logged. */
  logger?: FastifyBaseLogger;
};

export type SyncServer = {
  /** Port 0 takes a free one. Resolves to the address, `http://127.0.0.1:7430`. */
  listen(at: { host: string; port: number }): Promise<string>;
  /** Takes no new requests, finishes those that run within `CLOSE_GRACE_MS`, and resolves. */
  close(): Promise<void>;
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
  const context: ServerContext = {
    storage: options.storage,
    blobs: new BlobStore(options.blobFolder),
    clock: options.clock,
  };
  const app = newApp(options.logger);
  installRefusals(app);
  healthRoutes(app, context);
  enrolRoute(app, context);
  syncRoute(app, context);
  blobRoutes(app, context);
  return { listen: (at) => app.listen(at), close: () => closeGracefully(app) };
}

async function closeGracefully(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), CLOSE_GRACE_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}

function newApp(logger: FastifyBaseLogger | undefined): FastifyInstance {
  const common = {
    bodyLimit: FRAME_BYTES_MAX,
    connectionTimeout: SILENCE_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Connections that wait between two requests are closed, running requests are finished.
    forceCloseConnections: 'idle' as const,
    frameworkErrors: refuseMalformed,
  };
  const app: FastifyInstance =
    logger === undefined ? Fastify(common) : Fastify({ ...common, loggerInstance: logger });
  app.server.headersTimeout = HEADERS_TIMEOUT_MS;
  app.removeAllContentTypeParsers();
  // Every body is kept as it came: the signature covers those bytes, and each route decodes by itself.
  app.addContentTypeParser(
    ['application/cbor', 'application/json', 'application/octet-stream'],
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  );
  return app;
}
