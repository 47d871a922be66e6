import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type { Lane } from '#shared/kernel/define-command.ts';
import type { Change, Entry } from '#shared/sync/entry.ts';
import type { Verdict } from '#shared/sync/wire.ts';
import type { SqliteConnection } from '../store/connection.ts';
import type { JournalState } from '../store/journal.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import { chooseEntries, type Limits, type Outgoing } from './choose-entries.ts';
import { heldFrom } from './held.ts';

/** The journal seen as what the server has not answered yet, or has refused. */
export type Outbox = {
  /** What goes next, urgent lanes first (see `chooseEntries`). At least one if any may go, however large. */
  next(limits: Limits): Outgoing;
  /** Whether anything may go in these lanes now. */
  hasNext(lanes: readonly Lane[], now: string): boolean;
  /** An entry if it still waits for an answer. */
  waiting(seq: number): Entry | undefined;
  /** What unanswered entries change in one record, in order. */
  changesOf(collection: CollectionName, id: string): Change[];
  answer(verdict: Exclude<Verdict, { status: 'held' }>, at: string): void;
  count(state: 'pending' | 'rejected'): number;
};

/** `changesOf` remembers entries it has read: an outbox lives as long as one transaction. */
export function outboxOf(store: Store): Outbox {
  const { db } = store;
  const read = entryReader();
  return {
    next: (limits) => chooseEntries(store, limits),
    hasNext(lanes, now) {
      const before = heldFrom(store.state.held, now) ?? Number.MAX_SAFE_INTEGER;
      const sql = `SELECT 1 FROM journal WHERE state = 'pending' AND lane = ? AND seq < ? LIMIT 1`;
      return lanes.some((lane) => statement(db, sql).get(lane, before) !== undefined);
    },
    waiting(seq) {
      // The column is TEXT in a STRICT table.
      const text = statement(db, `SELECT entry FROM journal WHERE seq = ? AND state = 'pending'`)
        .pluck()
        .get(seq) as string | undefined;
      return text === undefined ? undefined : read(seq, text);
    },
    changesOf(collection, id) {
      // The columns are those of STRICT tables. What people have settled is sent to be kept, not to be done.
      const rows = statement(
        db,
        `SELECT journal.seq AS seq, entry FROM journal_change JOIN journal ON journal.seq = journal_change.seq
         WHERE collection = ? AND id = ? AND state = 'pending' AND withdrawn IS NULL ORDER BY journal.seq`,
      ).all(collection, id) as { seq: number; entry: string }[];
      return rows.flatMap(({ seq, entry }) =>
        read(seq, entry).changes.filter((change) => change.collection === collection && change.id === id),
      );
    },
    answer: (verdict, at) => answer(db, verdict, at),
    // The state as a literal: a partial index is of no use to a parameter.
    count: (state) =>
      Number(statement(db, `SELECT count(*) FROM journal WHERE state = '${state}'`).pluck().get()),
  };
}

/**
 * A withdrawn entry goes back to what it was, with the verdict people have settled. A refused note of the journal
 * asks nobody for anything: there is nothing in it to try again.
 */
function answer(db: SqliteConnection, verdict: { seq: number; status: JournalState }, at: string): void {
  statement(
    db,
    `UPDATE journal SET state = coalesce(withdrawn, ?), verdict = iif(withdrawn IS NULL, ?, verdict),
       answeredAt = ?, withdrawn = NULL WHERE seq = ? AND state = 'pending'`,
  ).run(verdict.status, JSON.stringify(verdict), at, verdict.seq);
  if (verdict.status !== 'rejected') return;
  statement(
    db,
    `UPDATE journal SET state = 'discarded' WHERE seq = ? AND state = 'rejected'
       AND entry ->> '$.command' LIKE 'audit.%'`,
  ).run(verdict.seq);
}

function entryReader(): (seq: number, text: string) => Entry {
  const known = new Map<number, Entry>();
  return (seq, text) => {
    const entry = known.get(seq) ?? parseEntry(text);
    known.set(seq, entry);
    return entry;
  };
}

export function parseEntry(text: string): Entry {
  // The journal writes this column, and its hash chain guards it.
  return JSON.parse(text) as Entry;
}

function statement(db: SqliteConnection, sql: string) {
  return connectionOf(db).statement(sql);
}
