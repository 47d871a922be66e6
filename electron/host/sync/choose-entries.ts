import { usedCollections } from '#shared/domains/registry.ts';
import { person } from '#shared/domains/people/schema.ts';
import type { Json } from '#shared/kernel/canonical-json.ts';
import type { Lane } from '#shared/kernel/define-command.ts';
import { type Entry, LANES } from '#shared/sync/entry.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import { heldFrom } from './held.ts';

export type Limits = {
  readonly lanes: readonly Lane[];
  readonly entriesMax: number;
  readonly bytesMax: number;
  /** Entries that the server could not read lately are left alone until then. */
  readonly now: string;
};

export type Outgoing = {
  /** By ascending number, with gaps where slower lanes wait. */
  readonly entries: readonly Entry[];
  readonly withdrawn: readonly number[];
  /** Up to here everything is at the server once it has taken these. */
  readonly head: { readonly seq: number; readonly hash: Uint8Array };
};

type Row = { readonly seq: number; readonly entry: string; readonly withdrawn: string | null };
type Chosen = { readonly entry: Entry; readonly isWithdrawn: boolean };

const COLUMNS = 'seq, entry, withdrawn';
const ID_CHARACTERS = 36;
const URGENT: Lane = 0;

/**
 * Unanswered entries, lane by lane, each lane in order, each entry with what it builds on: earlier entries
 * that touch the same records, its actor, or a record it names. The first that does not fit ends the choice,
 * so nothing slow overtakes anything urgent; at least one entry is chosen, however large. What is urgent goes with
 * what it builds on alone.
 */
export function chooseEntries(store: Store, limits: Limits): Outgoing {
  const choice = new Choice(store, limits);
  for (const lane of LANES) {
    if (limits.lanes.includes(lane) && !choice.takeLane(lane)) break;
    // A message of its own, which is there long before the queue behind it could be.
    if (lane === URGENT && choice.hasSome) break;
  }
  return choice.outgoing();
}

class Choice {
  readonly #store: Store;
  readonly #limits: Limits;
  readonly #chosen = new Map<number, Chosen>();
  readonly #beforeSeq: number;
  #bytes = 0;

  constructor(store: Store, limits: Limits) {
    this.#store = store;
    this.#limits = limits;
    this.#beforeSeq = heldFrom(store.state.held, limits.now) ?? Number.MAX_SAFE_INTEGER;
  }

  get hasSome(): boolean {
    return this.#chosen.size > 0;
  }

  /** False when something did not fit. */
  takeLane(lane: Lane): boolean {
    const { entriesMax, bytesMax } = this.#limits;
    const rows = this.#statement(
      `SELECT ${COLUMNS} FROM journal WHERE state = 'pending' AND lane = ? AND seq < ? ORDER BY seq
       LIMIT ?`,
      // The columns are those of a STRICT table.
    ).all(lane, this.#beforeSeq, entriesMax) as Row[];
    if (rows.length === 0) return true;
    let slower = this.#firstOfOthers(lane);
    for (const row of rows) {
      if (this.#chosen.has(row.seq)) continue;
      // All of the same lane that came before are chosen already.
      const closure = row.seq < slower ? [row] : this.#withBases(row);
      const bytes = closure.reduce((sum, { entry }) => sum + entry.length, 0);
      const isTooMuch = this.#bytes + bytes > bytesMax || this.#chosen.size + closure.length > entriesMax;
      if (this.#chosen.size > 0 && isTooMuch) return false;
      for (const one of closure) this.#add(one);
      if (closure.length > 1) slower = this.#firstOfOthers(lane);
    }
    return rows.length < entriesMax;
  }

  outgoing(): Outgoing {
    const inOrder = [...this.#chosen.values()].toSorted((a, b) => a.entry.seq - b.entry.seq);
    return {
      entries: inOrder.map(({ entry }) => entry),
      withdrawn: inOrder.filter(({ isWithdrawn }) => isWithdrawn).map(({ entry }) => entry.seq),
      head: this.#head(),
    };
  }

  #add({ seq, entry, withdrawn }: Row): void {
    // The journal writes this column, and its hash chain guards it.
    this.#chosen.set(seq, { entry: JSON.parse(entry) as Entry, isWithdrawn: withdrawn !== null });
    this.#bytes += entry.length;
  }

  /** The entry and all it builds on that is neither answered nor chosen; in order. */
  #withBases(row: Row): Row[] {
    const found = new Map<number, Row>([[row.seq, row]]);
    const open = [row];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const base of this.#basesOf(next)) {
        if (found.has(base.seq) || this.#chosen.has(base.seq)) continue;
        found.set(base.seq, base);
        open.push(base);
      }
    }
    return [...found.values()].toSorted((a, b) => a.seq - b.seq);
  }

  #basesOf({ seq, entry: text }: Row): Row[] {
    // As in #add.
    const { actor, changes } = JSON.parse(text) as Entry;
    const bases = new Map<number, Row>();
    const touch = (collection: string, id: string) => {
      for (const row of this.#pendingOn(collection, id, seq)) bases.set(row.seq, row);
    };
    if (actor.type === 'person') touch(person.collection, actor.id);
    const named = new Set<string>();
    for (const { collection, id, fields } of changes) {
      touch(collection, id);
      collectIds(fields, named);
    }
    for (const id of named) for (const collection of usedCollections()) touch(collection, id);
    return [...bases.values()];
  }

  #pendingOn(collection: string, id: string, beforeSeq: number): Row[] {
    return this.#statement(
      `SELECT journal.seq AS seq, entry, withdrawn FROM journal_change JOIN journal ON journal.seq = journal_change.seq
       WHERE collection = ? AND id = ? AND journal_change.seq < ? AND state = 'pending'`,
      // The columns are those of STRICT tables.
    ).all(collection, id, beforeSeq) as Row[];
  }

  /** The first waiting entry of another lane: nothing before it has a base in a slower lane. */
  #firstOfOthers(lane: Lane): number {
    const others = LANES.filter((other) => other !== lane).map((other) => this.#firstUnchosen(other));
    return Math.min(...others);
  }

  #firstUnchosen(lane: Lane): number {
    const seqs = this.#statement(`SELECT seq FROM journal WHERE state = 'pending' AND lane = ? ORDER BY seq`)
      .pluck()
      // The column is an INTEGER in a STRICT table.
      .iterate(lane) as Iterable<number>;
    for (const seq of seqs) if (!this.#chosen.has(seq)) return seq;
    return Number.MAX_SAFE_INTEGER;
  }

  #head(): Outgoing['head'] {
    const first = Math.min(...LANES.map((lane) => this.#firstUnchosen(lane)));
    const { seq, hash } = this.#store.journal.head();
    if (first > seq) return { seq, hash };
    return { seq: first - 1, hash: this.#store.journal.hashAt(first - 1) };
  }

  #statement(sql: string) {
    return connectionOf(this.#store.db).statement(sql);
  }
}

/** Everything in a change that may be the id of a record. */
function collectIds(value: Json, into: Set<string>): void {
  if (typeof value === 'string') {
    if (value.length === ID_CHARACTERS) into.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) collectIds(member, into);
  }
}
