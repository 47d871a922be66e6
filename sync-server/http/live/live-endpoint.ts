import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { parseWire } from '#shared/sync/codec.ts';
import {
  LIVE_IDLE_SECONDS_MAX,
  LIVE_IDLE_SECONDS_MIN,
  LIVE_MESSAGE_BYTES_MAX,
  LIVE_PATH,
} from '#shared/sync/live.ts';
import { authenticateAddress } from '../authenticate.ts';
import { inOrganisation, type ServerContext } from '../context.ts';
import { httpError } from '../errors.ts';
import { refusalAnswer, refusalOf } from '../refusals.ts';
import { LiveHub } from './live-hub.ts';

/** Upgrades that are being looked at; a flood of them must not fill the memory before a signature is checked. */
const UPGRADES_AT_ONCE_MAX = 200;
const FULL_RETRY_SECONDS = 300;

const Query = z.object({
  idle: z.coerce.number().int().min(LIVE_IDLE_SECONDS_MIN).max(LIVE_IDLE_SECONDS_MAX).default(60),
});

/** `/v1/live`: see shared/sync/live.ts. Returns what closes its connections. */
export function liveEndpoint(app: FastifyInstance, context: ServerContext): LiveHub {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: LIVE_MESSAGE_BYTES_MAX,
  });
  const hub = new LiveHub(context, app.log);
  let upgrading = 0;
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    upgrading += 1;
    upgrade(context, { request, isFull: hub.isFull || upgrading > UPGRADES_AT_ONCE_MAX })
      .then(({ device, idleMs }) => {
        sockets.handleUpgrade(request, socket, head, (live) => {
          // What comes before the connection is known to the hub would be lost.
          live.pause();
          hub
            .attach(live, device, idleMs)
            .then(() => live.resume())
            .catch((error: unknown) => {
              app.log.error({ err: error }, 'a live connection could not be taken');
              live.terminate();
            });
        });
      })
      .catch((error: unknown) => refuseUpgrade(socket, error, app.log))
      .finally(() => (upgrading -= 1));
  });
  return hub;
}

async function upgrade(
  context: ServerContext,
  { request, isFull }: { request: IncomingMessage; isFull: boolean },
) {
  const { headers, method = '', url = '' } = request;
  const address = new URL(url, 'http://server');
  if (address.pathname !== LIVE_PATH) {
    throw httpError('nothing-live');
  }
  context.operations.limits?.assertAddress(request.socket.remoteAddress ?? '');
  if (isFull) throw httpError('live-connections-full', {}, { retryAfterSeconds: FULL_RETRY_SECONDS });
  const nowMs = context.clock.now();
  const device = await inOrganisation(context, (tx) =>
    authenticateAddress(tx, { headers, method, url }, nowMs),
  );
  const { idle } = parseWire(Query, Object.fromEntries(address.searchParams));
  return { device, idleMs: idle * 1000 };
}

function refuseUpgrade(socket: Duplex, error: unknown, log: FastifyBaseLogger): void {
  const refusal = refusalOf(error);
  if (refusal.code === 'server-failed') log.error({ err: error }, 'upgrade failed');
  const { status, body } = refusalAnswer(refusal);
  const head = [
    `HTTP/1.1 ${status} Refused`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
