import type { MessagePortMain } from 'electron';
import type { MainToHost } from '#host/messages.ts';

/** A window's page, as the broker needs it. */
export interface PortTarget {
  isDestroyed: () => boolean;
  postMessage: (channel: string, message: unknown, ports: MessagePortMain[]) => void;
}

export interface PortRequest {
  windowId: number;
  /** Names the window's session to the host, over reloads and restarts of the host. */
  sessionId: string;
  nonce: string;
  target: PortTarget;
}

export interface PortBrokerOptions {
  host: { readonly ready: boolean; send: (message: MainToHost, ports: MessagePortMain[]) => void };
  createChannel: () => { port1: MessagePortMain; port2: MessagePortMain };
}

/** Gives each page that asks a port to the host of its own, and is then out of the way (UP-2, UP-3). */
export class PortBroker {
  #options: PortBrokerOptions;
  /** Of a window only the latest request: a page that asks again has forgotten the earlier one. */
  #waiting = new Map<number, PortRequest>();

  constructor(options: PortBrokerOptions) {
    this.#options = options;
  }

  request(request: PortRequest): void {
    if (this.#options.host.ready) this.#connect(request);
    else this.#waiting.set(request.windowId, request);
  }

  hostIsReady(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const request of waiting) this.#connect(request);
  }

  #connect({ windowId, sessionId, nonce, target }: PortRequest): void {
    if (target.isDestroyed()) return;
    const { port1, port2 } = this.#options.createChannel();
    this.#options.host.send({ type: 'connect', windowId, sessionId }, [port1]);
    target.postMessage('host-port', { nonce }, [port2]);
  }
}
