import type { z } from 'zod';
import { DomainError } from '#shared/kernel/errors.ts';
import type { SqlParameters } from '#shared/kernel/transaction.ts';
import type { SqliteConnection } from '../store/connection.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import { READ_ROWS_MAX, tooManyRows } from '../store/read-limit.ts';

/** How far a job is. `total` is null where nobody knows. */
export type JobProgress = { readonly done: number; readonly total: number | null };

/** What a job reads with: a connection that can't write, in a thread that may take its time. */
export type JobContext = {
  readonly db: SqliteConnection;
  /** Rows of a query, at most `READ_ROWS_MAX`: what is larger is summed up in SQL or read step by step. */
  all<Row extends z.ZodType>(row: Row, sql: string, parameters?: SqlParameters): z.output<Row>[];
  /** Says how far the job is. Throws when nobody waits for it any more: call it every few thousand rows. */
  step(progress: JobProgress): void;
};

/** Long reading under a name. Input and output are copied between threads, so they are plain values. */
export type ReadJob<Input = never, Output = unknown> = (context: JobContext, input: Input) => Output;

export type ReadJobs = { readonly [name: string]: ReadJob };

/** Between two tellings of progress: a bar needs no more, and the host is not to drown in them. */
const PROGRESS_MS = 100;

export class JobCancelled extends DomainError {
  constructor() {
    super({ code: 'cancelled', message: 'This was cancelled. Nothing was changed.' });
    this.name = 'JobCancelled';
  }
}

export function jobContext(
  db: SqliteConnection,
  hooks: { isCancelled(): boolean; onProgress(progress: JobProgress): void },
): JobContext {
  let toldAtMs = Number.NEGATIVE_INFINITY;
  return {
    db,
    all(row, sql, parameters = {}) {
      const rows: z.output<typeof row>[] = [];
      for (const found of connectionOf(db).statement(sql).iterate(parameters)) {
        if (rows.length >= READ_ROWS_MAX) throw tooManyRows();
        rows.push(row.parse(found));
      }
      return rows;
    },
    step(progress) {
      if (hooks.isCancelled()) throw new JobCancelled();
      if (performance.now() - toldAtMs < PROGRESS_MS) return;
      toldAtMs = performance.now();
      hooks.onProgress(progress);
    },
  };
}
