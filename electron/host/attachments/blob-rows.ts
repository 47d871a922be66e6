import { attachment } from '#shared/domains/files/schema.ts';
import { PREVIEW_BYTES_MAX } from '#shared/sync/limits.ts';
import type { SqliteConnection } from '../store/connection.ts';
import type { RecordChange } from '../store/record-writer.ts';
import { viewOf } from '../store/record-tables.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';

export type BlobRow = {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly bytesHere: number;
  readonly bytesAtServer: number;
  readonly problem: string | null;
};

/** A blob nobody names is not moved: its record was removed, or has left this console's scope. */
const NAMED = namedBy(
  (field) => `SELECT 1 FROM ${viewOf(attachment)} AS record WHERE record.${field} = blob.sha256`,
);
/** The server refuses bytes that no record it has names. */
const KNOWN_AT_SERVER = namedBy(
  (field) => `SELECT 1 FROM ${viewOf(attachment)} AS record
    JOIN record_sync ON record_sync.collection = '${attachment.collection}' AND record_sync.id = record.id
    WHERE record.${field} = blob.sha256 AND record_sync.arrivedAtServer IS NOT NULL`,
);

/** As a file or as the preview of one; two questions, so that each has its index. */
function namedBy(query: (field: 'sha256' | 'previewSha256') => string): string {
  return `(EXISTS (${query('sha256')}) OR EXISTS (${query('previewSha256')}))`;
}

/** How much of each attachment is here and at the server. */
export class BlobRows {
  readonly #db: SqliteConnection;

  constructor(db: SqliteConnection) {
    this.#db = db;
  }

  row(sha256: string): BlobRow | undefined {
    // The columns are those of a STRICT table, here and below.
    return this.#statement('SELECT * FROM blob WHERE sha256 = ?').get(sha256) as BlobRow | undefined;
  }

  /** A file whose bytes are all here. */
  putComplete(sha256: string, sizeBytes: number): void {
    this.#statement(
      `INSERT INTO blob (sha256, sizeBytes, bytesHere, bytesAtServer) VALUES (?, ?, ?, 0)
       ON CONFLICT (sha256) DO UPDATE SET bytesHere = excluded.bytesHere, problem = NULL`,
    ).run(sha256, sizeBytes, sizeBytes);
  }

  setHere(sha256: string, bytesHere: number): void {
    this.#statement('UPDATE blob SET bytesHere = ? WHERE sha256 = ?').run(bytesHere, sha256);
  }

  setAtServer(sha256: string, bytesAtServer: number): void {
    this.#statement('UPDATE blob SET bytesAtServer = ? WHERE sha256 = ?').run(bytesAtServer, sha256);
  }

  setProblem(sha256: string, problem: string): void {
    this.#statement('UPDATE blob SET problem = ? WHERE sha256 = ?').run(problem, sha256);
  }

  /** Every start gives each of them another chance. */
  clearProblems(): void {
    this.#statement('UPDATE blob SET problem = NULL WHERE problem IS NOT NULL').run();
  }

  /** What may be moved now: previews before files, up before down, small before large. */
  toMove(): BlobRow[] {
    return this.#statement(
      `SELECT * FROM blob WHERE problem IS NULL AND (bytesHere < sizeBytes OR bytesAtServer < sizeBytes) AND (
         (bytesHere = sizeBytes AND bytesAtServer < sizeBytes AND ${KNOWN_AT_SERVER})
         OR (bytesHere < sizeBytes AND ${NAMED}))
       ORDER BY sizeBytes > ${PREVIEW_BYTES_MAX}, bytesHere < sizeBytes, sizeBytes, sha256 LIMIT 1000`,
    ).all() as BlobRow[];
  }

  waiting(): { readonly files: number; readonly bytes: number } {
    return this.#statement(
      `SELECT count(*) AS files,
         coalesce(sum(sizeBytes - iif(bytesHere < sizeBytes, bytesHere, bytesAtServer)), 0) AS bytes
       FROM blob WHERE (bytesHere < sizeBytes OR bytesAtServer < sizeBytes) AND ${NAMED}`,
    ).get() as { files: number; bytes: number };
  }

  /** Part of every commit: an attachment record from elsewhere announces bytes that are still to come. */
  follow(changes: readonly RecordChange[]): void {
    for (const { document } of changes) {
      if (document.kind !== attachment.kind || document._deleted) continue;
      this.#announce(document['sha256'], document['sizeBytes']);
      const { previewSha256, previewSizeBytes } = document;
      if (typeof previewSha256 === 'string') this.#announce(previewSha256, previewSizeBytes);
    }
  }

  #announce(sha256: unknown, sizeBytes: unknown): void {
    this.#statement(
      'INSERT OR IGNORE INTO blob (sha256, sizeBytes, bytesHere, bytesAtServer) VALUES (?, ?, 0, 0)',
    ).run(sha256, sizeBytes);
  }

  #statement(sql: string) {
    return connectionOf(this.#db).statement(sql);
  }
}
