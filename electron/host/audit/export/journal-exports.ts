import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import type { Actor } from '#shared/access/can.ts';
import {
  EXPORT_FORMAT,
  type ExportHeader,
  type ExportRequest,
  sealText,
} from '#shared/audit/export-format.ts';
import type { JournalFilter } from '#shared/audit/journal-view.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import { bytesOfHex, hexOfBytes } from '#shared/sync/hex.ts';
import { exportFileName } from '#shared/reports/file-names.ts';
import type { JobProgress } from '../../workers/job.ts';
import type { JobInput, JobOutput } from '../../workers/jobs.ts';
import type { JobOptions } from '../../workers/workers.ts';
import { deviceKey } from '../../sync/device-key.ts';
import type { AuditNotes } from '../audit-notes.ts';
import { journalError } from '../errors.ts';
import { entriesThatFit, type PagesParts } from '../journal-pages.ts';
import { exportedWitness } from '../witness.ts';
import { SIGNATURE_PLACE } from './write-export.ts';

export type JournalExport = {
  readonly id: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly entries: number;
  /** The chain was broken before this was made: from that entry on it proves nothing. */
  readonly firstBadSeq: number | null;
};

export type ExportsParts = PagesParts & {
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly notes: AuditNotes;
  write(input: JobInput<'audit.export'>, options: JobOptions): Promise<JobOutput<'audit.export'>>;
};

const TIME_LIMIT_MS = 60 * 60_000;
const CHUNK_BYTES_MAX = 512 * 1024;
/** What nobody has fetched by then stays no longer. */
const KEPT_MS = 24 * 60 * 60_000;
const ID = /^[0-9a-f-]{36}$/;

/** Journals on their way out: written beside the host, signed here, fetched piece by piece. */
export class JournalExports {
  readonly #parts: ExportsParts;
  readonly #folder: string;

  constructor(parts: ExportsParts) {
    this.#parts = parts;
    this.#folder = path.join(parts.dataFolder, 'journal-exports');
  }

  async make(
    actor: Actor,
    { kind, filter }: ExportRequest,
    { signal, onProgress }: { signal: AbortSignal | undefined; onProgress(progress: JobProgress): void },
  ): Promise<JournalExport> {
    const { store, notes } = this.#parts;
    this.#removeOld();
    const seqs = entriesThatFit(this.#parts, actor, filter, { before: null, limit: Number.MAX_SAFE_INTEGER });
    const head = store.journal.head();
    const id = randomUUID();
    const file = this.#fileOf(id);
    const header = this.#header(actor, { kind, filter }, { seqs, head });
    const options = { signal, onProgress, timeLimitMs: TIME_LIMIT_MS };
    const written = await this.#parts.write({ file, header, seqs: seqs.toReversed() }, options);
    const key = deviceKey(store);
    const signature = key.sign(sealText(key.deviceId, bytesOfHex(written.lastSeal)));
    appendFileSync(file, written.end.replace(SIGNATURE_PLACE, signature));
    const { entries } = header;
    notes.note(actor, { event: 'journal-exported', params: { entries, kind, seal: written.lastSeal } });
    const words = ['journal', header.site?.name ?? 'console'];
    const fileName = exportFileName(header.exportedAt, words, kind);
    return { id, fileName, entries, sizeBytes: statSync(file).size, firstBadSeq: written.firstBadSeq };
  }

  read({ id, offset }: { id: string; offset: number }): { base64: string; sizeBytes: number } {
    const file = this.#fileOf(id);
    if (!existsSync(file)) throw journalError('export-gone');
    const { size } = statSync(file);
    const bytes = Buffer.alloc(Math.max(0, Math.min(CHUNK_BYTES_MAX, size - offset)));
    const descriptor = openSync(file, 'r');
    try {
      readSync(descriptor, bytes, 0, bytes.length, offset);
    } finally {
      closeSync(descriptor);
    }
    return { base64: bytes.toString('base64'), sizeBytes: size };
  }

  discard(id: string): void {
    rmSync(this.#fileOf(id), { force: true });
  }

  #header(
    actor: Actor,
    { kind, filter }: ExportRequest,
    { seqs, head }: { seqs: readonly number[]; head: { seq: number; hash: Uint8Array } },
  ): Omit<ExportHeader, 'firstBadSeq'> {
    const { store, clock } = this.#parts;
    const { deviceId, publicKeyHex } = deviceKey(store);
    const { site } = store.state;
    return {
      format: EXPORT_FORMAT,
      kind,
      deviceId,
      publicKey: publicKeyHex,
      site: site === undefined ? null : { code: site.code, name: site.name },
      exportedAt: isoOf(clock.now()),
      exportedBy: actor.type === 'person' ? actor.name : '',
      filter,
      isWhole: isEverything(filter) && seqs.length === head.seq,
      entries: seqs.length,
      head: { seq: head.seq, hash: hexOfBytes(head.hash) },
      witness: exportedWitness(store),
    };
  }

  #fileOf(id: string): string {
    if (!ID.test(id)) throw journalError('no-export');
    return path.join(this.#folder, id);
  }

  #removeOld(): void {
    if (!existsSync(this.#folder)) return;
    for (const name of readdirSync(this.#folder)) {
      const file = path.join(this.#folder, name);
      if (this.#parts.clock.now() - statSync(file).mtimeMs > KEPT_MS) rmSync(file, { force: true });
    }
  }
}

function isEverything(filter: JournalFilter): boolean {
  return Object.values(filter).every((value) => value === null || value === '');
}
