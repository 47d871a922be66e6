import { LIVE_PATH } from '#shared/sync/live.ts';
import { PARTS_PATH } from '#shared/sync/parts.ts';
import { writeAuthorization } from '#shared/sync/request-stamp.ts';
import type { DeviceKey } from '#host/sync/device-key.ts';
import type { LiveEvents, LiveOptions, LiveTransport } from '#host/sync/live-transport.ts';
import {
  type SyncTransport,
  type TransportRequest,
  type TransportResponse,
  unreachable,
} from '#host/sync/transport.ts';
import type { OfficeServer } from './office-server.ts';
import type { Random } from './random.ts';
import { SimSocket } from './sim-socket.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How a link behaves; probabilities are per request. */
export type Weather = {
  readonly loss: number;
  readonly doubling: number;
  readonly cuts: number;
  readonly delayMsMax: number;
  readonly takesParts: boolean;
};
export const FAIR: Weather = { loss: 0, doubling: 0, cuts: 0, delayMsMax: 30, takesParts: true };

/** A doubled request may reach the server long after the first, behind requests that were sent later. */
const STRAY_MS_MAX = 60_000;
const SILENCE_MS_MAX = 8_000;
const EMPTY = new Uint8Array();

/** Of a program; what is asked in its name after its end is never answered. */
export type Life = { readonly isOver: boolean };

/** One console's way to the server. */
export class Link {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly server: OfficeServer;
  weather: Weather;
  /** While it is down, nothing passes. */
  isDown = false;
  readonly #sockets = new Set<SimSocket>();

  constructor(parts: { time: VirtualTime; random: Random; server: OfficeServer; weather: Weather }) {
    this.time = parts.time;
    this.random = parts.random;
    this.server = parts.server;
    this.weather = parts.weather;
  }

  transport(life: Life): SyncTransport {
    const transport: SyncTransport = { request: (request) => this.#carry(request, life) };
    return Object.defineProperty(transport, 'takesParts', { get: () => this.weather.takesParts });
  }

  live(key: DeviceKey, events: LiveEvents, life: Life): LiveTransport {
    let socket: SimSocket | undefined;
    const stampFor = (path: string): string => {
      try {
        return writeAuthorization(key.stamp({ method: 'GET', path, body: EMPTY }));
      } catch (error) {
        // As the real one does where a full disk keeps no number.
        events.onClosed({ wasOpen: false, isReplaced: false, fault: 'none' });
        throw error;
      }
    };
    const open = ({ idleSeconds }: LiveOptions): Promise<void> => {
      const path = `${LIVE_PATH}?idle=${idleSeconds}`;
      const authorization = stampFor(path);
      const opened = new SimSocket({ link: this, key, events, life, idleMs: idleSeconds * 1000 });
      socket = opened;
      this.#sockets.add(opened);
      opened.onEnd(() => {
        this.#sockets.delete(opened);
        if (socket === opened) socket = undefined;
      });
      return new Promise((resolve) => {
        opened.onEnd(resolve);
        const attach = () => void this.#attach(opened, { url: path, authorization }).then(resolve);
        this.time.set(attach, this.delayMs());
      });
    };
    return {
      get isOpen() {
        return socket?.isOpen === true;
      },
      open: (options) => {
        if (socket === undefined && !life.isOver) void open(options);
      },
      openWith: async (message, options) => {
        if (life.isOver) return new Promise(() => undefined);
        await open(options);
        if (socket !== undefined) return socket.ask(message);
        if (this.isDown) throw unreachable('the link is down');
        return undefined;
      },
      request: (message) => {
        if (socket === undefined) throw unreachable('the live connection has closed');
        return socket.ask(message);
      },
      close: () => socket?.terminate(),
    };
  }

  delayMs(): number {
    return 1 + this.random.below(this.weather.delayMsMax);
  }

  /** The connection is lost, or the other end is. */
  breakOff(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  async #attach(socket: SimSocket, asked: { url: string; authorization: string }): Promise<void> {
    if (this.isDown || this.server.power.isOff) {
      socket.terminate();
      return;
    }
    try {
      await this.server.attach(socket.atServer(), { ...asked, idleMs: socket.idleMs });
      socket.open();
    } catch {
      // Refused, or the power failed: whichever, there is no connection.
      socket.terminate();
    }
  }

  #carry(request: TransportRequest, life: Life): Promise<TransportResponse> {
    if (life.isOver) return new Promise(() => undefined);
    const { promise, resolve, reject } = Promise.withResolvers<TransportResponse>();
    const { signal } = request;
    const cancel = () => reject(signal.reason instanceof Error ? signal.reason : new Error('cancelled'));
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    const heard: TransportRequest = {
      ...request,
      onBody: (bytes, head) => {
        if (!life.isOver && !signal.aborted) request.onBody?.(bytes, head);
      },
    };
    // A program that has ended hears of nothing.
    this.#travel(heard).then(
      (answer) => life.isOver || resolve(answer),
      (error: unknown) => life.isOver || reject(error),
    );
    return promise;
  }

  async #travel(request: TransportRequest): Promise<TransportResponse> {
    const { random, weather } = this;
    await this.time.pass(this.delayMs());
    if (this.isDown) {
      await this.time.pass(random.below(SILENCE_MS_MAX));
      throw unreachable('the link is down');
    }
    if (random.chance(weather.loss)) throw unreachable('the request was lost');
    if (random.chance(weather.cuts)) return this.#cutOnTheWay(request);
    if (random.chance(weather.doubling)) this.#stray(request);
    const answer = await this.server.transport.request(withoutListener(request));
    await this.time.pass(this.delayMs());
    if (this.isDown || random.chance(weather.loss)) throw unreachable('the answer was lost');
    const { status, headers, body } = answer;
    if (random.chance(weather.cuts)) {
      request.onBody?.(body.subarray(0, random.below(body.length + 1)), { status, headers });
      throw unreachable('the connection broke off in the middle of the answer');
    }
    request.onBody?.(body, { status, headers });
    return answer;
  }

  /** Of a part, what has arrived is kept; of anything else the server takes nothing that is not whole. */
  async #cutOnTheWay(request: TransportRequest): Promise<never> {
    const { path, method, body } = request;
    if (method === 'PUT' && path.startsWith(PARTS_PATH)) {
      const arrived = body.subarray(0, this.random.below(body.length));
      await this.server.transport.request({ ...withoutListener(request), body: arrived });
    }
    throw unreachable('the connection broke off');
  }

  #stray(request: TransportRequest): void {
    const late = () => {
      // Nobody waits for its answer, whatever it is.
      this.server.transport.request(withoutListener(request)).catch(() => undefined);
    };
    this.time.set(late, this.random.below(STRAY_MS_MAX));
  }
}

function withoutListener({ onBody: _onBody, ...request }: TransportRequest): TransportRequest {
  return request;
}
