import type { Agent } from 'node:http';
import type { Socket } from 'node:net';
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
import { type FirstMessage, type LiveFault, LiveOpening } from './live-opening.ts';
import { normalServerUrl } from './server-url.ts';
import { onSilence } from './silence.ts';
import { nonsense, type TransportResponse, unreachable } from './transport.ts';

/** A pong, or an answer, of which nothing has come by then will not come. */
const SILENCE_MS = 45_000;
const EMPTY = new Uint8Array();

export type LiveEvents = {
  onOpen(): void;
  onNews(lanes: readonly Lane[]): void;
  /** It is closed, or could not be opened. */
  onClosed(reason: {
    readonly wasOpen: boolean;
    readonly isReplaced: boolean;
    readonly fault: LiveFault;
  }): void;
};

export type LiveMessage = {
  readonly path: OperationPath;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
};

export type LiveReply = { readonly response: TransportResponse; readonly kept: KeptAnswer | undefined };
export type LiveOptions = { readonly idleSeconds: number };

/** A connection over which the server tells of news, and small messages travel. */
export type LiveTransport = {
  readonly isOpen: boolean;
  /** Does nothing while it is open or being opened. */
  open(options: LiveOptions): void;
  /**
   * Opens it, with a message that does not wait for it to be open: both arrive together. Undefined when there is
   * something that answers, and no live connection.
   */
  openWith(message: LiveMessage, options: LiveOptions): Promise<LiveReply | undefined>;
  request(message: LiveMessage): Promise<LiveReply>;
  close(): void;
};

/** `connections` are those that requests to this server use: one that is there is taken over. */
export type LiveTo = (
  serverUrl: string,
  key: DeviceKey,
  events: LiveEvents,
  connections?: Agent,
) => LiveTransport;

type Waiting = { resolve(answer: LiveAnswer): void; reject(error: Error): void };

export function liveTransport(
  serverUrl: string,
  key: DeviceKey,
  events: LiveEvents,
  connections?: Agent,
): LiveTransport {
  return new LiveSocket(serverUrl, key, events, connections);
}

class LiveSocket implements LiveTransport {
  readonly #url: string;
  readonly #key: DeviceKey;
  readonly #events: LiveEvents;
  readonly #connections: Agent | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #socket: WebSocket | undefined;
  #tcp: Socket | undefined;
  #opening: LiveOpening | undefined;
  #lastId = 0;
  #pingTimer: NodeJS.Timeout | undefined;
  #stopListening: () => void = () => undefined;

  constructor(serverUrl: string, key: DeviceKey, events: LiveEvents, connections: Agent | undefined) {
    this.#url = normalServerUrl(serverUrl).replace(/^http/, 'ws');
    this.#key = key;
    this.#events = events;
    this.#connections = connections;
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  open(options: LiveOptions): void {
    if (this.#socket === undefined) this.#connect(options);
  }

  async openWith(message: LiveMessage, options: LiveOptions): Promise<LiveReply | undefined> {
    const { promise: refused, resolve: refuse } = Promise.withResolvers<LiveReply | undefined>();
    return Promise.race([
      this.#ask(message, (write) =>
        this.#connect(options, { write, refuse: (by) => refuse(by && { response: by, kept: undefined }) }),
      ),
      refused,
    ]);
  }

  async request(message: LiveMessage): Promise<LiveReply> {
    const socket = this.#socket;
    if (socket === undefined || !this.isOpen) throw unreachable('the live connection has closed');
    return this.#ask(message, (write) => socket.send(write()));
  }

  close(): void {
    const socket = this.#socket;
    this.#forget();
    // After sleep, the other end is long gone: nothing is waited for.
    socket?.terminate();
  }

  #connect(options: LiveOptions, first?: FirstMessage): void {
    try {
      this.#begin(options, first);
    } catch (error) {
      // A disk that is full keeps no number: nothing has left this machine.
      this.#events.onClosed({ wasOpen: false, isReplaced: false, fault: 'none' });
      throw error;
    }
  }

