/** What one connection of a client has sent, as far as counting needs it. */
export type Talk = {
  /** Of the newest message up: how many messages one after the other led to it. */
  depth: number;
  frames: FrameCounter | undefined;
};

const REQUEST_LINE = /^[A-Z]{3,7} \/\S* HTTP\/1\.1\r\n/;
const UPGRADE = /\r\nupgrade: websocket\r\n/i;
const HEADERS_BYTES_MAX = 4_096;

/**
 * Counts, over all connections of a link, requests and serial round trips: the longest chain of messages up of
 * which each was sent after an answer to the one before it had arrived. A WebSocket's frames up are requests.
 */
export class ChainCounter {
  #received = 0;
  #longest = 0;
  #requests = 0;

  open(): Talk {
    return { depth: 0, frames: undefined };
  }

  sent(talk: Talk, bytes: Buffer): void {
    talk.depth = this.#received + 1;
    this.#longest = Math.max(this.#longest, talk.depth);
    if (talk.frames !== undefined) {
      this.#requests += talk.frames.count(bytes);
      return;
    }
    const head = bytes.toString('latin1', 0, HEADERS_BYTES_MAX);
    if (!REQUEST_LINE.test(head)) return;
    this.#requests += 1;
    if (UPGRADE.test(head)) talk.frames = new FrameCounter();
  }

  /** An answer has arrived that left the far end when the talk had this depth. */
  arrived(depth: number): void {
    this.#received = Math.max(this.#received, depth);
  }

  take(talks: Iterable<Talk>): { requests: number; roundTrips: number } {
    const taken = { requests: this.#requests, roundTrips: this.#longest };
    this.#requests = 0;
    this.#longest = 0;
    this.#received = 0;
    for (const talk of talks) talk.depth = 0;
    return taken;
  }
}

const LENGTH_16_BIT = 126;
const LENGTH_64_BIT = 127;
const MASK_BYTES = 4;

/** Counts the frames that begin in a client's part of a WebSocket (RFC 6455, 5.2), wherever chunks end. */
class FrameCounter {
  #header: number[] = [];
  #payloadLeft = 0;

  count(bytes: Uint8Array): number {
    let begun = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.#payloadLeft > 0) {
        const skipped = Math.min(this.#payloadLeft, bytes.length - at);
        this.#payloadLeft -= skipped;
        at += skipped;
        continue;
      }
      if (this.#header.length === 0) begun += 1;
      this.#header.push(bytes[at] ?? 0);
      at += 1;
      const payload = payloadAfter(this.#header);
      if (payload === undefined) continue;
      this.#payloadLeft = payload;
      this.#header = [];
    }
    return begun;
  }
}

/** Length of the payload once the header is whole. */
function payloadAfter(header: readonly number[]): number | undefined {
  const second = header[1];
  if (second === undefined) return undefined;
  const length = second & 0x7f;
  const lengthBytes = length === LENGTH_64_BIT ? 8 : length === LENGTH_16_BIT ? 2 : 0;
  const maskBytes = second & 0x80 ? MASK_BYTES : 0;
  if (header.length < 2 + lengthBytes + maskBytes) return undefined;
  if (lengthBytes === 0) return length;
  return header.slice(2, 2 + lengthBytes).reduce((value, byte) => value * 256 + byte, 0);
}
