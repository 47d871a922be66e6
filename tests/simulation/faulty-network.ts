import type { SyncTransport, TransportRequest, TransportResponse } from '#host/sync/transport.ts';
import { unreachable } from '#host/sync/transport.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

const DELAY_MS_MAX = 4_000;
/** A doubled request may reach the server long after the first, behind requests that were sent later. */
const STRAY_MS_MAX = 60_000;

/** A link that loses requests and answers, doubles requests, and lets everything take its time. Until it is healed. */
export class FaultyNetwork {
  readonly #time: VirtualTime;
  readonly #random: Random;
  #isHealed = false;

  constructor(time: VirtualTime, random: Random) {
    this.#time = time;
    this.#random = random;
  }

  heal(): void {
    this.#isHealed = true;
  }

  to(server: SyncTransport): SyncTransport {
    return {
      request: (request) => (this.#isHealed ? server.request(request) : this.#carry(server, request)),
    };
  }

  async #carry(server: SyncTransport, request: TransportRequest): Promise<TransportResponse> {
    const random = this.#random;
    await this.#time.pass(random.below(DELAY_MS_MAX));
    request.signal.throwIfAborted();
    if (random.chance(0.15)) throw unreachable('the request was lost');
    if (random.chance(0.15)) this.#time.set(() => void server.request(request), random.below(STRAY_MS_MAX));
    const response = await server.request(request);
    await this.#time.pass(random.below(DELAY_MS_MAX));
    request.signal.throwIfAborted();
    if (random.chance(0.2)) throw unreachable('the answer was lost');
    return response;
  }
}
