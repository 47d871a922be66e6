import { hash } from 'node:crypto';
import { must } from '#shared/kernel/assert.ts';
import type { Lane } from '#shared/kernel/define-command.ts';
import { type Json, type JsonObject, canonicalJson } from '#shared/kernel/canonical-json.ts';
import { type Hlc, nextHlc, receiveHlc } from '#shared/kernel/clock.ts';
import { type Entry, chainHashOfText, chainStart, entryText } from '#shared/sync/entry.ts';
import { CLOCK_DRIFT_MS_MAX } from '#shared/sync/limits.ts';
import type { SqliteConnection } from './connection.ts';
import { connectionOf } from './rx-storage/connection.ts';

export type JournalState = 'pending' | 'applied' | 'rejected' | 'discarded' | 'retried';

/** What the fields of a changed record were. There is none of a record that did not exist. */
export type Before = { readonly collection: string; readonly id: string; readonly fields: JsonObject };

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
  lane: Lane;
  /** What it becomes again once a server that lost it has it. */
  withdrawn: 'discarded' | 'retried' | null;
};

/** Stands for the input of an entry that came back from the server, which never has it. No command takes it. */
export const LOST_INPUT = 'null';

/** What is kept of an entry that comes into the journal again. */
export type Reappended = Pick<JournalRow, 'before' | 'input' | 'state' | 'verdict' | 'answeredAt'> & {
  readonly entry: Entry;
};

/** Written at once where a command changes many records. */
const CHANGE_ROWS = 50;
const INSERT_CHANGE = 'INSERT OR IGNORE INTO journal_change (collection, id, seq) VALUES (?, ?, ?)';
const INSERT_CHANGES = INSERT_CHANGE + ', (?, ?, ?)'.repeat(CHANGE_ROWS - 1);

const encoder = new TextEncoder();

export function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}

/**
 * A device's journal: one entry per committed command, hash-chained. It is the audit trail when read, the
 * outbox where it is pending. `append` runs inside the transaction whose changes it tells of.
 */
export class Journal {
  readonly #db: SqliteConnection;
  #deviceId: string;
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

  /** Takes everything from an entry on out of the journal, for `reappend`. */
  cut(fromSeq: number): JournalRow[] {
    // The columns are those of a STRICT table.
    const rows = this.#statement('SELECT * FROM journal WHERE seq >= ? ORDER BY seq').all(
      fromSeq,
    ) as JournalRow[];
    this.#statement('DELETE FROM journal_change WHERE seq >= ?').run(fromSeq);
    this.#statement('DELETE FROM journal WHERE seq >= ?').run(fromSeq);
    this.revert();
    return rows;
  }

  /** Appends what was an entry of this console already: under the next number, otherwise as it was. */
  reappend(row: Reappended): void {
    const entry: Entry = { ...row.entry, seq: this.#head.seq + 1 };
    this.#insert(entry, row);
  }

  /** Appends an entry and returns it with its number and stamp. `revert` takes the head back after a rollback. */
  append(draft: Omit<Entry, 'seq' | 'hlc'>, before: readonly Before[], input: Json): Entry {
    const hlc = nextHlc(this.#clock, this.#now());
    const entry: Entry = { ...draft, seq: this.#head.seq + 1, hlc };
    const inputText = JSON.stringify(input);
    this.#insert(entry, {
      before: canonicalJson(before),
      input: inputText,
      state: 'pending',
      verdict: null,
      answeredAt: null,
    });
    this.#clock = hlc;
    return entry;
  }

  #insert(entry: Entry, row: Omit<Reappended, 'entry'>): void {
    const text = entryText(entry);
    const hash = chainHashOfText(sha256, this.#head.hash, text);
    const beforeHash = hashOfBefore(this.#head.beforeHash, hash, row);
    this.#statement(
      `INSERT INTO journal (seq, entry, hash, before, beforeHash, input, state, verdict, answeredAt, lane)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      entry.seq,
      text,
      hash,
      row.before,
      beforeHash,
      row.input,
      row.state,
      row.verdict,
      row.answeredAt,
      entry.lane,
    );
    this.#insertChanges(entry);
    this.#head = { seq: entry.seq, hash, beforeHash };
  }

  #insertChanges({ seq, changes }: Entry): void {
    for (let from = 0; from < changes.length; ) {
      const rows = changes.length - from < CHANGE_ROWS ? 1 : CHANGE_ROWS;
      const values = changes.slice(from, from + rows).flatMap(({ collection, id }) => [collection, id, seq]);
      this.#statement(rows === 1 ? INSERT_CHANGE : INSERT_CHANGES).run(...values);
      from += rows;
    }
  }

  /** The chain's hash after an entry; 0 is where it begins. */
  hashAt(seq: number): Uint8Array {
    if (seq === 0) return chainStart(sha256, this.#deviceId);
    return must(this.row(seq), `entry ${seq} of the journal`).hash;
  }

  /** The ends of both chains before an entry. */
  linksBefore(seq: number): Pick<JournalHead, 'hash' | 'beforeHash'> {
    if (seq > 1) return must(this.row(seq - 1), `entry ${seq - 1} of the journal`);
    return { hash: chainStart(sha256, this.#deviceId), beforeHash: beforeStart(this.#deviceId) };
  }

  /** After this console took another identity: its chain begins anew. */
  beginFor(deviceId: string): void {
    this.#deviceId = deviceId;
    this.revert();
  }

  /** After a rollback, or a change of the file behind its back: the head is what the file says. */
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

  /**
   * Recomputes every hash. Returns the first entry that was tampered with. What became of an entry later (`state`,
   * `verdict`, `answeredAt`, `withdrawn`) is written after its hash and so stands under none.
   */
  verify(
    onEntry: (seq: number) => void = () => undefined,
  ): { readonly sound: true; readonly entries: number } | { readonly sound: false; readonly badSeq: number } {
    let entryHash = chainStart(sha256, this.#deviceId);
    let beforeHash = beforeStart(this.#deviceId);
    let expectedSeq = 1;
    // As above.
    for (const row of this.#statement(
      'SELECT * FROM journal ORDER BY seq',
    ).iterate() as Iterable<JournalRow>) {
      onEntry(expectedSeq);
      const text = encoder.encode(row.entry);
      entryHash = sha256(Buffer.concat([entryHash, text]));
      beforeHash = hashOfBefore(beforeHash, entryHash, row);
      const isSound =
        row.seq === expectedSeq && same(entryHash, row.hash) && same(beforeHash, row.beforeHash) && isOf(row);
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
      beforeHash: beforeStart(this.#deviceId),
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

function beforeStart(deviceId: string): Uint8Array {
  return chainStart(sha256, `${deviceId}/before`);
}

/**
 * The chain of what stays here, what was before and what the command was given: bound to the entry they belong to,
 * so none can be exchanged alone. The input by its own hash, so that the chain is proved without showing it.
 */
export function hashOfBefore(
  previous: Uint8Array,
  entryHash: Uint8Array,
  { before, input }: Pick<JournalRow, 'before' | 'input'>,
): Uint8Array {
  return sha256(Buffer.concat([previous, entryHash, sha256(encoder.encode(input)), encoder.encode(before)]));
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Whether what stands beside the entry for queries is what the entry says. */
function isOf({ entry, seq, lane }: JournalRow): boolean {
  const parsed: unknown = JSON.parse(entry);
  if (typeof parsed !== 'object' || parsed === null || !('seq' in parsed) || !('lane' in parsed))
    return false;
  return parsed.seq === seq && parsed.lane === lane;
}
