import type { Readable } from 'node:stream';
import type { PartSource } from './part-store.ts';

/** Taken before anybody has looked at who sends it. */
const AHEAD_BYTES_MAX = 256 * 1024;

/**
 * A request's body, read from its first byte on. Node throws away what a broken connection has brought and nobody
 * has read yet; here it is still handed out, and then the body ends.
 */
export class EagerBody implements PartSource {
  readonly #stream: Readable;
  readonly #chunks: Uint8Array[] = [];
  #aheadBytes = 0;
  #hasEnded = false;
  #wake: () => void = () => undefined;

  constructor(stream: Readable) {
    this.#stream = stream;
    stream.on('data', (chunk: Uint8Array) => this.#take(chunk));
    const end = () => {
      this.#hasEnded = true;
      this.#wake();
    };
    for (const event of ['end', 'close', 'error', 'aborted']) stream.on(event, end);
  }

  destroy(): void {
    this.#stream.destroy();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        this.#aheadBytes -= chunk.length;
        if (this.#aheadBytes < AHEAD_BYTES_MAX) this.#stream.resume();
        yield chunk;
      } else if (this.#hasEnded) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }

  #take(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#aheadBytes += chunk.length;
    if (this.#aheadBytes >= AHEAD_BYTES_MAX) this.#stream.pause();
    this.#wake();
  }
}
