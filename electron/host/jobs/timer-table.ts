import { createHash } from 'node:crypto';
import { domains, entityOf } from '#shared/domains/registry.ts';
import { msOf } from '#shared/kernel/clock.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import type { Timer } from '#shared/kernel/define-timer.ts';
import { recordBatches } from '../store/record-batches.ts';
import { type RecordChange, recordOf } from '../store/record-writer.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';

export type DueTimer = {
  readonly id: string;
  readonly name: string;
  readonly collection: string;
  readonly recordId: string;
  readonly dueAtMs: number;
  readonly attempts: number;
};

const allTimers: readonly Timer[] = domains.flatMap((domain) => domain.timers);
const timersByKind = new Map<string, Timer[]>();
for (const timer of allTimers) {
  timersByKind.set(timer.entity.kind, [...(timersByKind.get(timer.entity.kind) ?? []), timer]);
}
const timersByName = new Map(allTimers.map((timer) => [timer.name, timer]));

export function timerNamed(name: string): Timer | undefined {
  return timersByName.get(name);
}

/**
 * The deadlines of this site's records, as rows. They follow the records: a commit that changes a record
 * sets its timers anew in the same transaction, so a timer can neither be forgotten nor outlive its reason.
 */
export class TimerTable {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Follower of the store: runs inside every commit. */
  follow(records: readonly RecordChange[]): void {
    for (const change of records) this.#set(recordOf(change.document), change.document._deleted);
  }

  /** Sets every timer anew when this console became another site's, or knows timers it did not know. */
  rebuildIfNeeded(): void {
    const { site, station } = this.#store.state;
    const names = allTimers.map((timer) => timer.name).sort();
    const wanted = createHash('sha256')
      .update(JSON.stringify([site?.id, station, names]))
      .digest('hex');
    if (this.#store.state.timersBuiltFor === wanted) return;
    this.#store.bookkeeping(() => {
      this.#statement('DELETE FROM timer').run();
      for (const kind of timersByKind.keys()) this.#rebuildKind(kind);
      this.#store.state.timersBuiltFor = wanted;
    });
  }

  nextAtMs(): number | undefined {
    const next: unknown = this.#statement('SELECT min(nextAtMs) FROM timer').pluck().get();
    return next === null ? undefined : Number(next);
  }

  /** The timer that has waited longest, if any is due. */
  due(nowMs: number): DueTimer | undefined {
    // The columns are those of a STRICT table.
    return this.#statement(
      `SELECT id, name, collection, recordId, dueAtMs, attempts FROM timer
       WHERE nextAtMs <= ? ORDER BY nextAtMs, id LIMIT 1`,
    ).get(nowMs) as DueTimer | undefined;
  }

  /** Whether a timer still waits as it did: its command found nothing that would have changed it. */
  stillDue(timer: DueTimer): boolean {
    return (
      this.#statement('SELECT 1 FROM timer WHERE id = ? AND dueAtMs = ?').get(timer.id, timer.dueAtMs) !==
      undefined
    );
  }

  postpone(timer: DueTimer, nextAtMs: number, problem: string): void {
    this.#statement('UPDATE timer SET attempts = attempts + 1, nextAtMs = ?, problem = ? WHERE id = ?').run(
      nextAtMs,
      problem,
      timer.id,
    );
  }

  drop(timer: DueTimer): void {
    this.#statement('DELETE FROM timer WHERE id = ?').run(timer.id);
  }

  #rebuildKind(kind: string): void {
    const entity = entityOf(kind);
    if (entity === undefined) return;
    const { db, state } = this.#store;
    for (const batch of recordBatches(db, entity.collection)) {
      for (const { record } of batch) {
        if (record.kind === kind && record.siteId === state.site?.id) this.#set(record, false);
      }
    }
  }

  #set(record: StoredRecord, deleted: boolean): void {
    const timers = timersByKind.get(record.kind);
    if (timers === undefined) return;
    const collection = timers[0]?.entity.collection ?? '';
    const { site, station } = this.#store.state;
    const isHome = station === 1 && record.siteId === site?.id;
    const wanted = deleted || !isHome ? [] : dueTimers(timers, record);
    this.#statement(
      'DELETE FROM timer WHERE collection = ? AND recordId = ? AND id NOT IN (SELECT value FROM json_each(?))',
    ).run(collection, record.id, JSON.stringify(wanted.map((timer) => timer.id)));
    for (const { id, name, dueAtMs } of wanted) {
      this.#statement(
        `INSERT INTO timer (id, name, collection, recordId, dueAtMs, nextAtMs) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET dueAtMs = excluded.dueAtMs, nextAtMs = excluded.nextAtMs, attempts = 0, problem = NULL
         WHERE dueAtMs <> excluded.dueAtMs`,
      ).run(id, name, collection, record.id, dueAtMs, dueAtMs);
    }
  }

  #statement(sql: string) {
    return connectionOf(this.#store.db).statement(sql);
  }
}

function dueTimers(timers: readonly Timer[], record: StoredRecord) {
  return timers.flatMap((timer) => {
    // The record is of the timer's kind: it went through that entity's schema when it was written.
    const due = timer.due(record as never);
    if (due === undefined) return [];
    return [{ id: `${timer.name}:${record.id}:${due.key}`, name: timer.name, dueAtMs: msOf(due.at) }];
  });
}
