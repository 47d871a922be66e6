import { randomUUID } from 'node:crypto';
import type { Actor } from '#shared/access/can.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { FORMAT_MEDIA_TYPES } from '#shared/reports/formats.ts';
import { BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';
import type { ByteFormat } from '../attachments/byte-format.ts';
import type { AuditNotes } from '../audit/audit-notes.ts';
import type { Store } from '../store/store.ts';
import { exportError } from './errors.ts';
import { exportFile } from './export-files.ts';
import type { ExportRow, ExportTable } from './export-table.ts';
import type { ExportDownload } from './exports-service.ts';

type DownloadParts = {
  readonly store: Store;
  readonly table: ExportTable;
  readonly dataFolder: string;
  readonly format: ByteFormat;
  readonly audit: AuditNotes;
  readonly clock: Clock;
};

type Ticket = { readonly actorId: string; readonly file: string; usedAtMs: number };

/** A download that nobody goes on with is over. */
const ABANDONED_MS = 10 * 60_000;

/** The way out of the bytes: one ticket a download, so that each is counted and noted, and no byte leaves without. */
export class Downloads {
  readonly #parts: DownloadParts;
  readonly #tickets = new Map<string, Ticket>();

  constructor(parts: DownloadParts) {
    this.#parts = parts;
  }

  open(actor: Actor, row: ExportRow, now: string): ExportDownload {
    const { store, table, dataFolder, format, audit } = this.#parts;
    const { id, state, fileName, sha256, expiresAt } = row;
    if (state !== 'completed' || fileName === null || sha256 === null || (expiresAt ?? now) <= now)
      throw exportError('file-gone');
    const file = exportFile(dataFolder, id, format);
    const sizeBytes = format.sealedBytes(file, sha256);
    if (sizeBytes === undefined || sizeBytes !== row.sizeBytes) throw exportError('file-gone');
    store.bookkeeping(() => {
      table.countDownload(id, now);
      audit.note(actor, {
        event: 'exported',
        params: { what: row.reportName, step: 'downloaded', formats: row.format, id, sha256 },
      });
    });
    this.#dropAbandoned();
    const ticket = randomUUID();
    this.#tickets.set(ticket, { actorId: actor.id, file, usedAtMs: this.#parts.clock.monotonicMs() });
    return { ticket, fileName, sizeBytes, sha256, mediaType: FORMAT_MEDIA_TYPES[row.format] };
  }

  read(
    actor: Actor,
    { ticket, offset, length }: { readonly ticket: string; readonly offset: number; readonly length: number },
  ): { readonly base64: string } {
    this.#dropAbandoned();
    const held = this.#tickets.get(ticket);
    if (held === undefined || held.actorId !== actor.id) throw exportError('file-gone');
    held.usedAtMs = this.#parts.clock.monotonicMs();
    if (this.#parts.format.sizeBytes(held.file) === undefined) throw exportError('file-gone');
    const bytes = this.#parts.format.read(held.file, offset, Math.min(length, BLOB_CHUNK_BYTES));
    return { base64: bytes.toString('base64') };
  }

  #dropAbandoned(): void {
    const before = this.#parts.clock.monotonicMs() - ABANDONED_MS;
    for (const [ticket, { usedAtMs }] of this.#tickets) if (usedAtMs < before) this.#tickets.delete(ticket);
  }
}
