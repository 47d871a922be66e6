import { EventEmitter } from 'node:events';
import {
  LIVE_CLOSE,
  LIVE_METHOD,
  type LiveAnswer,
  readFromServer,
  writeLiveRequest,
} from '#shared/sync/live.ts';
import { readKeptAnswer } from '#shared/sync/parts.ts';
import type { LiveHub } from '#sync-server/http/live/live-hub.ts';
import type { DeviceKey } from '#host/sync/device-key.ts';
import type { LiveFault } from '#host/sync/live-opening.ts';
import type { LiveEvents, LiveMessage } from '#host/sync/live-transport.ts';
import { unreachable } from '#host/sync/transport.ts';
import type { Life, Link } from './sim-network.ts';

type ServerSocket = Parameters<LiveHub['attach']>[0];

const OPEN = 1;
const CLOSED = 3;
const SILENCE_MS = 45_000;

/** A live connection without a wire: what one end sends comes to the other in order, later, or not at all. */
export class SimSocket {
  readonly idleMs: number;
  readonly #link: Link;
  readonly #key: DeviceKey;
  readonly #events: LiveEvents;
  readonly #life: Life;
  readonly #server = new ServerEnd(this);
  readonly #waiting = new Map<number, { resolve(answer: LiveAnswer): void; reject(error: Error): void }>();
  readonly #onEnd: (() => void)[] = [];
  #lastId = 0;
  #upAtMs = 0;
  #downAtMs = 0;
  #state: 'opening' | 'open' | 'closed' = 'opening';
  #closeCode = 1006;

  constructor(parts: { link: Link; key: DeviceKey; events: LiveEvents; life: Life; idleMs: number }) {
    this.#link = parts.link;
    this.#key = parts.key;
    this.#events = parts.events;
    this.#life = parts.life;
    this.idleMs = parts.idleMs;
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** The server's end, of which it uses what is there. */
  atServer(): ServerSocket {
    return this.#server as unknown as ServerSocket;
  }

  onEnd(listener: () => void): void {
    this.#onEnd.push(listener);
  }

  open(): void {
    if (this.#state !== 'opening' || this.#life.isOver) {
      this.terminate();
      return;
    }
    this.#state = 'open';
    this.#events.onOpen();
    this.#pingLater();
  }

  async ask({ path, body, signal }: LiveMessage) {
    if (!this.isOpen) throw unreachable('the live connection has closed');
    const { counter, signature } = this.#key.stamp({ method: LIVE_METHOD, path, body });
    const { promise, resolve, reject } = Promise.withResolvers<LiveAnswer>();
    const id = (this.#lastId = (this.#lastId + 1) % 0x1_0000);
    this.#waiting.set(id, { resolve, reject });
    const cancel = () => reject(signal.reason instanceof Error ? signal.reason : new Error('cancelled'));
    signal.addEventListener('abort', cancel, { once: true });
    const stop = this.#link.time.set(() => this.terminate(), SILENCE_MS);
    this.#up(writeLiveRequest({ id, path, body, counter, signature }));
    try {
      const { status, form, body: answer } = await promise;
      const type = form === 'refusal' ? 'application/json' : 'application/cbor';
      const response = { status, headers: { 'content-type': type }, body: answer };
      const kept = form === 'kept' ? readKeptAnswer(new TextDecoder().decode(answer)) : undefined;
      return { response, kept };
    } finally {
      stop();
      this.#waiting.delete(id);
    }
  }

  /** From the server. */
  down(bytes: Uint8Array): void {
    this.#downAtMs = this.#later(this.#downAtMs, () => this.#receive(bytes));
  }

  closedByServer(code: number): void {
    this.#closeCode = code;
    this.terminate();
  }

  terminate(): void {
    if (this.#state === 'closed') return;
    const wasOpen = this.#state === 'open';
    this.#state = 'closed';
    this.#server.hasClosed();
    const fault = this.#faultOf(wasOpen);
    for (const listener of this.#onEnd) listener();
    for (const { reject } of this.#waiting.values()) reject(unreachable('the live connection broke off'));
    const isReplaced = this.#closeCode === LIVE_CLOSE.replaced;
    if (!this.#life.isOver) this.#events.onClosed({ wasOpen, isReplaced, fault });
  }

  #faultOf(wasOpen: boolean): LiveFault {
    if (wasOpen) return this.#waiting.size > 0 ? 'broke' : 'none';
    return this.#link.isDown ? 'link' : 'broke';
  }

  #up(bytes: Uint8Array): void {
    this.#upAtMs = this.#later(this.#upAtMs, () => {
      if (!this.#link.server.power.isOff) this.#server.emit('message', Buffer.from(bytes), true);
    });
  }

  /** In order; a byte that is lost is the end of a connection. */
  #later(lastAtMs: number, arrive: () => void): number {
    const { time, random, weather } = this.#link;
    const atMs = Math.max(lastAtMs, time.now() + this.#link.delayMs());
    const isLost = this.#link.isDown || random.chance(weather.loss / 2);
    time.set(() => {
      if (this.#state !== 'open') return;
      if (isLost || this.#life.isOver) this.terminate();
      else arrive();
    }, atMs - time.now());
    return atMs;
  }

  #receive(bytes: Uint8Array): void {
    const message = readFromServer(bytes);
    if (message?.kind === 'news') this.#events.onNews(message.news.lanes);
    else if (message?.kind === 'answer') this.#waiting.get(message.answer.id)?.resolve(message.answer);
    else this.terminate();
  }

  #pingLater(): void {
    this.#link.time.set(() => {
      if (this.#state !== 'open') return;
      if (this.#life.isOver || this.#link.isDown) this.terminate();
      else {
        this.#server.emit('ping');
        this.#pingLater();
      }
    }, this.idleMs);
  }
}

/** What the server's code uses of a `ws` socket. */
class ServerEnd extends EventEmitter {
  readonly OPEN = OPEN;
  readyState = OPEN;
  readonly #wire: SimSocket;

  constructor(wire: SimSocket) {
    super();
    this.#wire = wire;
  }

  send(bytes: Uint8Array): void {
    if (this.readyState === OPEN) this.#wire.down(Uint8Array.from(bytes));
  }

  close(code: number): void {
    this.#wire.closedByServer(code);
  }

  terminate(): void {
    this.#wire.terminate();
  }

  hasClosed(): void {
    this.readyState = CLOSED;
    this.emit('close');
  }
}
