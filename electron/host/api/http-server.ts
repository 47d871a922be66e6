import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import fastifyStatic from '@fastify/static';
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import {
  fastify,
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { contentSecurityPolicy, CSP_NONCE_PLACEHOLDER } from '#shared/kernel/csp.ts';
import type { Connection, HostServices } from '../services.ts';
import { heartbeatRoute, isHeartbeat } from './heartbeat-route.ts';
import { permissionsPolicy } from './permissions-policy.ts';
import { appRouter } from './router.ts';
import { apiOnSockets } from './text-socket.ts';

export type HttpOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** The built renderer. */
  readonly rendererFolder: string;
  /** Names under which browsers may reach it besides the address itself (guards against DNS rebinding). */
  readonly allowedHosts: readonly string[];
};

const SESSION_COOKIE = 'fairlead_session';
/** Where a page gets the cookie that goes with a new sign-in: a socket can't set one. */
const RENEWAL_PATH = '/session/renew';
const RenewalRequest = z.object({ token: z.string().length(64) });
/** With everything that is served. A page takes pictures, copies and fills the screen; nothing else of a machine is its. */
const PAGE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': permissionsPolicy(),
};
/** The largest message is one attachment chunk in base64. */
const MESSAGE_BYTES_MAX = 1024 * 1024;

/** Serves console and API to browsers: one page, one WebSocket, the same router over plain HTTP. */
export async function serveHttp(services: HostServices, options: HttpOptions, log: Logger) {
  const app: FastifyInstance = fastify({
    loggerInstance: loggerOf(log),
    bodyLimit: MESSAGE_BYTES_MAX,
    logController: new LogController({ disableRequestLogging: true }),
  });
  const page = readPage(options.rendererFolder);
  app.addHook('onRequest', async (request, reply) => {
    if (isHeartbeat(request)) return undefined;
    if (!isAllowedHost(request.headers.host, app, options)) return reply.code(421).send('Unknown host name.');
    if (!isOwnOrigin(request.headers)) return reply.code(403).send('Requests from other sites are refused.');
    reply.headers(PAGE_HEADERS);
    return undefined;
  });
  await app.register(fastifyStatic, {
    root: options.rendererFolder,
    index: false,
    wildcard: false,
    globIgnore: ['index.html'],
  });
  for (const url of ['/', '/index.html']) {
    app.get(url, (request, reply) => {
      const nonce = randomBytes(16).toString('base64');
      if (sessionOf(request) === undefined) reply.header('set-cookie', cookieOf(newSessionId()));
      return reply
        .header('content-security-policy', contentSecurityPolicy({ nonce, mode: 'served' }))
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(page.replaceAll(CSP_NONCE_PLACEHOLDER, nonce));
    });
  }
  await app.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      createContext: ({ req, res }: { req: FastifyRequest; res: FastifyReply }) => ({
        services,
        connection: connectionOf(req, (sessionId) => void res.header('set-cookie', cookieOf(sessionId))),
      }),
    },
  });
  app.post(RENEWAL_PATH, (request, reply) => {
    const token = RenewalRequest.safeParse(request.body).data?.token;
    const sessionId = token === undefined ? undefined : services.session.renewed(token);
    if (sessionId === undefined) return reply.code(403).send();
    reply.raw.on('finish', () => services.session.renewalSeen());
    return reply.header('set-cookie', cookieOf(sessionId)).code(204).send();
  });
  app.get('/healthz', () => ({ ok: true }));
  heartbeatRoute(app, services.monitors);
  upgradeToSockets(app, services, options, log);
  await app.listen({ host: options.host, port: options.port });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return { port, close: () => app.close() };
}

function upgradeToSockets(
  app: FastifyInstance,
  services: HostServices,
  options: HttpOptions,
  log: Logger,
): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX });
  const api = apiOnSockets(services, log);
  app.server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const session = sessionOf(request);
    const isOurs =
      new URL(request.url ?? '/', 'http://console').pathname === '/trpc' &&
      session !== undefined &&
      isAllowedHost(request.headers.host, app, options) &&
      // A browser always says where a socket comes from; what does not is no browser showing our page.
      request.headers.origin !== undefined &&
      isOwnOrigin(request.headers);
    if (!isOurs) {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      api.onWebSocket(socket, request, { sessionId: session, kind: 'served' });
    });
  });
  app.addHook('onClose', async () => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  });
}

/** Fastify's logger interface is a part of pino's; its types say so only for its own pino. */
function loggerOf(log: Logger): FastifyBaseLogger {
  return log.child({ part: 'http' });
}

function readPage(rendererFolder: string): string {
  const file = path.join(rendererFolder, 'index.html');
  if (!existsSync(file))
    throw new Error(`The console's page is not built (${file} is missing); run "npm run build".`);
  return readFileSync(file, 'utf8');
}

function isAllowedHost(host: string | undefined, app: FastifyInstance, options: HttpOptions): boolean {
  if (host === undefined) return false;
  const name = host.replace(/:\d+$/, '');
  const bound = app.addresses().map((address) => {
    if (typeof address === 'string') return address;
    return address.family === 'IPv6' ? `[${address.address}]` : address.address;
  });
  return ['localhost', '127.0.0.1', '[::1]', ...bound, ...options.allowedHosts].includes(name);
}

/** A request without an origin is a navigation or no browser; one with another origin comes from another site. */
function isOwnOrigin(headers: IncomingMessage['headers']): boolean {
  if (headers.origin === undefined) return true;
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host;
}

function connectionOf(request: FastifyRequest, renew: (sessionId: string) => void): Connection {
  // Without a cookie nobody is signed in: a new id each time.
  return { sessionId: sessionOf(request) ?? newSessionId(), kind: 'served', renew };
}

function sessionOf(request: { headers: IncomingMessage['headers'] }): string | undefined {
  const match = /(?:^|;\s*)fairlead_session=([0-9a-f]{64})(?:;|$)/.exec(request.headers.cookie ?? '');
  return match?.[1];
}

function cookieOf(sessionId: string): string {
  return `${SESSION_COOKIE}=${sessionId}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${30 * 24 * 3600}`;
}

function newSessionId(): string {
  return randomBytes(32).toString('hex');
}
