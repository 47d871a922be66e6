import type { z } from 'zod';
import { DomainError } from '#shared/kernel/errors.ts';
import type { SqlParameters } from '#shared/kernel/transaction.ts';
import type { ConnectionOptions, SqliteConnection } from '../store/connection.ts';
import { storeError } from '../store/errors.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import { READ_ROWS_MAX } from '../store/read-limit.ts';
import { workerError } from './errors.ts';

/** How far a job is. `total` is null where nobody knows. */
export type JobProgress = { readonly done: number; readonly total: number | null };

/** For work that takes its time: a way to tell how far it is, and to hear that nobody waits any more. */
export type Steps = {
  /** Says how far the work is. Throws `JobCancelled` when it is not wanted any more: call it every few thousand rows. */
  step(progress: JobProgress): void;
};

/** What a job works with, in a thread that may take its time. */
export type JobContext = Steps & {
  /** A connection to the store that can't write. Opened when a job first asks for it. */
  readonly db: SqliteConnection;
  /** Where the store lies and how it is opened, for jobs that open files of their own. */
  readonly connection: ConnectionOptions;
  /** Rows of a query, at most `READ_ROWS_MAX`: what is larger is summed up in SQL or read step by step. */
  all<Row extends z.ZodType>(row: Row, sql: string, parameters?: SqlParameters): z.output<Row>[];
};

/** Long work under a name. Input and output are copied between threads, so they are plain values. */
export type Job<Input = never, Output = unknown> = (
  context: JobContext,
  input: Input,
) => Output | Promise<Output>;

export type Jobs = { readonly [name: string]: Job };

/** Between two tellings of progress: a bar needs no more, and the host is not to drown in them. */
const PROGRESS_MS = 100;

export class JobCancelled extends DomainError {
  constructor() {
    super(workerError('cancelled').details);
    this.name = 'JobCancelled';
  }
}

/** Progress as often as somebody can follow it. */
export function stepsOf(hooks: { isCancelled(): boolean; onProgress?(progress: JobProgress): void }): Steps {
  let toldAtMs = Number.NEGATIVE_INFINITY;
  return {
    step(progress) {
      if (hooks.isCancelled()) throw new JobCancelled();
      if (performance.now() - toldAtMs < PROGRESS_MS) return;
      toldAtMs = performance.now();
      hooks.onProgress?.(progress);
    },
  };
}

export function jobContext(parts: {
  connection: ConnectionOptions;
  open: () => SqliteConnection;
  steps: Steps;
}): JobContext {
  return {
    ...parts.steps,
    connection: parts.connection,
    get db() {
      return parts.open();
    },
    all(row, sql, parameters = {}) {
      const rows: z.output<typeof row>[] = [];
      for (const found of connectionOf(parts.open()).statement(sql).iterate(parameters)) {
        if (rows.length >= READ_ROWS_MAX) throw storeError('too-many-rows', { limit: READ_ROWS_MAX });
        rows.push(row.parse(found));
      }
      return rows;
    },
  };
}
