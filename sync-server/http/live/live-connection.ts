import type { WebSocket } from 'ws';
import type { Lane, Site } from '#shared/kernel/define-command.ts';
import {
  LIVE_CLOSE,
  type LiveRequest,
  readFromDevice,
  writeLiveAnswer,
  writeLiveNews,
} from '#shared/sync/live.ts';
import type { LiveAnswer } from '#shared/sync/live.ts';
import type { Device } from '../../storage/storage.ts';

/** A console asks once and waits; what exceeds this is no console of ours. */
const MESSAGES_AT_ONCE_MAX = 60;
const MESSAGES_PER_SECOND = 4;
const WAITING_MAX = 4;
/** Silence for so many times its own interval, and a link's worst hiccup, is the end. */
const SILENT_INTERVALS = 2;
const HICCUP_MS = 30_000;

export type LiveConnectionParts = {
  readonly socket: WebSocket;
  readonly device: Device;
  readonly site: Site;
  readonly idleMs: number;
  monotonicMs(): number;
  answer(connection: LiveConnection, request: LiveRequest): Promise<Omit<LiveAnswer, 'id'>>;
  onClosed(connection: LiveConnection): void;
};

/** One device's open socket: its requests one after the other, news when there is some. */
export class LiveConnection {
  readonly deviceId: string;
  site: Site;
  readonly #parts: LiveConnectionParts;
  #heardAtMs: number;
  #tokens = MESSAGES_AT_ONCE_MAX;
  #tokensAtMs: number;
  #waiting = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: LiveConnectionParts) {
    this.#parts = parts;
    this.deviceId = parts.device.id;
    this.site = parts.site;
    this.#heardAtMs = parts.monotonicMs();
    this.#tokensAtMs = this.#heardAtMs;
    const { socket } = parts;
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    // The library answers a ping by itself.
    socket.on('ping', () => this.#hear());
    socket.on('pong', () => this.#hear());
    // Followed by `close`, which is what matters.
    socket.on('error', () => undefined);
    socket.on('close', () => parts.onClosed(this));
  }

  tell(lanes: readonly Lane[]): void {
    if (lanes.length > 0) this.#parts.socket.send(writeLiveNews({ lanes }));
  }

  close(code: number): void {
    this.#parts.socket.close(code);
    // Who does not answer the closing is not waited for.
    if (code === LIVE_CLOSE.revoked || code === LIVE_CLOSE.flood) this.#parts.socket.terminate();
  }

  /** Ends a connection whose other end is gone without a word. */
  dropIfDead(): void {
    const { socket, idleMs, monotonicMs } = this.#parts;
    if (monotonicMs() - this.#heardAtMs > SILENT_INTERVALS * idleMs + HICCUP_MS) socket.terminate();
  }

  #receive(data: unknown, isBinary: boolean): void {
    if (!this.#hear()) return;
    const message = isBinary && data instanceof Uint8Array ? readFromDevice(data) : undefined;
    if (message === undefined) {
      this.close(UNSUPPORTED);
      return;
    }
    if (this.#waiting >= WAITING_MAX) {
      this.close(LIVE_CLOSE.flood);
      return;
    }
    this.#waiting += 1;
    this.#work = this.#work.then(() => this.#answer(message.request));
  }

  async #answer(request: LiveRequest): Promise<void> {
    const answer = await this.#parts.answer(this, request);
    this.#waiting -= 1;
    const { socket } = this.#parts;
    if (socket.readyState === socket.OPEN) socket.send(writeLiveAnswer({ id: request.id, ...answer }));
  }

  /** False when it was one message too many. */
  #hear(): boolean {
    const nowMs = this.#parts.monotonicMs();
    const earnt = ((nowMs - this.#tokensAtMs) / 1000) * MESSAGES_PER_SECOND;
    this.#tokens = Math.min(MESSAGES_AT_ONCE_MAX, this.#tokens + Math.max(0, earnt)) - 1;
    this.#tokensAtMs = nowMs;
    this.#heardAtMs = nowMs;
    if (this.#tokens >= 0) return true;
    this.close(LIVE_CLOSE.flood);
    return false;
  }
}

/** RFC 6455: data of a kind that is not taken. */
const UNSUPPORTED = 1003;
