import { WebSocket } from 'ws';
import type { Lane } from '#shared/kernel/define-command.ts';
import {
  LIVE_CLOSE,
  LIVE_METHOD,
  LIVE_PATH,
  type LiveAnswer,
  type OperationPath,
  readFromServer,
  writeLiveRequest,
} from '#shared/sync/live.ts';
import { FRAME_BYTES_MAX } from '#shared/sync/limits.ts';
import { type KeptAnswer, readKeptAnswer } from '#shared/sync/parts.ts';
import { writeAuthorization } from '#shared/sync/request-stamp.ts';
import type { DeviceKey } from './device-key.ts';
import { normalServerUrl } from './server-url.ts';
import { nonsense, type TransportResponse, unreachable } from './transport.ts';

/** A pong, or an answer, that has not come by then will not come. */
const SILENCE_MS = 45_000;
const EMPTY = new Uint8Array();

export type LiveEvents = {
  onOpen(): void;
  onNews(lanes: readonly Lane[]): void;
  /** It is closed, or could not be opened. */
  onClosed(reason: { readonly wasOpen: boolean; readonly isReplaced: boolean }): void;
};

export type LiveMessage = {
  readonly path: OperationPath;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
};

/** A connection over which the server tells of news, and small messages travel. */
export type LiveTransport = {
  readonly isOpen: boolean;
  /** Does nothing while it is open or being opened. */
  open(options: { readonly idleSeconds: number }): void;
  request(message: LiveMessage): Promise<{ response: TransportResponse; kept: KeptAnswer | undefined }>;
  close(): void;
};

type Waiting = { resolve(answer: LiveAnswer): void; reject(error: Error): void };

export function liveTransport(serverUrl: string, key: DeviceKey, events: LiveEvents): LiveTransport {
  return new LiveSocket(serverUrl, key, events);
}

class LiveSocket implements LiveTransport {
  readonly #url: string;
  readonly #key: DeviceKey;
  readonly #events: LiveEvents;
  readonly #waiting = new Map<number, Waiting>();
  #socket: WebSocket | undefined;
  #lastId = 0;
  #pingTimer: NodeJS.Timeout | undefined;
  #silenceTimer: NodeJS.Timeout | undefined;

  constructor(serverUrl: string, key: DeviceKey, events: LiveEvents) {
    this.#url = normalServerUrl(serverUrl).replace(/^http/, 'ws');
    this.#key = key;
    this.#events = events;
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  open({ idleSeconds }: { idleSeconds: number }): void {
    if (this.#socket !== undefined) return;
    const path = `${LIVE_PATH}?idle=${idleSeconds}`;
    const authorization = writeAuthorization(this.#key.stamp({ method: 'GET', path, body: EMPTY }));
    const socket = new WebSocket(this.#url + path, {
      headers: { authorization },
      perMessageDeflate: false,
      followRedirects: false,
      handshakeTimeout: SILENCE_MS,
      maxPayload: FRAME_BYTES_MAX,
    });
    this.#socket = socket;
    let wasOpen = false;
    socket.on('open', () => {
      wasOpen = true;
      this.#pingLater(idleSeconds * 1000);
      this.#events.onOpen();
    });
    socket.on('message', (data, isBinary) => this.#receive(socket, data, isBinary));
    socket.on('pong', () => clearTimeout(this.#silenceTimer));
    // Followed by `close`, which is what matters.
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      if (this.#socket === socket) this.#forget();
      this.#events.onClosed({ wasOpen, isReplaced: code === LIVE_CLOSE.replaced });
    });
  }

  async request({ path, body, signal }: LiveMessage) {
    const socket = this.#socket;
    if (socket === undefined || !this.isOpen) throw unreachable('the live connection has closed');
    const { promise, resolve, reject } = Promise.withResolvers<LiveAnswer>();
    const id = (this.#lastId = (this.#lastId + 1) % 0x1_0000);
    this.#waiting.set(id, { resolve, reject });
    const cancel = () => reject(signal.reason instanceof Error ? signal.reason : new Error('cancelled'));
    signal.addEventListener('abort', cancel, { once: true });
    const standstill = setTimeout(() => socket.terminate(), SILENCE_MS);
    try {
      signal.throwIfAborted();
      const { counter, signature } = this.#key.stamp({ method: LIVE_METHOD, path, body });
      socket.send(writeLiveRequest({ id, path, body, counter, signature }));
      const answer = await promise;
      return { response: responseOf(answer), kept: keptIn(answer) };
    } finally {
      clearTimeout(standstill);
      signal.removeEventListener('abort', cancel);
      this.#waiting.delete(id);
    }
  }

  close(): void {
    const socket = this.#socket;
    this.#forget();
    // After sleep, the other end is long gone: nothing is waited for.
    socket?.terminate();
  }

  #receive(socket: WebSocket, data: unknown, isBinary: boolean): void {
    const message = isBinary && data instanceof Uint8Array ? readFromServer(data) : undefined;
    if (message?.kind === 'news') this.#events.onNews(message.news.lanes);
    else if (message?.kind === 'answer') this.#waiting.get(message.answer.id)?.resolve(message.answer);
    // What does not speak the protocol is no server of ours.
    else socket.terminate();
  }

  #pingLater(idleMs: number): void {
    this.#pingTimer = setInterval(() => {
      this.#socket?.ping();
      clearTimeout(this.#silenceTimer);
      this.#silenceTimer = setTimeout(() => this.#socket?.terminate(), Math.min(SILENCE_MS, idleMs));
      this.#silenceTimer.unref();
    }, idleMs);
    this.#pingTimer.unref();
  }

  #forget(): void {
    this.#socket = undefined;
    clearInterval(this.#pingTimer);
    clearTimeout(this.#silenceTimer);
    for (const { reject } of this.#waiting.values()) reject(unreachable('the live connection broke off'));
    this.#waiting.clear();
  }
}

function responseOf({ status, form, body }: LiveAnswer): TransportResponse {
  const type = form === 'refusal' ? 'application/json' : 'application/cbor';
  return { status, headers: { 'content-type': type }, body };
}

function keptIn({ form, body }: LiveAnswer): KeptAnswer | undefined {
  if (form !== 'kept') return undefined;
  const kept = readKeptAnswer(new TextDecoder().decode(body));
  if (kept === undefined) throw nonsense('it keeps an answer and does not say which');
  return kept;
}
