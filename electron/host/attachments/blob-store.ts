import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { assert } from '#shared/kernel/assert.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { syncFile, syncFolderOf } from '../store/durable.ts';
import { type ByteFormat, plainFormat } from './byte-format.ts';

const SHA256 = /^[0-9a-f]{64}$/;
const HASHED_AT_ONCE_BYTES = 1024 * 1024;

export type BlobFormats = {
  /** What new files are written in. */
  readonly writing: ByteFormat;
  /** What files may be found in besides. */
  readonly alsoReading: readonly ByteFormat[];
};

/**
 * Bytes under the hash of what they are: `blobs/ab/abcdef…`, complete, or beside it as `.part` while they
 * arrive; `.sealed` behind the name of those that are encrypted. A file without `.part` holds what its name says.
 */
export class BlobStore {
  readonly #folder: string;
  readonly #incoming: string;
  readonly #writing: ByteFormat;
  readonly #formats: readonly ByteFormat[];

  /** What an interrupted upload left behind is removed: nobody knows how to go on with it. */
  constructor(dataDir: string, formats: BlobFormats = { writing: plainFormat, alsoReading: [] }) {
    this.#folder = blobFolder(dataDir);
    this.#incoming = path.join(this.#folder, 'incoming');
    this.#writing = formats.writing;
    this.#formats = [formats.writing, ...formats.alsoReading];
    rmSync(this.#incoming, { recursive: true, force: true });
    mkdirSync(this.#incoming, { recursive: true });
  }

  /** A file for an upload of a person; `keepIncoming` moves it to its hash. */
  beginIncoming(uploadId: string): void {
    this.#writing.create(this.#incomingFile(uploadId));
  }

  appendIncoming(uploadId: string, bytes: Uint8Array): void {
    this.#writing.append(this.#incomingFile(uploadId), bytes);
  }

  readIncoming(uploadId: string, offset: number, length: number): Buffer {
    return this.#writing.read(this.#incomingFile(uploadId), offset, length);
  }

  keepIncoming(uploadId: string, sha256: string): void {
    this.#keepAs(sha256, this.#incomingFile(uploadId));
  }

  dropIncoming(uploadId: string): void {
    rmSync(this.#incomingFile(uploadId), { force: true });
  }

  sizeBytes(sha256: string): number | undefined {
    return this.#found(sha256)?.sizeBytes;
  }

  /** Throws `attachment-damaged`. */
  read(sha256: string, offset: number, length: number): Buffer {
    try {
      return this.#read(sha256, offset, length);
    } catch (error) {
      // It was just brought into its other format: it is there, under its other name.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      return this.#read(sha256, offset, length);
    }
  }

  /** Bytes that have arrived of an incomplete file. */
  partBytes(sha256: string): number {
    return this.#writing.sizeBytes(this.#part(sha256)) ?? 0;
  }

  appendPart(sha256: string, bytes: Uint8Array): void {
    const file = this.#part(sha256);
    mkdirSync(path.dirname(file), { recursive: true });
    try {
      this.#writing.append(file, bytes);
    } catch (error) {
      // A crash tore its last chunk: nothing can be added to it. It is begun anew.
      if (isDamage(error)) this.dropPart(sha256);
      throw error;
    }
  }

  dropPart(sha256: string): void {
    rmSync(this.#part(sha256), { force: true });
  }

  /** Takes back what was appended beyond a length: a crash may leave half a chunk. */
  cutPart(sha256: string, lengthBytes: number): void {
    if (this.partBytes(sha256) <= lengthBytes) return;
    try {
      this.#writing.cut(this.#part(sha256), lengthBytes);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.dropPart(sha256);
    }
  }

  /** True when the bytes are what their name says; then they are in their place. Else they are gone. */
  async completePart(sha256: string): Promise<boolean> {
    const part = this.#part(sha256);
    if ((await hashOf(this.#writing, part)) !== sha256) {
      this.dropPart(sha256);
      return false;
    }
    this.#keepAs(sha256, part);
    return true;
  }

  /** Moves a complete file to its hash, on the disk for good before it gets the name. */
  #keepAs(sha256: string, from: string): void {
    const file = this.#file(sha256, this.#writing);
    mkdirSync(path.dirname(file), { recursive: true });
    this.#writing.seal(from, sha256);
    syncFile(from);
    renameSync(from, file);
    syncFolderOf(file);
  }

  #read(sha256: string, offset: number, length: number): Buffer {
    const { format, file } = this.#found(sha256) ?? {
      format: this.#writing,
      file: this.#file(sha256, this.#writing),
    };
    return format.read(file, offset, length);
  }

  #found(sha256: string): { format: ByteFormat; file: string; sizeBytes: number } | undefined {
    for (const format of this.#formats) {
      const file = this.#file(sha256, format);
      const sizeBytes = format.sealedBytes(file, sha256);
      if (sizeBytes !== undefined) return { format, file, sizeBytes };
    }
    return undefined;
  }

  #file(sha256: string, format: ByteFormat): string {
    assert(SHA256.test(sha256), 'a blob is named by its SHA-256');
    return path.join(this.#folder, sha256.slice(0, 2), sha256 + format.suffix);
  }

  #part(sha256: string): string {
    assert(SHA256.test(sha256), 'a blob is named by its SHA-256');
    return path.join(this.#folder, sha256.slice(0, 2), `${sha256}.part${this.#writing.suffix}`);
  }

  #incomingFile(uploadId: string): string {
    return path.join(this.#incoming, uploadId);
  }
}

export function blobFolder(dataDir: string): string {
  return path.join(dataDir, 'blobs');
}

/** The hash of what a file holds; null when it is damaged. Gives others their turn at every MiB. */
export async function hashOf(format: ByteFormat, file: string): Promise<string | null> {
  if (!existsSync(file)) return null;
  const hash = createHash('sha256');
  try {
    for (let offset = 0; ; offset += HASHED_AT_ONCE_BYTES) {
      const bytes = format.read(file, offset, HASHED_AT_ONCE_BYTES);
      hash.update(bytes);
      if (bytes.length < HASHED_AT_ONCE_BYTES) return hash.digest('hex');
      await setImmediate();
    }
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}

function isDamage(error: unknown): boolean {
  return isDomainError(error) && error.code === 'attachment-damaged';
}