  #begin({ idleSeconds }: LiveOptions, first: FirstMessage | undefined): void {
    const path = `${LIVE_PATH}?idle=${idleSeconds}`;
    // Numbers grow on the way: the message behind the request that opens is stamped after it.
    const authorization = writeAuthorization(this.#key.stamp({ method: 'GET', path, body: EMPTY }));
    const opening = new LiveOpening(first, () => this.#giveUp());
    const socket = new WebSocket(this.#url + path, {
      headers: { authorization },
      ...(this.#connections && { agent: this.#connections }),
      perMessageDeflate: false,
      followRedirects: false,
      handshakeTimeout: SILENCE_MS,
      maxPayload: FRAME_BYTES_MAX,
      finishRequest: (request) => opening.begin(request, (tcp) => (this.#tcp = tcp)),
    });
    this.#socket = socket;
    this.#opening = opening;
    socket.on('open', () => {
      opening.hasOpened();
      // It was set to tell dead connections that nobody uses: here pings do, as seldom as the link wants them.
      this.#tcp?.setKeepAlive(false);
      this.#pingLater(idleSeconds * 1000);
      this.#events.onOpen();
    });
    socket.on('unexpected-response', (_request, response) => {
      void opening.readRefusal(response).finally(() => socket.terminate());
    });
    socket.on('message', (data, isBinary) => this.#receive(socket, data, isBinary));
    // Followed by `close`, which is what matters.
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      const { wasOpen } = opening;
      const fault = opening.faultAt({ code, isWaiting: this.#waiting.size > 0 });
      if (this.#socket === socket) this.#forget();
      this.#events.onClosed({ wasOpen, isReplaced: code === LIVE_CLOSE.replaced, fault });
    });
  }

  async #ask(message: LiveMessage, send: (write: () => Uint8Array) => void): Promise<LiveReply> {
    const { path, body, signal } = message;
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<LiveAnswer>();
    const id = (this.#lastId = (this.#lastId + 1) % 0x1_0000);
    this.#waiting.set(id, { resolve, reject });
    const cancel = () => reject(signal.reason instanceof Error ? signal.reason : new Error('cancelled'));
    signal.addEventListener('abort', cancel, { once: true });
    const stop = onSilence(this.#heardBytes, SILENCE_MS, () => this.#giveUp());
    try {
      send(() => {
        const { counter, signature } = this.#key.stamp({ method: LIVE_METHOD, path, body });
        return writeLiveRequest({ id, path, body, counter, signature });
      });
      const answer = await promise;
      return { response: responseOf(answer), kept: keptIn(answer) };
    } finally {
      stop();
      signal.removeEventListener('abort', cancel);
      this.#waiting.delete(id);
    }
  }

  #receive(socket: WebSocket, data: unknown, isBinary: boolean): void {
    const message = isBinary && data instanceof Uint8Array ? readFromServer(data) : undefined;
    this.#opening?.hasHeard();
    if (message?.kind === 'news') this.#events.onNews(message.news.lanes);
    else if (message?.kind === 'answer') this.#waiting.get(message.answer.id)?.resolve(message.answer);
    // What does not speak the protocol is no server of ours.
    else socket.terminate();
  }

  #pingLater(idleMs: number): void {
    this.#pingTimer = setInterval(() => {
      this.#socket?.ping();
      this.#stopListening();
      const silenceMs = Math.min(SILENCE_MS, idleMs);
      this.#stopListening = onSilence(this.#heardBytes, silenceMs, () => this.#giveUp());
      this.#socket?.once('pong', this.#stopListening);
    }, idleMs);
    this.#pingTimer.unref();
  }

  /** A connection that breaks says so, mostly. */
  #giveUp(): void {
    this.#opening?.hasFallenSilent();
    this.#socket?.terminate();
  }

  readonly #heardBytes = () => this.#tcp?.bytesRead ?? 0;

  #forget(): void {
    const opening = this.#opening;
    this.#socket = undefined;
    this.#opening = undefined;
    this.#tcp = undefined;
    clearInterval(this.#pingTimer);
    this.#stopListening();
    // First: of two that end, the earlier one counts.
    opening?.end();
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
