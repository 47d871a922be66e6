import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { MessageChannel as NodeChannel } from 'node:worker_threads';
import { getWSConnectionHandler } from '@trpc/server/adapters/ws';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer, type WebSocket as ServerSocket } from 'ws';
import { z } from 'zod';
import { type ApiContext, publicProcedure, router } from '#host/api/trpc.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { type Connection, makeConnection } from './connection.ts';
import { portWebSocketClass } from './port-web-socket.ts';
import { detailsOf } from './api-error.ts';
import { sendCommand } from './send-command.ts';

/** The page's socket against tRPC's own socket handler, over a real MessageChannel. */
function makeHost() {
  const ports: MessagePort[] = [];
  const done: string[] = [];
  const log = { generatorsRunning: 0, generatorsStarted: 0 };
  let dieAtCommand = false;
  const testRouter = router({
    add: publicProcedure
      .input(z.object({ a: z.number(), b: z.number() }))
      .query(({ input }) => input.a + input.b),
    refuse: publicProcedure.query(() => {
      throw new DomainError({ code: 'forbidden', message: 'Not you.', remedy: 'Ask the master.' });
    }),
    command: publicProcedure
      .input(z.object({ commandId: z.string(), input: z.unknown() }))
      .mutation(({ input }) => {
        if (!done.includes(input.commandId)) done.push(input.commandId);
        if (dieAtCommand) {
          dieAtCommand = false;
          killPort();
        }
        return `outcome of ${done.indexOf(input.commandId)}`;
      }),
    count: publicProcedure.subscription(async function* ({ signal }) {
      log.generatorsRunning += 1;
      log.generatorsStarted += 1;
      try {
        for (let n = 0; ; n += 1) {
          yield n;
          if (signal?.aborted === true) return;
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      } finally {
        log.generatorsRunning -= 1;
      }
    }),
  });
  const serve = getWSConnectionHandler({
    wss: new WebSocketServer({ noServer: true }),
    router: testRouter,
    // Procedures of this router read nothing of the context; only a refusal is noted.
    createContext: () => ({ services: { audit: { note: () => {} } } }) as unknown as ApiContext,
  });

  function killPort(): void {
    ports.at(-1)?.close();
  }
  function requestPort(): Promise<MessagePort> {
    const { port1, port2 } = new NodeChannel();
    // Node's ports are the web's, with Node's events besides; the two libraries of types name them apart.
    const hostPort = port1 as unknown as MessagePort;
    ports.push(hostPort);
    const socket = Object.assign(new EventEmitter(), {
      readyState: 1,
      send: (text: string) => hostPort.postMessage(text),
      close: () => hostPort.close(),
      terminate: () => hostPort.close(),
    });
    hostPort.addEventListener('message', (event) =>
      socket.emit('message', Buffer.from(String(event.data)), false),
    );
    hostPort.addEventListener('close', () => {
      socket.readyState = 3;
      socket.emit('close');
    });
    hostPort.start();
    // The handler reads only what is made above.
    serve(socket as unknown as ServerSocket, { url: '/trpc', headers: {} } as IncomingMessage);
    return Promise.resolve(port2 as unknown as MessagePort);
  }
  return { requestPort, killPort, log, done, dieAtNextCommand: () => (dieAtCommand = true), ports };
}

let open: Connection | undefined;
function connectTo(host: ReturnType<typeof makeHost>): Connection {
  open = makeConnection({
    url: 'port:',
    WebSocket: portWebSocketClass(host.requestPort),
    retryDelayMs: () => 5,
    keepAlive: { intervalMs: 60_000, pongTimeoutMs: 60_000 },
  });
  return open;
}
afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** The router of these tests has other procedures than the program's. */
type Subscribe = {
  subscribe(input: undefined, listener: { onData(data: unknown): void }): { unsubscribe(): void };
};
function countOf(connection: Connection): Subscribe {
  return (connection.api as unknown as { count: Subscribe }).count;
}

describe('the page over a port', () => {
  it('asks and is answered', async () => {
    const connection = connectTo(makeHost());
    expect(await connection.call('query', 'add', { a: 2, b: 3 })).toBe(5);
    expect(connection.state.getState()).toEqual({ phase: 'connected' });
  });

  it('receives what the host says went wrong', async () => {
    const connection = connectTo(makeHost());
    const error: unknown = await connection
      .call('query', 'refuse', undefined)
      .catch((thrown: unknown) => thrown);
    expect(detailsOf(error)).toEqual({ code: 'forbidden', message: 'Not you.', remedy: 'Ask the master.' });
  });

  it('ends the host’s generator when it stops listening', async () => {
    const host = makeHost();
    const connection = connectTo(host);
    const seen: unknown[] = [];
    const subscription = countOf(connection).subscribe(undefined, { onData: (data) => seen.push(data) });
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(2));
    expect(host.log.generatorsRunning).toBe(1);
    subscription.unsubscribe();
    await vi.waitFor(() => expect(host.log.generatorsRunning).toBe(0));
  });

  it('listens on after the port was killed, and the old generator has ended', async () => {
    const host = makeHost();
    const connection = connectTo(host);
    const seen: unknown[] = [];
    const phases: string[] = [];
    connection.state.subscribe((state) => phases.push(state.phase));
    const subscription = countOf(connection).subscribe(undefined, { onData: (data) => seen.push(data) });
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(2));
    host.killPort();
    const before = seen.length;
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(before + 2));
    await vi.waitFor(() => expect(host.log).toEqual({ generatorsStarted: 2, generatorsRunning: 1 }));
    expect(phases).toEqual(['connected', 'lost', 'connected']);
    expect(connection.epoch.getState()).toBe(2);
    subscription.unsubscribe();
  });

  it('sends a command again with the same id, and it has happened once', async () => {
    const host = makeHost();
    const connection = connectTo(host);
    await connection.call('query', 'add', { a: 0, b: 0 });
    host.dieAtNextCommand();
    const waiting: boolean[] = [];
    const outcome = await sendCommand({
      request: { commandId: 'c-1', input: {} },
      send: (call) => connection.call('mutation', 'command', call),
      isConnected: () => connection.isConnected(),
      whenConnected: () => connection.whenConnected(),
      onWaiting: (flag) => waiting.push(flag),
    });
    expect({ outcome, done: host.done, ports: host.ports.length, waiting }).toEqual({
      outcome: 'outcome of 0',
      done: ['c-1'],
      ports: 2,
      waiting: [true, false],
    });
  });

  it('drops a connection whose host no longer answers, and makes a new one', async () => {
    const host = makeHost();
    const deaf = new NodeChannel();
    let asked = 0;
    open = makeConnection({
      url: 'port:',
      // The first port leads to a host that hangs.
      WebSocket: portWebSocketClass(() => {
        asked += 1;
        return asked === 1 ? Promise.resolve(deaf.port2 as unknown as MessagePort) : host.requestPort();
      }),
      retryDelayMs: () => 5,
      keepAlive: { intervalMs: 20, pongTimeoutMs: 20 },
    });
    await vi.waitFor(() => expect(asked).toBe(2));
    await vi.waitFor(async () => expect(await open?.call('query', 'add', { a: 1, b: 1 })).toBe(2));
    deaf.port1.close();
  });
});
