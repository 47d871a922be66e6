import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type { Change, Entry } from '#shared/sync/entry.ts';
import type { Verdict } from '#shared/sync/wire.ts';
import type { SqliteConnection } from '../store/connection.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';

/** An entry on its way, and the chain's hash after it. */
export type Outgoing = { readonly entry: Entry; readonly hash: Uint8Array };

/** The journal seen as what the server has not answered yet, or has refused. */
export type Outbox = {
  /** The oldest unanswered entries, in order. At least one if there is any, however large. */
  next(limits: { readonly entriesMax: number; readonly bytesMax: number }): Outgoing[];
  /** An entry if it still waits for an answer. */
  waiting(seq: number): Entry | undefined;
  /** What unanswered entries change in one record, in order. */
  changesOf(collection: CollectionName, id: string): Change[];
  answer(verdict: Verdict, at: string): void;
  count(state: 'pending' | 'rejected'): number;
};

/** `changesOf` remembers entries it has read: an outbox lives as long as one transaction. */
export function outboxOf(store: Store): Outbox {
  const { db } = store;
  const read = entryReader();
  return {
    next: (limits) => nextEntries(db, limits),
    waiting(seq) {
      // The column is TEXT in a STRICT table.
      const text = statement(db, `SELECT entry FROM journal WHERE seq = ? AND state = 'pending'`)
        .pluck()
        .get(seq) as string | undefined;
      return text === undefined ? undefined : read(seq, text);
    },
    changesOf(collection, id) {
      // The columns are those of STRICT tables.
      const rows = statement(
        db,
        `SELECT journal.seq AS seq, entry FROM journal_change JOIN journal ON journal.seq = journal_change.seq
         WHERE collection = ? AND id = ? AND state = 'pending' ORDER BY journal.seq`,
      ).all(collection, id) as { seq: number; entry: string }[];
      return rows.flatMap(({ seq, entry }) =>
        read(seq, entry).changes.filter((change) => change.collection === collection && change.id === id),
      );
    },
    answer(verdict, at) {
      statement(
        db,
        `UPDATE journal SET state = ?, verdict = ?, answeredAt = ? WHERE seq = ? AND state = 'pending'`,
      ).run(verdict.status, JSON.stringify(verdict), at, verdict.seq);
    },
    // The state as a literal: a partial index is of no use to a parameter.
    count: (state) =>
      Number(statement(db, `SELECT count(*) FROM journal WHERE state = '${state}'`).pluck().get()),
  };
}

function nextEntries(db: SqliteConnection, limits: { entriesMax: number; bytesMax: number }): Outgoing[] {
  const outgoing: Outgoing[] = [];
  let bytes = 0;
  // The columns are those of a STRICT table.
  const rows = statement(
    db,
    `SELECT entry, hash FROM journal WHERE state = 'pending' ORDER BY seq LIMIT ?`,
  ).iterate(limits.entriesMax) as Iterable<{ entry: string; hash: Uint8Array }>;
  for (const { entry, hash } of rows) {
    bytes += entry.length;
    if (outgoing.length > 0 && bytes > limits.bytesMax) break;
    outgoing.push({ entry: parseEntry(entry), hash });
  }
  return outgoing;
}

function entryReader(): (seq: number, text: string) => Entry {
  const known = new Map<number, Entry>();
  return (seq, text) => {
    const entry = known.get(seq) ?? parseEntry(text);
    known.set(seq, entry);
    return entry;
  };
}

function parseEntry(text: string): Entry {
  // The journal writes this column, and its hash chain guards it.
  return JSON.parse(text) as Entry;
}

function statement(db: SqliteConnection, sql: string) {
  return connectionOf(db).statement(sql);
}
