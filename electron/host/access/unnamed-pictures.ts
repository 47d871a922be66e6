import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import { UNNAMED_PICTURES_MAX } from '#shared/domains/incidents/rules/unnamed.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { BLOB_BYTES_MAX, BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';
import { assertSize, checkedFile } from '../attachments/attachment-service.ts';
import { attachmentError } from '../attachments/errors.ts';
import { plainPicture } from '../attachments/plain-picture.ts';
import type { Connection } from '../services.ts';
import { accessError } from './errors.ts';
import { MINUTE_MS } from '#shared/kernel/durations.ts';

/** Within a minute, from every page together. */
export const PICTURE_BYTES_A_MINUTE_MAX = 64 * 1024 * 1024;
/** In memory at once: nothing lies on the disk before the report that it belongs to. */
export const PICTURE_BYTES_HELD_MAX = 64 * 1024 * 1024;
/** On the disk in all, as far as they came with reports of this kind. */
export const PICTURE_BYTES_KEPT_MAX = 512 * 1024 * 1024;
/** A report that nobody finished gives its pictures up. */
const HELD_MS = 10 * MINUTE_MS;
const HELD_MAX = 100;
/** Each picture with its preview. */
const HELD_OF_A_CONNECTION_MAX = 2 * UNNAMED_PICTURES_MAX;

/** One part of a picture: all that a page sends, part by part, until it is answered with the file. */
export const PicturePart = z.object({
  uploadId: z.uuid(),
  fileName: z.string().max(1_000),
  sizeBytes: z.int().nonnegative(),
  offset: z.int().nonnegative().max(BLOB_BYTES_MAX),
  base64: z.base64().max(Math.ceil(BLOB_CHUNK_BYTES / 3) * 4),
});
export type PictureTaken = { readonly receivedBytes: number; readonly file: AttachedFile | null };

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** What a report says of its pictures; everything else the host has seen itself. */
export const ReportedPictures = z
  .array(z.object({ sha256: Sha256, previewSha256: Sha256.nullable().default(null) }))
  .max(UNNAMED_PICTURES_MAX)
  .default([]);
export type ReportedPicture = z.output<typeof ReportedPictures>[number];

type Held = {
  readonly uploadId: string;
  readonly sessionId: string;
  parts: Buffer[];
  heldBytes: number;
  lastUsedMs: number;
  file: AttachedFile | null;
};

type Options = {
  readonly clock: Clock;
  /** Whether the file must not tell of anybody: nothing but the picture stays, under a name that says nothing. */
  readonly isPlain: boolean;
  /** Of such reports, on the disk already. */
  keptBytes(): number;
};

/**
 * Pictures of reports without a name until they are reported: in memory, and the connection's own. Only the one that
 * brought them can report them, and only as many bytes are taken as can't hurt the console.
 */
