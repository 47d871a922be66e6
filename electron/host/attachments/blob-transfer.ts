import type { Logger } from 'pino';
import type { Clock } from '#shared/kernel/clock.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { BLOB_CHUNK_BYTES, PREVIEW_BYTES_MAX } from '#shared/sync/limits.ts';
import { BLOB_PATH } from '#shared/sync/wire.ts';
import type { Store } from '../store/store.ts';
import { refusalIn } from '../sync/answers.ts';
import type { ServerLink } from '../sync/server-link.ts';
import { nonsense, type TransportResponse } from '../sync/transport.ts';
import type { BlobRow, BlobRows } from './blob-rows.ts';
import type { BlobStore } from './blob-store.ts';

/** What the other side does not have yet is asked for again after this, doubled each time up to the maximum. */
const LATER_FIRST_MS = 2_000;
const LATER_MAX_MS = 5 * 60_000;
/** A file whose bytes don't match its hash so often is not fetched again until the next start. */
const DAMAGED_MAX = 3;

export type BlobTransferParts = {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly rows: BlobRows;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
  /** Bytes of an attachment have moved, which no commit tells of: what shows where it is, is old. */
  onMoved?(): void;
};

export type BlobLimits = {
  /** What a link carries before it may break. */
  readonly chunkBytes: number;
  /** On a dear link only what is as small as a preview is moved by itself. */
  readonly onlyPreviews: boolean;
};

const EVERYTHING: BlobLimits = { chunkBytes: BLOB_CHUNK_BYTES, onlyPreviews: false };

/**
 * Moves attachments between here and the server, one chunk a step, so that entries never wait behind a
 * picture. How far each has come is in its row and its file: a step after a restart goes on where it was.
 */
export class BlobTransfer {
  readonly #parts: BlobTransferParts;
  readonly #later = new Map<string, { untilMs: number; waitMs: number }>();
  readonly #damaged = new Map<string, number>();
  /** Uploads whose offset the server has confirmed in this run of the program. */
  readonly #resumed = new Set<string>();
  #chunkBytes = BLOB_CHUNK_BYTES;

  constructor(parts: BlobTransferParts) {
    this.#parts = parts;
    parts.store.bookkeeping(() => parts.rows.clearProblems());
  }

  waiting(): { readonly files: number; readonly bytes: number } {
    return this.#parts.rows.waiting();
  }

  hasWork(limits: Pick<BlobLimits, 'onlyPreviews'> = EVERYTHING): boolean {
    return this.#next(limits) !== undefined;
  }

  /** Moves one chunk. False when there was nothing to move now. */
  async step(link: ServerLink, signal: AbortSignal, limits: BlobLimits = EVERYTHING): Promise<boolean> {
    this.#chunkBytes = limits.chunkBytes;
    const row = this.#next(limits);
    if (row === undefined) return false;
    try {
      if (row.bytesHere < row.sizeBytes) await this.#fetch(row, link, signal);
      else await this.#bring(row, link, signal);
    } catch (error) {
      if (isDomainError(error) && error.code === 'attachment-damaged') {
        this.#lost(row);
        return true;
      }
      // One attachment that the server stumbles over must not hold up the others, nor the entries.
      if (!isDomainError(error) || error.code !== 'server-nonsense') throw error;
      this.#parts.log.warn({ sha256: row.sha256, err: error }, 'an attachment could not be moved');
      this.#notYet(row.sha256);
    }
    return true;
  }

