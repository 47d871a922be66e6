import { createHash, type Hash, randomUUID } from 'node:crypto';
import path from 'node:path';
import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import { MEDIA_TYPES } from '#shared/domains/files/schema.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { type DomainError, isDomainError } from '#shared/kernel/errors.ts';
import { line } from '#shared/kernel/fields.ts';
import { plainFileName, withEnding } from '#shared/kernel/file-name.ts';
import { BLOB_BYTES_MAX, BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';
import type { Store } from '../store/store.ts';
import type { BlobRows } from './blob-rows.ts';
import type { BlobStore } from './blob-store.ts';
import { attachmentError } from './errors.ts';
import { FRAMES_MAX, framesOf } from './image-motion.ts';
import { imageSizeOf } from './image-size.ts';
import { type MediaType, mediaTypeOf } from './media-type.ts';

const UPLOADS_MAX = 8;
/** An upload nobody went on with is dropped: its page was closed. */
const ABANDONED_MS = 10 * 60_000;
/** Enough for the header of an image behind its embedded preview and colour profile. */
const HEAD_BYTES = 1024 * 1024;
/** Larger than any camera on board makes; what is larger is meant to fill the memory of who opens it. */
const PIXELS_MAX = 100_000_000;
/** What a canvas takes; a stripe of a million by one has few pixels and breaks it all the same. */
const SIDE_PIXELS_MAX = 32_767;
const FILE_NAME_CHARACTERS_MAX = 120;

type Upload = {
  readonly id: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly hash: Hash;
  receivedBytes: number;
  lastUsedMs: number;
};

/** Files on their way in from a person, and out again to the page. Whose they are asks reached-attachments.ts. */
export class Attachments {
  readonly #store: Store;
  readonly #blobs: BlobStore;
  readonly #rows: BlobRows;
  readonly #clock: Clock;
  readonly #uploads = new Map<string, Upload>();

  constructor(parts: { store: Store; blobs: BlobStore; rows: BlobRows; clock: Clock }) {
    this.#store = parts.store;
    this.#blobs = parts.blobs;
    this.#rows = parts.rows;
    this.#clock = parts.clock;
  }

  begin(input: { fileName: string; sizeBytes: number }): { uploadId: string; chunkBytes: number } {
    const { sizeBytes } = input;
    assertSize(sizeBytes);
    this.#dropAbandoned();
    if (this.#uploads.size >= UPLOADS_MAX) {
      throw attachmentError('too-many-at-once', { count: UPLOADS_MAX }, { retryAfterSeconds: 10 });
    }
    const id = randomUUID();
    this.#blobs.beginIncoming(id);
    this.#uploads.set(id, {
      id,
      fileName: plainName(input.fileName),
      sizeBytes,
      hash: createHash('sha256'),
      receivedBytes: 0,
      lastUsedMs: this.#clock.monotonicMs(),
    });
    return { uploadId: id, chunkBytes: BLOB_CHUNK_BYTES };
  }

  append(input: { uploadId: string; offset: number; base64: string }): { receivedBytes: number } {
    const upload = this.#mustHave(input.uploadId);
    if (input.offset !== upload.receivedBytes) {
      const { receivedBytes } = upload;
      throw attachmentError('part-out-of-place', { offset: input.offset, receivedBytes });
    }
    const bytes = Buffer.from(input.base64, 'base64');
    if (bytes.length > BLOB_CHUNK_BYTES)
      throw attachmentError('part-too-large', { limitBytes: BLOB_CHUNK_BYTES });
    if (upload.receivedBytes + bytes.length > upload.sizeBytes) {
      throw attachmentError('more-than-announced', { sizeBytes: upload.sizeBytes });
    }
    this.#blobs.appendIncoming(upload.id, bytes);
    upload.hash.update(bytes);
    upload.receivedBytes += bytes.length;
    upload.lastUsedMs = this.#clock.monotonicMs();
    return { receivedBytes: upload.receivedBytes };
  }

  async finish(input: { uploadId: string }): Promise<AttachedFile> {
    const upload = this.#mustHave(input.uploadId);
    const { id, sizeBytes, receivedBytes } = upload;
    if (receivedBytes !== sizeBytes) throw attachmentError('not-complete', { receivedBytes, sizeBytes });
    // From here on it is stored or refused; neither can be gone on with.
    this.#uploads.delete(id);
    try {
      const head = this.#blobs.readIncoming(id, 0, Math.min(HEAD_BYTES, sizeBytes));
      const { mediaType, fileName } = checkedFile(head, upload.fileName);
      const sha256 = upload.hash.digest('hex');
      if (this.#blobs.sizeBytes(sha256) === undefined) this.#blobs.keepIncoming(id, sha256);
      this.#store.bookkeeping(() => this.#rows.putComplete(sha256, sizeBytes));
      return { sha256, sizeBytes, mediaType, fileName, previewSha256: null, previewSizeBytes: null };
    } finally {
      this.#blobs.dropIncoming(id);
    }
  }

  /** Stores bytes that were looked at already (`checkedFile`) under their hash. */
  keep(bytes: Buffer): void {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (this.#blobs.sizeBytes(sha256) === undefined) {
      const id = randomUUID();
      try {
        this.#blobs.beginIncoming(id);
        this.#blobs.appendIncoming(id, bytes);
        this.#blobs.keepIncoming(id, sha256);
      } finally {
        this.#blobs.dropIncoming(id);
      }
    }
    this.#store.bookkeeping(() => this.#rows.putComplete(sha256, bytes.length));
  }

  cancel(input: { uploadId: string }): void {
    const upload = this.#uploads.get(input.uploadId);
    if (upload !== undefined) this.#drop(upload);
  }

  read(input: { sha256: string; offset: number; length: number }): { base64: string; sizeBytes: number } {
    const row = this.#rows.row(input.sha256);
    const sizeBytes = row === undefined ? undefined : this.#blobs.sizeBytes(input.sha256);
    if (row === undefined || sizeBytes === undefined) throw this.#notHere(row);
    const length = Math.min(input.length, BLOB_CHUNK_BYTES);
    try {
      const bytes = this.#blobs.read(input.sha256, input.offset, length);
      return { base64: bytes.toString('base64'), sizeBytes };
    } catch (error) {
      // Asked for again, like bytes that are gone.
      if (isDomainError(error)) this.#store.bookkeeping(() => this.#rows.setHere(row.sha256, 0));
      throw error;
    }
  }

  #notHere(row: ReturnType<BlobRows['row']>): DomainError {
    if (row === undefined) return attachmentError('unknown');
    if (row.bytesHere >= row.sizeBytes) {
      // Deleted behind our back: what the server has is fetched again.
      this.#store.bookkeeping(() => this.#rows.setHere(row.sha256, 0));
    }
    const percent = Math.floor((100 * this.#blobs.partBytes(row.sha256)) / row.sizeBytes);
    const { problem } = row;
    return problem === null
      ? attachmentError('on-the-way', { percent })
      : attachmentError('held-up', { percent, problem });
  }

  #mustHave(uploadId: string): Upload {
    const upload = this.#uploads.get(uploadId);
    if (upload !== undefined) return upload;
    throw attachmentError('upload-gone');
  }

  #dropAbandoned(): void {
    const before = this.#clock.monotonicMs() - ABANDONED_MS;
    for (const upload of this.#uploads.values()) if (upload.lastUsedMs < before) this.#drop(upload);
  }

  #drop(upload: Upload): void {
    this.#uploads.delete(upload.id);
    this.#blobs.dropIncoming(upload.id);
  }
}

