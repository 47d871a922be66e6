import { z } from 'zod';
import { auditEventOf } from '#shared/audit/notes.ts';
import type { JournalEvent } from '#shared/audit/journal-view.ts';
import { wallMsOf } from '#shared/kernel/clock.ts';
import type { Entry } from '#shared/sync/entry.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import { parseEntry } from '../sync/outbox.ts';

/** In place of a site where an entry touches more than one. */
export const SEVERAL_SITES = 'several';
/** Between two steps the host does other things. */
const STEP_ENTRIES = 2_000;

const Row = z.object({ seq: z.int(), entry: z.string(), hash: z.instanceof(Uint8Array) });
const Head = z.object({ seq: z.int(), hash: z.instanceof(Uint8Array) });

/**
 * What the journal is filtered by, in a few bytes an entry (migrations/local/0010-audit.ts). Follows the journal
 * when somebody asks: nothing waits for it when a command is committed.
 */
export class JournalIndex {
  readonly #store: Store;
  readonly #words = new Map<string, number>();
  #later: NodeJS.Immediate | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Follows what there is, step by step, so that the first who asks does not wait for all of it. */
  start(): void {
    this.#later = setImmediate(() => {
      if (this.#follow(STEP_ENTRIES)) this.start();
    });
  }

  stop(): void {
    clearImmediate(this.#later);
  }

  /** Follows the journal to its end. */
  follow(): void {
    while (this.#follow(STEP_ENTRIES));
  }

  /** The number of a word; undefined for one that no entry has. */
  numberOf(word: string): number | undefined {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    const found: unknown = this.#statement('SELECT number FROM audit_word WHERE word = ?').pluck().get(word);
    if (typeof found !== 'number') return undefined;
    this.#words.set(word, found);
    return found;
  }

  /** Whether there may be more. */
  #follow(entriesMax: number): boolean {
    const end = this.#store.journal.head().seq;
    const from = this.#sameUpTo();
    if (from === end) return false;
    this.#store.bookkeeping(() => {
      // A transaction that was rolled back took its new words along.
      this.#words.clear();
      if (from === 0) this.#forgetAll();
      this.#add(from, entriesMax);
    });
    return true;
  }

  /** Up to where the index is of this very journal: the hash of its last entry says all there is to it. */
  #sameUpTo(): number {
    const head = this.#store.get(Head, 'SELECT seq, hash FROM audit_head');
    if (head === undefined) return 0;
    const row = this.#store.journal.row(head.seq);
    return row !== undefined && Buffer.compare(row.hash, head.hash) === 0 ? head.seq : 0;
  }

  #forgetAll(): void {
    this.#statement('DELETE FROM audit_entry').run();
    this.#statement('DELETE FROM audit_head').run();
  }

  #add(fromSeq: number, entriesMax: number): void {
    const rows = this.#store.all(
      Row,
      'SELECT seq, entry, hash FROM journal WHERE seq > :fromSeq ORDER BY seq LIMIT :entriesMax',
      { fromSeq, entriesMax },
    );
    const ownSite = this.#store.state.site?.id ?? '*';
    const insert = this.#statement(
      'INSERT INTO audit_entry (seq, atMs, actor, command, event, site) VALUES (?, ?, ?, ?, ?, ?)',
    );
    for (const { seq, entry: text } of rows) {
      const entry = parseEntry(text);
      insert.run(
        seq,
        wallMsOf(entry.hlc),
        this.#number(actorWord(entry.actor)),
        this.#number(entry.command),
        this.#number(eventOf(entry)),
        this.#number(siteOf(entry, ownSite)),
      );
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    this.#statement('INSERT OR REPLACE INTO audit_head (id, seq, hash) VALUES (1, ?, ?)').run(
      last.seq,
      last.hash,
    );
  }

  #number(word: string): number {
    const known = this.numberOf(word);
    if (known !== undefined) return known;
    const { lastInsertRowid } = this.#statement('INSERT INTO audit_word (word) VALUES (?)').run(word);
    this.#words.set(word, Number(lastInsertRowid));
    return Number(lastInsertRowid);
  }

  #statement(sql: string) {
    return connectionOf(this.#store.db).statement(sql);
  }
}

/** What a console does by itself is of nobody, whatever the console was called then. */
export const CONSOLE_ACTOR = 'console';

function actorWord({ type, id }: Entry['actor']): string {
  return type === 'person' ? id : CONSOLE_ACTOR;
}

/** What a command did to the record it is about: the first it touched. The others follow from that. */
export function eventOf({ command, changes }: Entry): JournalEvent {
  const [first] = changes;
  if (first === undefined) return auditEventOf(command) ?? 'changed';
  return EVENTS[first.op];
}

const EVENTS = { insert: 'created', patch: 'changed', delete: 'deleted' } as const;

/** Of a note it is where the console stands. */
function siteOf({ changes }: Entry, ownSite: string): string {
  const [first, ...others] = new Set(changes.map(({ siteId }) => siteId));
  if (first === undefined) return ownSite;
  return others.length === 0 ? first : SEVERAL_SITES;
}
