import type { Actor } from '#shared/access/can.ts';
import type { ExportFormat } from '#shared/reports/formats.ts';
import type { JobProgress } from '../workers/job.ts';
import type { ExportRow } from './export-table.ts';

export type ExportRequest = {
  readonly report: string;
  /** As the report takes them; parsed by the report's own schema. */
  readonly parameters: unknown;
  /** Several of them, or `zip`, come as one ZIP. */
  readonly formats: readonly ExportFormat[];
  /** Packs the attachments that the report lists. */
  readonly attachments?: boolean;
  readonly confidential?: boolean;
  readonly expiryDays?: number;
};

/** One export as its page shows it. */
export type ExportView = Omit<ExportRow, 'sites' | 'requestedById' | 'expiryDays'> & {
  /** Null while it waits, and when it is over. */
  readonly progress: JobProgress | null;
  readonly isMine: boolean;
};

export type ExportDownload = {
  /** Opens the bytes for a while, to the person who asked for it. */
  readonly ticket: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
};

export type ExportsService = {
  /** Starts to make a file of a report as the actor sees it. Throws `forbidden`, `not-found`, `invalid-input`, `too-many-attempts`. */
  start(actor: Actor, request: ExportRequest): { readonly id: string };
  get(actor: Actor, id: string): ExportView;
  /** Newest first: the actor's own, or with the right to manage exports all that show no more than they see. */
  list(
    actor: Actor,
    page: { readonly before: number | undefined; readonly limit: number; readonly of: 'me' | 'everybody' },
  ): { readonly exports: readonly ExportView[]; readonly next: number | null };
  cancel(actor: Actor, id: string): void;
  /** Removes file and line. That it was made stays in the journal. */
  remove(actor: Actor, id: string): void;
  /** Counts and notes a download. Throws `not-found` for what has expired. */
  download(actor: Actor, id: string): ExportDownload;
  read(
    actor: Actor,
    slice: { readonly ticket: string; readonly offset: number; readonly length: number },
  ): { readonly base64: string };
  /** Removes the files whose time is over, and what an interrupted export left. Returns how many expired. */
  removeExpired(): number;
};