/** Throws for what has too many bytes, or none. */
export function assertSize(sizeBytes: number): void {
  if (sizeBytes > BLOB_BYTES_MAX) throw tooLarge(sizeBytes);
  if (sizeBytes <= 0) throw attachmentError('empty');
}

/** What a file is by its bytes, and what it is called then. Throws for what may not be attached. */
export function checkedFile(bytes: Buffer, fileName: string): { mediaType: MediaType; fileName: string } {
  const named = plainName(fileName);
  const mediaType = allowedType(bytes.subarray(0, HEAD_BYTES), named);
  return { mediaType, fileName: shortened(withEnding(named, ENDINGS[mediaType])) };
}

function allowedType(head: Buffer, fileName: string): MediaType {
  const mediaType = mediaTypeOf(head);
  if (mediaType === undefined) {
    const kinds = MEDIA_TYPES.map((type) => type.replace(/^.*\//, '').toUpperCase()).join(', ');
    throw attachmentError('wrong-type', { fileName, kinds });
  }
  if (mediaType === 'application/pdf') return mediaType;
  const size = imageSizeOf(mediaType, head);
  if (size === undefined) throw attachmentError('header-damaged', { fileName });
  const pixels = size.widthPixels * size.heightPixels;
  if (pixels === 0) throw attachmentError('header-damaged', { fileName });
  const isLong = Math.max(size.widthPixels, size.heightPixels) > SIDE_PIXELS_MAX;
  if (framesOf(mediaType, head) > FRAMES_MAX) {
    throw attachmentError('moves', { fileName, limit: FRAMES_MAX });
  }
  if (pixels > PIXELS_MAX || isLong) {
    const { widthPixels, heightPixels } = size;
    throw attachmentError('too-many-pixels', {
      fileName,
      widthPixels,
      heightPixels,
      limitMegapixels: PIXELS_MAX / 1e6,
      sideLimitPixels: SIDE_PIXELS_MAX,
    });
  }
  return mediaType;
}

/** What a file is called follows what it is: nobody is shown a picture that a computer would run. */
const ENDINGS: { readonly [Type in MediaType]: readonly [string, ...string[]] } = {
  'image/jpeg': ['.jpg', '.jpeg', '.jfif'],
  'image/png': ['.png'],
  'image/webp': ['.webp'],
  'application/pdf': ['.pdf'],
};

function plainName(fileName: string): string {
  const parsed = line(FILE_NAME_CHARACTERS_MAX).safeParse(shortened(plainFileName(fileName)));
  if (parsed.success) return parsed.data;
  throw attachmentError('nameless');
}

/** Keeps the ending: it is what a person tells a file's kind by. */
function shortened(name: string): string {
  if (name.length <= FILE_NAME_CHARACTERS_MAX) return name;
  const ending = path.extname(name).slice(0, 10);
  return name.slice(0, FILE_NAME_CHARACTERS_MAX - ending.length) + ending;
}

function tooLarge(sizeBytes: number): DomainError {
  const megabytes = (bytes: number) => (bytes / (1024 * 1024)).toFixed(1);
  const values = { sizeMb: megabytes(sizeBytes), limitMb: megabytes(BLOB_BYTES_MAX) };
  return attachmentError('too-large', values);
}