export class UnnamedPictures {
  readonly #options: Options;
  readonly #held = new Map<string, Held>();
  #minuteFromMs = 0;
  #bytesInMinute = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  take({ sessionId }: Connection, part: z.output<typeof PicturePart>): PictureTaken {
    const bytes = Buffer.from(part.base64, 'base64');
    const held = this.#begunOrNew(sessionId, part);
    if (part.offset !== held.heldBytes) {
      throw attachmentError('part-out-of-place', { offset: part.offset, receivedBytes: held.heldBytes });
    }
    if (bytes.length === 0) throw attachmentError('empty');
    if (held.heldBytes + bytes.length > part.sizeBytes) {
      throw attachmentError('more-than-announced', { sizeBytes: part.sizeBytes });
    }
    this.#count(bytes.length);
    held.parts.push(bytes);
    held.heldBytes += bytes.length;
    held.lastUsedMs = this.#options.clock.monotonicMs();
    if (held.heldBytes < part.sizeBytes) return { receivedBytes: held.heldBytes, file: null };
    try {
      this.#complete(held, part.fileName);
    } catch (error) {
      this.#held.delete(held.uploadId);
      throw error;
    }
    return { receivedBytes: part.sizeBytes, file: held.file };
  }

  /** The files of a report, with the bytes to keep. Undefined for one that this connection did not bring. */
  reported({ sessionId }: Connection, pictures: readonly ReportedPicture[]) {
    const found = (sha256: string) =>
      [...this.#held.values()].find((held) => held.sessionId === sessionId && held.file?.sha256 === sha256);
    return pictures.map(({ sha256, previewSha256 }) => {
      const picture = found(sha256);
      const preview = previewSha256 === null ? null : found(previewSha256);
      if (!picture?.file || preview === undefined) return undefined;
      const file: AttachedFile = {
        ...picture.file,
        previewSha256,
        previewSizeBytes: preview?.file?.sizeBytes ?? null,
      };
      return { file, bytes: [...picture.parts, ...(preview?.parts ?? [])] };
    });
  }

  /** They are reported, or given up: each belongs to one report. */
  forget({ sessionId }: Connection): void {
    for (const [id, held] of this.#held) if (held.sessionId === sessionId) this.#held.delete(id);
  }

  #begunOrNew(sessionId: string, { uploadId, sizeBytes, offset }: z.output<typeof PicturePart>): Held {
    this.#dropOld();
    const begun = this.#held.get(uploadId);
    if (begun?.sessionId === sessionId && begun.file === null) return begun;
    if (begun !== undefined || offset !== 0) throw attachmentError('upload-gone');
    assertSize(sizeBytes);
    if (this.#options.keptBytes() + this.#heldBytes() + sizeBytes > PICTURE_BYTES_KEPT_MAX) {
      throw accessError('pictures-full', { limitMb: PICTURE_BYTES_KEPT_MAX / 2 ** 20 });
    }
    const own = [...this.#held.values()].filter((held) => held.sessionId === sessionId);
    // What was taken out of the form again; a page tells nobody of it.
    if (own.length >= HELD_OF_A_CONNECTION_MAX && own[0] !== undefined) this.#held.delete(own[0].uploadId);
    if (this.#held.size >= HELD_MAX) throw tooMuch();
    const lastUsedMs = this.#options.clock.monotonicMs();
    const held: Held = { uploadId, sessionId, parts: [], heldBytes: 0, lastUsedMs, file: null };
    this.#held.set(uploadId, held);
    return held;
  }

  #complete(held: Held, fileName: string): void {
    const { isPlain } = this.#options;
    const brought = Buffer.concat(held.parts);
    const { mediaType, fileName: named } = checkedFile(brought, isPlain ? 'Picture' : fileName);
    if (mediaType === 'application/pdf') throw accessError('pictures-only', { fileName: named });
    const bytes = isPlain ? plainPicture(mediaType, brought) : brought;
    if (bytes === undefined) throw accessError('picture-not-plain', { fileName: named });
    held.parts = [bytes];
    held.heldBytes = bytes.length;
    held.file = {
      sha256: createHash('sha256').update(bytes).digest('hex'),
      sizeBytes: bytes.length,
      mediaType,
      fileName: named,
      previewSha256: null,
      previewSizeBytes: null,
    };
  }

  #count(bytes: number): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs - this.#minuteFromMs >= MINUTE_MS) {
      this.#minuteFromMs = nowMs;
      this.#bytesInMinute = 0;
    }
    if (this.#bytesInMinute + bytes > PICTURE_BYTES_A_MINUTE_MAX) throw tooMuch();
    if (this.#heldBytes() + bytes > PICTURE_BYTES_HELD_MAX) throw tooMuch();
    this.#bytesInMinute += bytes;
  }

  #heldBytes(): number {
    return [...this.#held.values()].reduce((sum, { heldBytes }) => sum + heldBytes, 0);
  }

  #dropOld(): void {
    const before = this.#options.clock.monotonicMs() - HELD_MS;
    for (const [id, { lastUsedMs }] of this.#held) if (lastUsedMs < before) this.#held.delete(id);
  }
}

function tooMuch() {
  const limitMb = PICTURE_BYTES_A_MINUTE_MAX / 2 ** 20;
  return accessError('too-many-pictures', { limitMb }, { retryAfterSeconds: MINUTE_MS / 1_000 });
}
