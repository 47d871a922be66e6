import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { getWSConnectionHandler } from '@trpc/server/adapters/ws';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Connection, HostServices } from '../services.ts';
import { appRouter } from './router.ts';

/** A port that carries text, whatever it is made of: Electron's MessagePortMain or Node's MessagePort. */
export type TextPort = {
  postMessage(text: string): void;
  onText(listener: (text: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
};

const OPEN = 1;
const CLOSED = 3;

/** A port made to look like a WebSocket, so that window and served console share one protocol. */
class PortSocket extends EventEmitter {
  readonly #port: TextPort;
  readyState = OPEN;

  constructor(port: TextPort) {
    super();
    this.#port = port;
    // A page that posts anything but text is broken or hostile; it is not answered.
    port.onText((text) => typeof text === 'string' && this.emit('message', Buffer.from(text, 'utf8'), false));
    port.onClose(() => this.#closed());
  }

  send(data: string | Uint8Array): void {
    if (this.readyState === OPEN)
      this.#port.postMessage(typeof data === 'string' ? data : Buffer.from(data).toString('utf8'));
  }

  close(): void {
    this.#port.close();
    this.#closed();
  }

  terminate(): void {
    this.close();
  }

  #closed(): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.emit('close');
  }
}

/** Serves the API on sockets: each connection acts for the session it was opened with. */
export function apiOnSockets(services: HostServices, log: Logger) {
  // The handler's type asks for a server although it only ever sees single sockets.
  const wss = new WebSocketServer({ noServer: true });
  const serve = (connection: Connection) =>
    getWSConnectionHandler({
      wss,
      router: appRouter,
      createContext: () => ({ services, connection }),
      onError: ({ error, path }) => logApiError(log, error, path),
      keepAlive: { enabled: true, pingMs: 20_000, pongWaitMs: 10_000 },
    });
  return {
    onPort(port: TextPort, connection: Connection): void {
      // The handler uses on, once, send, close, terminate and readyState of the socket, all of which PortSocket
      // has, and `url` and `headers` of the request.
      const socket = new PortSocket(port) as unknown as WebSocket;
      const request = { url: '/trpc', headers: {} } as IncomingMessage;
      serve(connection)(socket, request);
    },
    onWebSocket(socket: WebSocket, request: IncomingMessage, connection: Connection): void {
      serve(connection)(socket, request);
    },
  };
}

/** What a person did wrong is an answer, not a fault of the console; only the rest is logged as an error. */
function logApiError(
  log: Logger,
  error: { code: string; cause?: unknown; message: string },
  path: string | undefined,
): void {
  const isAnswer = error.code !== 'INTERNAL_SERVER_ERROR';
  if (isAnswer) log.debug({ path, code: error.code, message: error.message }, 'refused');
  else log.error({ path, err: error.cause ?? error }, 'procedure failed');
}
