import { describe, expect, it } from 'vitest';
import { type PageWindow, requestPort } from './request-port.ts';

/** A window whose preload answers as told. */
function makePage(answer: (request: { nonce: string }, deliver: Deliver) => void) {
  const listeners = new Set<(event: MessageEvent) => void>();
  const page: PageWindow = {
    location: { origin: 'app://console' },
    postMessage(message) {
      // What the page posts is the request it made itself.
      answer(message as { nonce: string }, (nonce, port, source) =>
        setTimeout(() => {
          const event = { source: source ?? page, data: { type: 'fairlead:port', nonce }, ports: [port] };
          // A MessageEvent of Node can't carry a window as its source; these are the fields that are read.
          for (const listener of listeners) listener(event as unknown as MessageEvent);
        }),
      );
    },
    addEventListener: (_type, listener) => listeners.add(listener),
    removeEventListener: (_type, listener) => listeners.delete(listener),
  };
  return { page, listeners };
}
type Deliver = (nonce: string, port: MessagePort, source?: unknown) => void;

describe('asking for a port', () => {
  it('takes the port that comes with its own nonce', async () => {
    const { port1 } = new MessageChannel();
    const { page, listeners } = makePage(({ nonce }, deliver) => deliver(nonce, port1));
    expect(await requestPort(page)).toBe(port1);
    expect(listeners.size).toBe(0);
    port1.close();
  });

  it('ignores a port from another window and closes one for an older request', async () => {
    const stranger = new MessageChannel();
    const old = new MessageChannel();
    const right = new MessageChannel();
    const oldClosed = new Promise((resolve) => old.port2.addEventListener('close', resolve));
    const { page } = makePage(({ nonce }, deliver) => {
      deliver(nonce, stranger.port1, {});
      deliver('an older nonce', old.port1);
      deliver(nonce, right.port1);
    });
    expect(await requestPort(page)).toBe(right.port1);
    await oldClosed;
    for (const port of [stranger.port1, right.port1]) port.close();
  });

  it('gives up when nobody answers, so that it can be asked anew', async () => {
    const { page, listeners } = makePage(() => undefined);
    await expect(requestPort(page, 20)).rejects.toThrow('No port to the host');
    expect(listeners.size).toBe(0);
  });
});
