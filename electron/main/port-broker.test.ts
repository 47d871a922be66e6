import type { MessagePortMain } from 'electron';
import { expect, test } from 'vitest';
import type { MainToHost } from '#host/messages.ts';
import { PortBroker } from './port-broker.ts';

function broker(ready: boolean) {
  const log: unknown[] = [];
  let channels = 0;
  const host = {
    ready,
    send: (message: MainToHost, ports: MessagePortMain[]) => log.push(['host', message, ports]),
  };
  // Names stand for ports: the broker only hands them on.
  const port = (name: string) => name as unknown as MessagePortMain;
  const createChannel = () => {
    channels += 1;
    return { port1: port(`host end ${channels}`), port2: port(`page end ${channels}`) };
  };
  const request = (windowId: number, nonce: string, destroyed = false) => ({
    windowId,
    sessionId: `session of ${windowId}`,
    nonce,
    target: {
      isDestroyed: () => destroyed,
      postMessage: (channel: string, message: unknown, ports: MessagePortMain[]) =>
        log.push([`window ${windowId}`, channel, message, ports]),
    },
  });
  return { broker: new PortBroker({ host, createChannel }), host, log, request };
}

test('each request gets a channel: one end for the host, one for the page (UP-2)', () => {
  const { broker: ports, log, request } = broker(true);
  ports.request(request(7, 'n1'));
  expect(log).toEqual([
    ['host', { type: 'connect', windowId: 7, sessionId: 'session of 7' }, ['host end 1']],
    ['window 7', 'host-port', { nonce: 'n1' }, ['page end 1']],
  ]);
});

test('requests wait for the host; of a window only the latest, of a closed one none (UP-3)', () => {
  const { broker: ports, host, log, request } = broker(false);
  ports.request(request(1, 'before reload'));
  ports.request(request(2, 'other window'));
  ports.request(request(3, 'closed window', true));
  ports.request(request(1, 'after reload'));
  expect(log).toEqual([]);

  host.ready = true;
  ports.hostIsReady();
  ports.hostIsReady();
  expect(log).toEqual([
    ['host', { type: 'connect', windowId: 1, sessionId: 'session of 1' }, ['host end 1']],
    ['window 1', 'host-port', { nonce: 'after reload' }, ['page end 1']],
    ['host', { type: 'connect', windowId: 2, sessionId: 'session of 2' }, ['host end 2']],
    ['window 2', 'host-port', { nonce: 'other window' }, ['page end 2']],
  ]);
});
