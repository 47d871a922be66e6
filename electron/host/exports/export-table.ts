import { z } from 'zod';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import type { SqlParameters } from '#shared/kernel/transaction.ts';
import { EXPORT_FORMATS } from '#shared/reports/formats.ts';
import { KeptProblem } from '../kept-problem.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';

export const EXPORT_STATES = [
  'pending',
  'processing',
  'completed',
  'failed',
  'cancelled',
  'expired',
] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

/** Enough to make sense of the past; beyond, the oldest that have no file any more are forgotten. */
const ROWS_MAX = 2_000;

const flag = z.int().transform((value) => value === 1);
function json<Schema extends z.ZodType>(schema: Schema) {
  return z.string().transform((text): z.output<Schema> => schema.parse(JSON.parse(text)));
}

const Row = z.object({
  number: z.int(),
  id: z.string(),
  reportName: z.string(),
  title: z.string(),
  formats: json(z.array(z.enum(EXPORT_FORMATS))),
  format: z.enum(EXPORT_FORMATS),
  attachments: flag,
  confidential: flag,
  state: z.enum(EXPORT_STATES),
  requestedAt: z.string(),
  requestedById: z.string(),
  requestedByName: z.string(),
  sites: json(z.union([z.literal('all'), z.array(z.string())])),
  endedAt: z.string().nullable(),
  expiryDays: z.int(),
  expiresAt: z.string().nullable(),
  fileName: z.string().nullable(),
  sizeBytes: z.int().nullable(),
  sha256: z.string().nullable(),
  filesMissing: z.int(),
  charactersUnprinted: z.int(),
  downloads: z.int(),
  lastDownloadAt: z.string().nullable(),
  problem: json(KeptProblem).nullable(),
});
export type ExportRow = z.output<typeof Row>;

export type NewExport = Pick<
  ExportRow,
  | 'id'
  | 'reportName'
  | 'title'
  | 'formats'
  | 'format'
  | 'attachments'
  | 'confidential'
  | 'expiryDays'
  | 'sites'
> & {
  readonly parameters: unknown;
  readonly requestedAt: string;
  readonly requestedById: string;
  readonly requestedByName: string;
};

export type Completion = Pick<ExportRow, 'title' | 'format' | 'filesMissing' | 'charactersUnprinted'> & {
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly endedAt: string;
  readonly expiresAt: string;
};

/** The exports of this console. Call what writes inside `bookkeeping`. */
export class ExportTable {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  insert(row: NewExport): void {
    this.#run(
      `INSERT INTO export (id, reportName, title, parameters, formats, format, attachments, confidential, state,
         requestedAt, requestedById, requestedByName, sites, expiryDays)
       VALUES (:id, :reportName, :title, :parameters, :formats, :format, :attachments, :confidential, 'pending',
         :requestedAt, :requestedById, :requestedByName, :sites, :expiryDays)`,
      {
        ...row,
        parameters: JSON.stringify(row.parameters),
        formats: JSON.stringify(row.formats),
        sites: JSON.stringify(row.sites),
        attachments: row.attachments ? 1 : 0,
        confidential: row.confidential ? 1 : 0,
      },
    );
    this.#run(
      `DELETE FROM export WHERE state NOT IN ('pending', 'processing', 'completed')
       AND number <= (SELECT max(number) FROM export) - ${ROWS_MAX}`,
    );
  }

  get(id: string): ExportRow | undefined {
    return this.#store.get(Row, 'SELECT * FROM export WHERE id = :id', { id });
  }

  /** Newest first; those of one person, or of everybody. */
  page({ before, limit, of }: { before: number | undefined; limit: number; of: string | null }): ExportRow[] {
    const whose = of === null ? '' : 'AND requestedById = :of';
    return this.#store.all(
      Row,
      `SELECT * FROM export WHERE number < :before ${whose} ORDER BY number DESC LIMIT :limit`,
      { before: before ?? Number.MAX_SAFE_INTEGER, limit, ...(of === null ? {} : { of }) },
    );
  }

  underWay(): ExportRow[] {
    return this.#store.all(Row, `SELECT * FROM export WHERE state IN ('pending', 'processing') LIMIT 1000`);
  }

  withFile(): ExportRow[] {
    return this.#store.all(Row, `SELECT * FROM export WHERE state = 'completed' LIMIT 10000`);
  }

  expired(now: string, madeBefore: string): ExportRow[] {
    return this.#store.all(
      Row,
      `SELECT * FROM export WHERE state = 'completed' AND (expiresAt <= :now OR endedAt <= :madeBefore) LIMIT 1000`,
      { now, madeBefore },
    );
  }

  setProcessing(id: string): void {
    this.#run(`UPDATE export SET state = 'processing' WHERE id = :id AND state = 'pending'`, { id });
  }

  complete(id: string, completion: Completion): void {
    this.#run(
      `UPDATE export SET state = 'completed', title = :title, format = :format, fileName = :fileName,
         sizeBytes = :sizeBytes, sha256 = :sha256, filesMissing = :filesMissing,
         charactersUnprinted = :charactersUnprinted, endedAt = :endedAt,
         expiresAt = :expiresAt WHERE id = :id`,
      { id, ...completion },
    );
  }

  end(
    id: string,
    ended: { state: 'failed' | 'cancelled' | 'expired'; at: string; problem?: ErrorDetails | undefined },
  ): void {
    const problem = ended.problem === undefined ? null : JSON.stringify(KeptProblem.parse(ended.problem));
    this.#run(
      `UPDATE export SET state = :state, endedAt = coalesce(endedAt, :at), problem = :problem WHERE id = :id`,
      { id, state: ended.state, at: ended.at, problem },
    );
  }

  countDownload(id: string, at: string): void {
    this.#run('UPDATE export SET downloads = downloads + 1, lastDownloadAt = :at WHERE id = :id', { id, at });
  }

  remove(id: string): void {
    this.#run('DELETE FROM export WHERE id = :id', { id });
  }

  #run(sql: string, parameters: SqlParameters = {}): void {
    connectionOf(this.#store.db).statement(sql).run(parameters);
  }
}
