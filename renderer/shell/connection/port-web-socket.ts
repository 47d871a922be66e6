const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/**
 * A class that tRPC takes for `WebSocket`, and that speaks over a MessagePort instead: one frame is one
 * string posted (electron.md UP-4). Everything above has one wire in the window and in the served console.
 */
export function portWebSocketClass(requestPort: () => Promise<MessagePort>): typeof WebSocket {
  class ThisPortWebSocket extends PortWebSocket {
    constructor() {
      super(requestPort);
    }
  }
  // tRPC uses readyState, send, close, binaryType, the state constants and the four events: all are here.
  return ThisPortWebSocket as unknown as typeof WebSocket;
}

class PortWebSocket extends EventTarget {
  static readonly CONNECTING = CONNECTING;
  static readonly OPEN = OPEN;
  static readonly CLOSING = CLOSING;
  static readonly CLOSED = CLOSED;
  // tRPC compares with the constants of the instance before it sends `subscription.stop`; without them
  // every generator of the host would run for ever.
  readonly CONNECTING = CONNECTING;
  readonly OPEN = OPEN;
  readonly CLOSING = CLOSING;
  readonly CLOSED = CLOSED;
  binaryType: BinaryType = 'arraybuffer';
  readyState: number = CONNECTING;
  #port: MessagePort | undefined;

  constructor(requestPort: () => Promise<MessagePort>) {
    super();
    requestPort().then(
      // A later task, not a microtask: the listeners for `open` are added after the constructor returns.
      (port) => setTimeout(() => this.#open(port)),
      () => setTimeout(() => this.#fail()),
    );
  }

  send(frame: string): void {
    if (this.readyState !== OPEN || this.#port === undefined) throw new Error('The port is not open');
    this.#port.postMessage(frame);
  }

  close(): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.#port?.close();
    setTimeout(() => this.dispatchEvent(new Event('close')));
  }

  #open(port: MessagePort): void {
    if (this.readyState !== CONNECTING) {
      port.close();
      return;
    }
    this.#port = port;
    this.readyState = OPEN;
    port.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (typeof event.data === 'string')
        this.dispatchEvent(new MessageEvent('message', { data: event.data }));
    });
    // The other end has gone: its process died, or it closed the port.
    port.addEventListener('close', () => this.close());
    this.dispatchEvent(new Event('open'));
    port.start();
  }

  #fail(): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.dispatchEvent(new Event('error'));
    this.dispatchEvent(new Event('close'));
  }
}
