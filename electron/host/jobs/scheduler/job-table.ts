import { z } from 'zod';
import { isoOf, msOf } from '#shared/kernel/clock.ts';
import type { Json } from '#shared/kernel/canonical-json.ts';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import type { Label } from '#shared/kernel/words.ts';
import { KeptLabel, KeptProblem } from '../../kept-problem.ts';
import { connectionOf } from '../../store/rx-storage/connection.ts';
import type { Store } from '../../store/store.ts';
import { RUN_STATES, type RunPage } from '../jobs-service.ts';

const Schedule = z.object({
  name: z.string(),
  plannedToMs: z.int(),
  state: z.enum(['active', 'paused', 'disabled']),
  failuresInRow: z.int(),
  changedAt: z.string().nullable(),
  changedBy: z.string().nullable(),
});
export type JobSchedule = z.infer<typeof Schedule>;

const Run = z.object({
  number: z.int(),
  name: z.string(),
  key: z.string(),
  cause: z.enum(['schedule', 'request', 'person']),
  askedBy: z.string().nullable(),
  input: z.string().transform((text) => z.json().parse(JSON.parse(text))),
  dueAtMs: z.int(),
  nextAtMs: z.int(),
  state: z.enum(RUN_STATES),
  attempts: z.int(),
  missed: z.int(),
  startedAtMs: z.int().nullable(),
  endedAtMs: z.int().nullable(),
  tookMs: z.int().nullable(),
  result: z
    .string()
    .transform((text) => KeptLabel.parse(JSON.parse(text)))
    .nullable(),
  problem: z
    .string()
    .transform((text) => KeptProblem.parse(JSON.parse(text)))
    .nullable(),
});
export type RunRow = z.infer<typeof Run>;

export type NewRun = Pick<RunRow, 'name' | 'key' | 'cause' | 'dueAtMs'> & {
  readonly askedBy?: string;
  readonly input?: Json;
  readonly missed?: number;
};

export type Ended = {
  readonly state: 'completed' | 'dead-letter' | 'cancelled' | 'skipped';
  readonly atMs: number;
  readonly tookMs?: number;
  readonly result?: Label;
  readonly problem?: ErrorDetails;
};

const WAITING = `state IN ('pending', 'failed')`;

/** The rows of jobs and their runs. Each method is one statement; what belongs together is wrapped by its caller. */
export class JobTable {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  schedule(name: string): JobSchedule | undefined {
    return this.#store.get(Schedule, 'SELECT * FROM job_schedule WHERE name = :name', { name });
  }

  /** From now on: what came before this console knew the job is not its concern. */
  addSchedule(name: string, nowMs: number): void {
    this.#run(`INSERT INTO job_schedule (name, plannedToMs, state) VALUES (?, ?, 'active')`, name, nowMs);
  }

  dropSchedule(name: string): void {
    this.#run('DELETE FROM job_schedule WHERE name = ?', name);
  }

  setPlannedTo(name: string, ms: number): void {
    this.#run('UPDATE job_schedule SET plannedToMs = ? WHERE name = ?', ms, name);
  }

