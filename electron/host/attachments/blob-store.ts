import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  createReadStream,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import path from 'node:path';
import { assert } from '#shared/kernel/assert.ts';
import { syncFile, syncFolderOf } from '../store/durable.ts';

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Bytes under their hash: `blobs/ab/abcdef…`, complete, or beside it as `.part` while they arrive. A file
 * without `.part` holds what its name says.
 */
export class BlobStore {
  readonly #folder: string;
  readonly #incoming: string;

  /** What an interrupted upload left behind is removed: nobody knows how to go on with it. */
  constructor(dataDir: string) {
    this.#folder = path.join(dataDir, 'blobs');
    this.#incoming = path.join(this.#folder, 'incoming');
    rmSync(this.#incoming, { recursive: true, force: true });
    mkdirSync(this.#incoming, { recursive: true });
  }

  /** A file for an upload of a person; `keepAs` moves it to its hash. */
  incomingFile(uploadId: string): string {
    return path.join(this.#incoming, uploadId);
  }

  sizeBytes(sha256: string): number | undefined {
    return sizeOf(this.#file(sha256));
  }

  read(sha256: string, offset: number, length: number): Buffer {
    return readSlice(this.#file(sha256), offset, length);
  }

  /** Bytes that have arrived of an incomplete file. */
  partBytes(sha256: string): number {
    return sizeOf(this.#part(sha256)) ?? 0;
  }

  appendPart(sha256: string, bytes: Uint8Array): void {
    const file = this.#part(sha256);
    mkdirSync(path.dirname(file), { recursive: true });
    appendFileSync(file, bytes);
  }

  dropPart(sha256: string): void {
    rmSync(this.#part(sha256), { force: true });
  }

  /** Takes back what was appended beyond a length: a crash may leave half a chunk. */
  cutPart(sha256: string, lengthBytes: number): void {
    if (this.partBytes(sha256) > lengthBytes) truncateSync(this.#part(sha256), lengthBytes);
  }

  /** True when the bytes are what their name says; then they are in their place. Else they are gone. */
  async completePart(sha256: string): Promise<boolean> {
    const part = this.#part(sha256);
    if ((await hashOfFile(part)) !== sha256) {
      this.dropPart(sha256);
      return false;
    }
    this.keepAs(sha256, part);
    return true;
  }

  /** Moves a complete file to its hash, on the disk for good before it gets the name. */
  keepAs(sha256: string, from: string): void {
    const file = this.#file(sha256);
    mkdirSync(path.dirname(file), { recursive: true });
    syncFile(from);
    renameSync(from, file);
    syncFolderOf(file);
  }

  #file(sha256: string): string {
    assert(SHA256.test(sha256), 'a blob is named by its SHA-256');
    return path.join(this.#folder, sha256.slice(0, 2), sha256);
  }

  #part(sha256: string): string {
    return `${this.#file(sha256)}.part`;
  }
}

export async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

export function readSlice(file: string, offset: number, length: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, offset));
  } finally {
    closeSync(descriptor);
  }
}

function sizeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.size;
}