  #next({ onlyPreviews }: Pick<BlobLimits, 'onlyPreviews'>): BlobRow | undefined {
    const nowMs = this.#parts.clock.monotonicMs();
    return this.#parts.rows
      .toMove()
      .filter(({ sizeBytes }) => !onlyPreviews || sizeBytes <= PREVIEW_BYTES_MAX)
      .find(({ sha256 }) => (this.#later.get(sha256)?.untilMs ?? -Infinity) <= nowMs);
  }

  /** How long until something that the other side did not have is worth asking for again; undefined: nothing is. */
  nextInMs({ onlyPreviews }: Pick<BlobLimits, 'onlyPreviews'>): number | undefined {
    if (this.#later.size === 0) return undefined;
    const nowMs = this.#parts.clock.monotonicMs();
    const waits = this.#parts.rows
      .toMove()
      .filter(({ sizeBytes }) => !onlyPreviews || sizeBytes <= PREVIEW_BYTES_MAX)
      .flatMap(({ sha256 }) => this.#later.get(sha256)?.untilMs ?? []);
    return waits.length === 0 ? undefined : Math.max(0, Math.min(...waits) - nowMs);
  }

  async #bring(row: BlobRow, link: ServerLink, signal: AbortSignal): Promise<void> {
    const { sha256, sizeBytes } = row;
    if (this.#parts.blobs.sizeBytes(sha256) !== sizeBytes) return this.#lost(row);
    if (!this.#resumed.has(sha256)) {
      const found = await link.send({ method: 'HEAD', path: BLOB_PATH + sha256, signal });
      signal.throwIfAborted();
      this.#noteServerHas(row, found.status === 404 ? 0 : bytesHad(found), isComplete(found));
      return;
    }
    const offset = row.bytesAtServer;
    const answer = await link.send({
      method: 'PUT',
      path: `${BLOB_PATH}${sha256}?offset=${offset}&size=${sizeBytes}`,
      headers: { 'content-type': 'application/octet-stream' },
      body: this.#parts.blobs.read(sha256, offset, this.#chunkBytes),
      signal,
    });
    signal.throwIfAborted();
    if (answer.status === 404) return this.#notYet(sha256);
    if (answer.status === 409) return this.#noteServerHas(row, bytesHad(answer), isComplete(answer));
    if (answer.status === 422) return this.#damagedThere(row);
    if (answer.status >= 300) return this.#refuse(row, answer);
    const had = bytesHad(answer);
    if (had <= offset && !isComplete(answer)) throw nonsense('it took a chunk and has no more than before');
    this.#noteServerHas(row, had, isComplete(answer));
  }

  async #fetch(row: BlobRow, link: ServerLink, signal: AbortSignal): Promise<void> {
    const { store, blobs, rows } = this.#parts;
    const { sha256, sizeBytes } = row;
    blobs.cutPart(sha256, sizeBytes);
    const offset = blobs.partBytes(sha256);
    if (offset < sizeBytes) {
      const length = Math.min(this.#chunkBytes, sizeBytes - offset);
      const path = `${BLOB_PATH}${sha256}?offset=${offset}&length=${length}`;
      const answer = await link.send({ method: 'GET', path, signal });
      signal.throwIfAborted();
      if (answer.status === 404) return this.#notThere(row);
      if (answer.status !== 200) return this.#refuse(row, answer);
      if (answer.headers['x-fairlead-size'] !== String(sizeBytes) || answer.body.length !== length) {
        throw nonsense('its attachment has another size than its record says');
      }
      blobs.appendPart(sha256, answer.body);
    }
    const bytesHere = blobs.partBytes(sha256);
    const isWhole = bytesHere === sizeBytes;
    if (isWhole && !(await blobs.completePart(sha256))) return this.#startOver(row);
    store.bookkeeping(() => {
      rows.setHere(sha256, bytesHere);
      // It serves complete files only.
      rows.setAtServer(sha256, sizeBytes);
    });
    this.#later.delete(sha256);
    this.#parts.onMoved?.();
  }

  #noteServerHas(row: BlobRow, bytes: number, complete: boolean): void {
    const { store, rows } = this.#parts;
    // The server checks the hash with the last byte: before it says complete, one byte is still open.
    const atServer = complete ? row.sizeBytes : Math.min(bytes, row.sizeBytes - 1);
    if (!complete && bytes >= row.sizeBytes)
      throw nonsense('it has all bytes of an attachment, yet not the attachment');
    store.bookkeeping(() => rows.setAtServer(row.sha256, atServer));
    this.#resumed.add(row.sha256);
    this.#later.delete(row.sha256);
    this.#parts.onMoved?.();
  }

  /** A store that was put back may know nothing of bytes that it still has, and that nobody else has. */
  #notThere({ sha256, sizeBytes }: BlobRow): void {
    const { store, blobs, rows } = this.#parts;
    this.#notYet(sha256);
    if (blobs.sizeBytes(sha256) !== sizeBytes) return;
    store.bookkeeping(() => rows.setHere(sha256, sizeBytes));
  }

  /** Its record has not arrived there, or its bytes have not: both mend themselves. */
  #notYet(sha256: string): void {
    const waitMs = Math.min((this.#later.get(sha256)?.waitMs ?? LATER_FIRST_MS / 2) * 2, LATER_MAX_MS);
    this.#later.set(sha256, { untilMs: this.#parts.clock.monotonicMs() + waitMs, waitMs });
  }

  /** The bytes are gone from this disk: they are fetched again, should the server have them. */
  #lost(row: BlobRow): void {
    this.#parts.log.warn({ sha256: row.sha256 }, 'an attachment has lost its bytes on this console');
    this.#parts.store.bookkeeping(() => this.#parts.rows.setHere(row.sha256, 0));
  }

  #startOver(row: BlobRow): void {
    this.#parts.store.bookkeeping(() => {
      this.#parts.rows.setHere(row.sha256, 0);
      this.#countDamage(row);
    });
  }

  /** What reached the server is not what its name says; the server has dropped it. */
  #damagedThere(row: BlobRow): void {
    this.#resumed.delete(row.sha256);
    this.#parts.store.bookkeeping(() => {
      this.#parts.rows.setAtServer(row.sha256, 0);
      this.#countDamage(row);
    });
  }

  #countDamage({ sha256 }: BlobRow): void {
    const times = (this.#damaged.get(sha256) ?? 0) + 1;
    this.#damaged.set(sha256, times);
    this.#parts.log.warn({ sha256, times }, 'an attachment arrived damaged');
    if (times < DAMAGED_MAX) return;
    this.#parts.rows.setProblem(
      sha256,
      `It arrived damaged ${times} times; it is tried again after a restart.`,
    );
  }

  /** A refusal of this one file goes aside; one of this device, or a server that stumbles, stops all of them. */
  #refuse(row: BlobRow, answer: TransportResponse): void {
    const refusal = refusalIn(answer);
    const isOfThisFile = [413, 415, 422].includes(answer.status);
    if (!isOfThisFile) throw refusal;
    this.#parts.store.bookkeeping(() => this.#parts.rows.setProblem(row.sha256, refusal.message));
  }
}

function bytesHad({ status, headers }: TransportResponse): number {
  const bytes = Number(headers['x-fairlead-have']);
  if (headers['x-fairlead-have'] === undefined || !Number.isSafeInteger(bytes) || bytes < 0) {
    throw nonsense(`it answered ${status} and not how much of an attachment it has`);
  }
  return bytes;
}

function isComplete({ headers }: TransportResponse): boolean {
  return headers['x-fairlead-complete'] === '1';
}
