import { hash } from 'node:crypto';
import { type Json, type JsonObject, canonicalJson } from '#shared/kernel/canonical-json.ts';
import { type Hlc, nextHlc, receiveHlc } from '#shared/kernel/clock.ts';
import { type Entry, chainHashOfText, chainStart, entryText } from '#shared/sync/entry.ts';
import { CLOCK_DRIFT_MS_MAX } from '#shared/sync/limits.ts';
import type { SqliteConnection } from './connection.ts';
import { connectionOf } from './rx-storage/connection.ts';

export type JournalState = 'pending' | 'applied' | 'rejected' | 'discarded' | 'retried';

/** What the fields of a changed record were: null for a record that did not exist. */
export type Before = { readonly collection: string; readonly id: string; readonly fields: JsonObject | null };

export type JournalHead = {
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly beforeHash: Uint8Array;
};

export type JournalRow = {
  seq: number;
  entry: string;
  hash: Uint8Array;
  before: string;
  beforeHash: Uint8Array;
  input: string;
  state: JournalState;
  verdict: string | null;
  answeredAt: string | null;
};

export function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}

/**
 * A device's journal: one entry per committed command, hash-chained. It is the audit trail when read, the
 * outbox where it is pending. `append` runs inside the transaction whose changes it tells of.
 */
export class Journal {
  readonly #db: SqliteConnection;
  readonly #deviceId: string;
  readonly #now: () => number;
  #head: JournalHead;
  #clock: Hlc | undefined;

  constructor(db: SqliteConnection, options: { deviceId: string; now: () => number }) {
    this.#db = db;
    this.#deviceId = options.deviceId;
    this.#now = options.now;
    this.#head = this.#readHead();
    this.#clock = this.#readClock();
  }

  head(): JournalHead {
    return this.#head;
  }

  /** Appends an entry and returns it with its number and stamp. `revert` takes the head back after a rollback. */
  append(draft: Omit<Entry, 'seq' | 'hlc'>, before: readonly Before[], input: Json): Entry {
    const hlc = nextHlc(this.#clock, this.#now());
    const entry: Entry = { ...draft, seq: this.#head.seq + 1, hlc };
    const text = entryText(entry);
    const entryHash = chainHashOfText(sha256, this.#head.hash, text);
    const beforeText = canonicalJson(before);
    const beforeHash = hashOfBefore(this.#head.beforeHash, entryHash, beforeText);
    this.#statement(
      `INSERT INTO journal (seq, entry, hash, before, beforeHash, input, state) VALUES (?, ?, ?, ?, ?, ?, 'pending')`,
    ).run(entry.seq, text, entryHash, beforeText, beforeHash, JSON.stringify(input));
    const insertChange = this.#statement(
      'INSERT OR IGNORE INTO journal_change (collection, id, seq) VALUES (?, ?, ?)',
    );
    for (const change of entry.changes) insertChange.run(change.collection, change.id, entry.seq);
    this.#head = { seq: entry.seq, hash: entryHash, beforeHash };
    this.#clock = hlc;
    return entry;
  }

  /** After a rollback: the head is what the file says. */
  revert(): void {
    this.#head = this.#readHead();
  }

  /** Follows the server's stamps, so that what happens here later also sorts later. Kept in `console_state` by the caller. */
  follow(remote: Hlc): Hlc {
    this.#clock = receiveHlc(this.#clock, remote, this.#now(), CLOCK_DRIFT_MS_MAX);
    return this.#clock;
  }

  row(seq: number): JournalRow | undefined {
    // The columns are those of a STRICT table.
    return this.#statement('SELECT * FROM journal WHERE seq = ?').get(seq) as JournalRow | undefined;
  }

  /** Recomputes every hash. Returns the first entry that was tampered with. */
  verify():
    | { readonly sound: true; readonly entries: number }
    | { readonly sound: false; readonly badSeq: number } {
    let entryHash = chainStart(sha256, this.#deviceId);
    let beforeHash = chainStart(sha256, `${this.#deviceId}/before`);
    let expectedSeq = 1;
    // As above.
    for (const row of this.#statement(
      'SELECT * FROM journal ORDER BY seq',
    ).iterate() as Iterable<JournalRow>) {
      const text = new TextEncoder().encode(row.entry);
      entryHash = sha256(Buffer.concat([entryHash, text]));
      beforeHash = hashOfBefore(beforeHash, entryHash, row.before);
      const isSound =
        row.seq === expectedSeq &&
        same(entryHash, row.hash) &&
        same(beforeHash, row.beforeHash) &&
        seqIn(row.entry) === row.seq;
      if (!isSound) return { sound: false, badSeq: expectedSeq };
      expectedSeq += 1;
    }
    return { sound: true, entries: expectedSeq - 1 };
  }

  #readHead(): JournalHead {
    const row = this.#statement('SELECT seq, hash, beforeHash FROM journal ORDER BY seq DESC LIMIT 1').get();
    // As above.
    if (row !== undefined) return row as JournalHead;
    return {
      seq: 0,
      hash: chainStart(sha256, this.#deviceId),
      beforeHash: chainStart(sha256, `${this.#deviceId}/before`),
    };
  }

  #readClock(): Hlc | undefined {
    const stamp: unknown = this.#statement(
      `SELECT max(stamp) FROM (SELECT entry ->> '$.hlc' AS stamp FROM (SELECT entry FROM journal ORDER BY seq DESC LIMIT 1)
       UNION ALL SELECT value FROM console_state WHERE key = 'clock')`,
    )
      .pluck()
      .get();
    // Written by append and follow only.
    return stamp === null ? undefined : (stamp as Hlc);
  }

  #statement(sql: string) {
    return connectionOf(this.#db).statement(sql);
  }
}

/** The chain of what was before: bound to the entry it belongs to, so neither can be exchanged alone. */
function hashOfBefore(previous: Uint8Array, entryHash: Uint8Array, before: string): Uint8Array {
  return sha256(Buffer.concat([previous, entryHash, new TextEncoder().encode(before)]));
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function seqIn(entry: string): number {
  const parsed: unknown = JSON.parse(entry);
  return typeof parsed === 'object' && parsed !== null && 'seq' in parsed ? Number(parsed.seq) : 0;
}
