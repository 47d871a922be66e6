import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Counter } from 'prom-client';
import type { Metrics } from './metrics.ts';

/**
 * Bytes and connections as they are at the socket: headers, TLS and frames over `/v1/live` included. A
 * connection may stay open for days, so what it carried is added up whenever somebody looks.
 */
export function measureSockets(server: Server, metrics: Metrics): void {
  const open = new Map<Socket, { read: number; written: number }>();
  const live = new Set<object>();
  const bytes = new Counter({
    name: 'fairlead_bytes_total',
    help: 'Bytes over the server’s sockets, all in.',
    labelNames: ['direction'],
    registers: [metrics.registry],
    collect: () => {
      for (const socket of open.keys()) addUp(socket);
    },
  });
  const addUp = (socket: Socket) => {
    const before = open.get(socket) ?? { read: 0, written: 0 };
    const now = { read: socket.bytesRead, written: socket.bytesWritten };
    bytes.inc({ direction: 'received' }, Math.max(0, now.read - before.read));
    bytes.inc({ direction: 'sent' }, Math.max(0, now.written - before.written));
    open.set(socket, now);
  };
  server.on('connection', (socket: Socket) => {
    open.set(socket, { read: 0, written: 0 });
    socket.once('close', () => {
      addUp(socket);
      open.delete(socket);
    });
  });
  metrics.gauge({ name: 'connections', help: 'Connections open now.', read: () => open.size });
  metrics.gauge({
    name: 'live_sockets',
    help: 'Consoles that keep a live connection now.',
    read: () => live.size,
  });
  server.once('listening', () => {
    // With a listener of its own, Node leaves upgrades to the program: somebody must answer them.
    if (server.listenerCount('upgrade') === 0) return;
    server.on('upgrade', (_request, socket) => {
      live.add(socket);
      socket.once('close', () => live.delete(socket));
    });
  });
}