  setState(name: string, state: JobSchedule['state'], atMs: number, by: string | null): void {
    this.#run(
      'UPDATE job_schedule SET state = ?, changedAt = ?, changedBy = ? WHERE name = ?',
      state,
      isoOf(atMs),
      by,
      name,
    );
  }

  setFailuresInRow(name: string, failures: number): void {
    this.#run(
      'UPDATE job_schedule SET failuresInRow = ? WHERE name = ? AND failuresInRow <> ?',
      failures,
      name,
      failures,
    );
  }

  /** False when there is a run under this key. */
  add({ name, key, cause, askedBy, input = null, dueAtMs, missed = 0 }: NewRun): boolean {
    const { changes } = this.#run(
      `INSERT INTO job_run (name, key, cause, askedBy, input, dueAtMs, nextAtMs, state, missed)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', ?) ON CONFLICT (name, key) DO NOTHING`,
      name,
      key,
      cause,
      askedBy ?? null,
      JSON.stringify(input),
      dueAtMs,
      dueAtMs,
      missed,
    );
    return changes === 1;
  }

  addMissed(number: number, missed: number): void {
    this.#run('UPDATE job_run SET missed = missed + ? WHERE number = ?', missed, number);
  }

  run(number: number): RunRow | undefined {
    return this.#store.get(Run, 'SELECT * FROM job_run WHERE number = :number', { number });
  }

  /** The run that has waited longest. A person who asks for a run is not kept waiting by a clock that was put back. */
  due(name: string, nowMs: number, onlyPersons: boolean): RunRow | undefined {
    return this.#store.get(
      Run,
      `SELECT * FROM job_run WHERE name = :name AND ${WAITING}
         AND (nextAtMs <= :nowMs OR (cause = 'person' AND attempts = 0))
         AND (:all OR cause = 'person')
       ORDER BY nextAtMs, number LIMIT 1`,
      { name, nowMs, all: onlyPersons ? 0 : 1 },
    );
  }

  /** Whether a person has asked for a run that has not ended. */
  isAskedFor(name: string): boolean {
    const sql = `SELECT number FROM job_run
      WHERE name = :name AND cause = 'person' AND (${WAITING} OR state = 'running') LIMIT 1`;
    return this.#store.get(z.object({ number: z.int() }), sql, { name }) !== undefined;
  }

  /** When the next run that waits is due, if that is later than now. */
  nextAfter(nowMs: number): number | undefined {
    const Next = z.object({ at: z.int().nullable() });
    const sql = `SELECT min(nextAtMs) AS at FROM job_run WHERE ${WAITING} AND nextAtMs > :nowMs`;
    return this.#store.get(Next, sql, { nowMs })?.at ?? undefined;
  }

  waitingOfSchedule(name: string): readonly RunRow[] {
    const sql = `SELECT * FROM job_run WHERE name = :name AND ${WAITING} AND cause = 'schedule' ORDER BY number LIMIT 100`;
    return this.#store.all(Run, sql, { name });
  }

  running(): readonly RunRow[] {
    return this.#store.all(Run, `SELECT * FROM job_run WHERE state = 'running' ORDER BY number`);
  }

  begin(number: number, nowMs: number): void {
    this.#run(
      `UPDATE job_run SET state = 'running', attempts = attempts + 1, startedAtMs = ?, endedAtMs = NULL, tookMs = NULL,
         result = NULL, problem = NULL WHERE number = ?`,
      nowMs,
      number,
    );
  }

  end(number: number, { state, atMs, tookMs, result, problem }: Ended): void {
    this.#run(
      'UPDATE job_run SET state = ?, endedAtMs = ?, tookMs = ?, result = ?, problem = ? WHERE number = ?',
      state,
      atMs,
      tookMs ?? null,
      result === undefined ? null : JSON.stringify(result),
      problem === undefined ? null : JSON.stringify(problem),
      number,
    );
  }

  tryAgain(number: number, nextAtMs: number, problem: ErrorDetails, tookMs?: number): void {
    this.#run(
      `UPDATE job_run SET state = 'failed', nextAtMs = ?, problem = ?, tookMs = ? WHERE number = ?`,
      nextAtMs,
      JSON.stringify(problem),
      tookMs ?? null,
      number,
    );
  }

  /** As if this attempt had not been. */
  putBack(number: number): void {
    this.#run(
      `UPDATE job_run SET state = 'pending', attempts = attempts - 1, startedAtMs = NULL WHERE number = ?`,
      number,
    );
  }

  /** A person wants a run that had failed for good, from the first attempt on. */
  revive(number: number, nowMs: number, by: string): void {
    this.#run(
      `UPDATE job_run SET state = 'pending', cause = 'person', askedBy = ?, attempts = 0, nextAtMs = ?, endedAtMs = NULL
       WHERE number = ?`,
      by,
      nowMs,
      number,
    );
  }

  disableWaiting(name: string): void {
    this.#run(
      `UPDATE job_run SET state = 'disabled' WHERE name = ? AND ${WAITING} AND cause <> 'person'`,
      name,
    );
  }

  skipWaiting(name: string, nowMs: number): void {
    this.#run(
      `UPDATE job_run SET state = 'skipped', endedAtMs = ? WHERE name = ? AND (${WAITING} OR state = 'disabled')`,
      nowMs,
      name,
    );
  }

  enableWaiting(name: string): void {
    this.#run(`UPDATE job_run SET state = 'pending' WHERE name = ? AND state = 'disabled'`, name);
  }

  /** A clock that was put back must not make a further attempt wait for what it shows now. */
  hurryFailed(laterThanMs: number, nowMs: number): void {
    this.#run(`UPDATE job_run SET nextAtMs = ? WHERE state = 'failed' AND nextAtMs > ?`, nowMs, laterThanMs);
  }

  /** Runs of jobs that this program does not have any more. */
  cancelUnknown(names: readonly string[], nowMs: number, problem: ErrorDetails): void {
    this.#run(
      `UPDATE job_run SET state = 'cancelled', endedAtMs = ?, problem = ?
       WHERE state IN ('pending', 'failed', 'running', 'disabled') AND name NOT IN (SELECT value FROM json_each(?))`,
      nowMs,
      JSON.stringify(problem),
      JSON.stringify(names),
    );
  }

  waiting(limit: number): readonly RunRow[] {
    const sql = `SELECT * FROM job_run WHERE ${WAITING} OR state = 'disabled' ORDER BY nextAtMs, number LIMIT :limit`;
    return this.#store.all(Run, sql, { limit });
  }

  deadLetters(limit: number): readonly RunRow[] {
    const sql = `SELECT * FROM job_run WHERE state = 'dead-letter' ORDER BY number DESC LIMIT :limit`;
    return this.#store.all(Run, sql, { limit });
  }

  problems(): number {
    const Count = z.object({ count: z.int() });
    const sql = `SELECT (SELECT count(*) FROM job_run WHERE state = 'dead-letter')
      + (SELECT count(*) FROM job_schedule WHERE state = 'disabled') AS count`;
    return this.#store.get(Count, sql)?.count ?? 0;
  }

  lastEnded(name: string): RunRow | undefined {
    const sql = `SELECT * FROM job_run WHERE name = :name AND state IN ('completed', 'dead-letter', 'cancelled', 'failed')
      ORDER BY startedAtMs DESC, number DESC LIMIT 1`;
    return this.#store.get(Run, sql, { name });
  }

  /** Newest first, after the one named. */
  ended({ before, limit, name }: RunPage): readonly RunRow[] {
    const sql = `SELECT * FROM job_run WHERE endedAtMs IS NOT NULL
      AND (endedAtMs, number) < (:endedAtMs, :number) AND (:name IS NULL OR name = :name)
      ORDER BY endedAtMs DESC, number DESC LIMIT :limit`;
    return this.#store.all(Run, sql, {
      endedAtMs: before === undefined ? Number.MAX_SAFE_INTEGER : msOf(before.endedAt),
      number: before?.number ?? 0,
      limit,
      name: name ?? null,
    });
  }

  #run(sql: string, ...values: readonly (string | number | null)[]) {
    return connectionOf(this.#store.db).statement(sql).run(values);
  }
}
