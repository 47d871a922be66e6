import { createHash, type Hash } from 'node:crypto';
import { Writable } from 'node:stream';
import { bytesText } from '#shared/kernel/measures.ts';
import { exportError } from '../errors.ts';

/** What a person can still save from a page. */
export const EXPORT_BYTES_MAX = 256 * 1024 * 1024;
const GATHERED_BYTES = 512 * 1024;

/** Where the bytes of a document go, in order. */
export type Output = { write(bytes: Uint8Array | string): void };

/** Gathers small writes, counts and hashes what passes, and refuses to grow without end. */
export class HashedOutput implements Output {
  readonly #keep: (bytes: Buffer) => void;
  readonly #hash: Hash = createHash('sha256');
  #gathered: Buffer[] = [];
  #gatheredBytes = 0;
  #sizeBytes = 0;

  constructor(keep: (bytes: Buffer) => void) {
    this.#keep = keep;
  }

  write(bytes: Uint8Array | string): void {
    const more = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : Buffer.from(bytes);
    this.#sizeBytes += more.length;
    if (this.#sizeBytes > EXPORT_BYTES_MAX)
      throw exportError('too-large', { size: bytesText(EXPORT_BYTES_MAX) });
    this.#gathered.push(more);
    this.#gatheredBytes += more.length;
    if (this.#gatheredBytes >= GATHERED_BYTES) this.#flush();
  }

  /** Call once, when everything is written. */
  end(): { readonly sha256: string; readonly sizeBytes: number } {
    this.#flush();
    return { sha256: this.#hash.digest('hex'), sizeBytes: this.#sizeBytes };
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#gathered);
    this.#gathered = [];
    this.#gatheredBytes = 0;
    if (bytes.length === 0) return;
    this.#hash.update(bytes);
    this.#keep(bytes);
  }
}

/** The same for libraries that write into streams. What the output throws ends the stream with that error. */
export function streamInto(output: Output): Writable {
  return new Writable({
    write(bytes: Buffer, _encoding, done) {
      try {
        output.write(bytes);
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
}
