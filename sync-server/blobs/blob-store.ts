import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { blobError } from './errors.ts';

/** What the server has of a blob. */
export type BlobState = { readonly haveBytes: number; readonly isComplete: boolean };

/** Where attachments are kept: a folder, or the database that replicas share. */
export type Blobs = Pick<BlobStore, 'state' | 'append' | 'read'>;

const NOTHING: BlobState = { haveBytes: 0, isComplete: false };

/**
 * Attachments as files under their SHA-256. A blob grows in `<sha>.part`; when it is complete it is hashed,
 * forced to disk and renamed, so a file under its plain name is always whole and sound.
 */
export class BlobStore {
  readonly #folder: string;
  /** The write that runs for a blob now; two uploads of the same content must not interleave. */
  readonly #writing = new Map<string, Promise<unknown>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async state(sha: string): Promise<BlobState> {
    const whole = await sizeOf(this.#wholeFile(sha));
    if (whole !== undefined) return { haveBytes: whole, isComplete: true };
    const part = await sizeOf(this.#partFile(sha));
    return part === undefined ? NOTHING : { haveBytes: part, isComplete: false };
  }

  /**
   * Appends a chunk at exactly what is there; elsewhere it changes nothing and answers what is there.
   * Throws `attachment-damaged`, and forgets the blob, when the whole is not what its name says.
   */
  append(sha: string, chunk: { offset: number; bytes: Uint8Array; sizeBytes: number }): Promise<BlobState> {
    return this.#alone(sha, async () => {
      const state = await this.state(sha);
      if (state.isComplete || chunk.offset !== state.haveBytes) return state;
      await fs.mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await appendDurably(this.#partFile(sha), chunk.bytes);
      const haveBytes = state.haveBytes + chunk.bytes.length;
      if (haveBytes < chunk.sizeBytes) return { haveBytes, isComplete: false };
      await this.#complete(sha);
      return { haveBytes, isComplete: true };
    });
  }

  /** A slice of a complete blob; undefined when there is none. */
  async read(
    sha: string,
    slice: { offset: number; lengthBytes: number },
  ): Promise<{ bytes: Uint8Array; sizeBytes: number } | undefined> {
    const sizeBytes = await sizeOf(this.#wholeFile(sha));
    if (sizeBytes === undefined) return undefined;
    const lengthBytes = Math.max(0, Math.min(slice.lengthBytes, sizeBytes - slice.offset));
    const file = await fs.open(this.#wholeFile(sha), 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(lengthBytes), 0, lengthBytes, slice.offset);
      return { bytes: buffer.subarray(0, bytesRead), sizeBytes };
    } finally {
      await file.close();
    }
  }

  async #complete(sha: string): Promise<void> {
    if ((await hashOfFile(this.#partFile(sha))) !== sha) {
      await fs.rm(this.#partFile(sha));
      throw blobError('attachment-damaged');
    }
    await fs.rename(this.#partFile(sha), this.#wholeFile(sha));
    await syncFolder(this.#folder);
  }

  #alone<T>(sha: string, work: () => Promise<T>): Promise<T> {
    const result = (this.#writing.get(sha) ?? Promise.resolve()).then(work);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    this.#writing.set(sha, settled);
    void settled.then(() => {
      if (this.#writing.get(sha) === settled) this.#writing.delete(sha);
    });
    return result;
  }

  #wholeFile(sha: string): string {
    return path.join(this.#folder, sha);
  }

  #partFile(sha: string): string {
    return path.join(this.#folder, `${sha}.part`);
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await fs.stat(file)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function appendDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await fs.open(file, 'a', 0o600);
  try {
    await handle.appendFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

/** A rename is durable once the folder that holds the name is on disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
