import { usedCollections } from '#shared/domains/registry.ts';
import { type Json, sameJson } from '#shared/kernel/canonical-json.ts';
import { formatHlc, isoOf } from '#shared/kernel/clock.ts';
import type { CollectionName, StoredRecord } from '#shared/kernel/define-entity.ts';
import { type ExchangeResponse, type RecordDelta, Verdict } from '#shared/sync/wire.ts';
import {
  forgetRecordSync,
  isUnderWay,
  readRecordSync,
  type RecordSync,
  writeRecordSync,
} from '../store/record-sync.ts';
import { takeWitness } from '../audit/witness.ts';
import { noteOverridden } from '../audit/note-conflicts.ts';
import { takeGrants } from '../session/grants.ts';
import type { RecordChange, RecordWriter } from '../store/record-writer.ts';
import type { Store } from '../store/store.ts';
import { afterApplied, afterDelta, replay, type ServerState } from './merge-record.ts';
import { type Outbox, outboxOf, parseEntry } from './outbox.ts';
import { type Asked, hold, isAbout, progressAfter, takePlace } from './progress.ts';
import { sweep } from './sweep.ts';

export type Applied = {
  /** The answer came after another one to the same question: nothing of it was used. */
  readonly isStale: boolean;
  readonly applied: number;
  readonly rejected: number;
  /** Entries that the server can't read yet. */
  readonly held: number;
  /** Records that look different here now. */
  readonly recordsChanged: number;
  /** Records of collections that this program does not have. */
  readonly recordsUnknown: number;
};

/**
 * Takes a server's answer in: verdicts, records and cursor in one transaction, so that a crash at any point
 * repeats the exchange instead of losing it. `meanwhile`: entries that were sent and answered between this
 * question and its answer.
 */
export function applyResponse(
  store: Store,
  request: Asked,
  response: ExchangeResponse,
  nowMs: number,
  meanwhile: ReadonlySet<number> = new Set(),
): Applied {
  return store.receive((writer, changed) => {
    const progress = store.state.progress;
    // Between question and answer only another answer moves the cursors. What is skipped here comes again.
    if (!isAbout(progress, request)) return NOTHING_APPLIED;
    const application = new Application({
      store,
      response,
      rebuild: progress.rebuild,
      nowMs,
      meanwhile,
      writer,
      changed,
    });
    const outcome = application.run();
    if (response.startOver) takePlace(store, progress, response);
    else {
      const next = progressAfter(progress, request, response);
      const isRebuilt = progress.rebuild !== 0 && next.rebuild === 0;
      if (isRebuilt) sweep({ store, rebuild: progress.rebuild, writer, changed });
      store.state.progress = next;
    }
    hold(store, response.verdicts, nowMs);
    if (response.grants !== undefined) takeGrants(store, response.grants, nowMs);
    if (response.witness !== undefined) takeWitness(store, response.witness);
    if (response.takesCalls !== undefined) store.state.serverTakesCalls = response.takesCalls;
    store.state.lastContactAt = isoOf(nowMs);
    const clock = store.journal.follow(formatHlc(response.serverTimeMs, 0));
    // What was received has to sort before what is done next, also after a restart; an empty answer has nothing to.
    if (response.records.length > 0 || response.verdicts.length > 0) store.state.clock = clock;
    return outcome;
  });
}

/** Of an answer that was not used, and of an exchange that came to none. */
export const NOTHING_APPLIED: Applied = {
  isStale: true,
  applied: 0,
  rejected: 0,
  held: 0,
  recordsChanged: 0,
  recordsUnknown: 0,
};

/** One record that an answer touches. */
type Touched = {
  readonly collection: CollectionName;
  readonly id: string;
  readonly here: StoredRecord | undefined;
  readonly sync: RecordSync | undefined;
  server: ServerState;
  version: number;
  arrivedAtServer: string | null;
  receivedAt: string | null;
  ref: number | null;
  seenIn: number;
  isEvicted: boolean;
};

/** One answer on its way into the store: first every record's server state, then what that means here. */
class Application {
  readonly #store: Store;
  readonly #response: ExchangeResponse;
  readonly #rebuild: number;
  readonly #now: string;
  readonly #meanwhile: ReadonlySet<number>;
  readonly #writer: RecordWriter;
  readonly #changed: (change: RecordChange) => void;
  readonly #outbox: Outbox;
  readonly #touched = new Map<string, Touched>();

  constructor(parts: {
    store: Store;
    response: ExchangeResponse;
    rebuild: number;
    nowMs: number;
    meanwhile: ReadonlySet<number>;
    writer: RecordWriter;
    changed: (change: RecordChange) => void;
  }) {
    this.#store = parts.store;
    this.#response = parts.response;
    this.#rebuild = parts.rebuild;
    this.#now = isoOf(parts.nowMs);
    this.#meanwhile = parts.meanwhile;
    this.#writer = parts.writer;
    this.#changed = parts.changed;
    this.#outbox = outboxOf(parts.store);
  }

  /**
   * Verdicts before records: a verdict tells what the server made of an entry when it applied it, and a
   * record sent along is newer than that.
   */
  run(): Applied {
    const inOrder = this.#response.verdicts.toSorted((a, b) => a.seq - b.seq);
    const answered = inOrder.filter((verdict) => this.#takeVerdict(verdict));
    const known = this.#response.records.filter(({ collection }) => hasTable(collection));
    for (const delta of known) this.#takeRecord(delta);
    const told = new Set(this.#touched.keys());
    for (const seq of [...this.#meanwhile].toSorted((a, b) => a - b)) this.#applyAgain(seq, told);
    let recordsChanged = 0;
    for (const touched of this.#touched.values()) if (this.#settle(touched)) recordsChanged += 1;
    for (const verdict of answered) noteOverridden(this.#store, verdict);
    const applied = answered.filter(({ status }) => status === 'applied').length;
    return {
      isStale: false,
      applied,
      rejected: answered.length - applied,
      held: inOrder.filter(({ status }) => status === 'held').length,
      recordsChanged,
      recordsUnknown: this.#response.records.length - known.length,
    };
  }

  /** False for an entry that has its answer already. */
  #takeVerdict(verdict: Verdict): boolean {
    if (verdict.status === 'held') return false;
    const entry = this.#outbox.waiting(verdict.seq);
    if (entry === undefined) return false;
    // Before the entry is answered: what it waits for tells what the server has of its records.
    const changed = entry.changes.map((change) => ({
      change,
      touched: this.#touch(change.collection, change.id),
    }));
    this.#outbox.answer(verdict, this.#now);
    if (verdict.status === 'rejected') return true;
    let inserts = 0;
    for (const { change, touched } of changed) {
      if (change.op === 'insert') {
        touched.ref = verdict.refs[inserts] ?? touched.ref;
        inserts += 1;
      }
      touched.server = afterApplied(touched.server, change, overriddenIn(verdict, change));
      touched.arrivedAtServer ??= isoOf(this.#response.serverTimeMs);
      // While there is more to come, what others set before this version may still be missing here, and a
      // later change must not claim to have known it.
      if (Math.min(...this.#response.cursors) >= verdict.version) {
        touched.version = Math.max(touched.version, verdict.version);
      }
    }
    return true;
  }

  /**
   * An entry that the server applied after it wrote this answer: what the answer tells of its records is older, and
   * where it tells nothing of one, that is no reason to drop it when everything is told again (see `sweep`).
   */
  #applyAgain(seq: number, told: ReadonlySet<string>): void {
    const row = this.#store.journal.row(seq);
    if (row?.state !== 'applied' || row.verdict === null) return;
    const verdict = Verdict.parse(JSON.parse(row.verdict));
    if (verdict.status !== 'applied' || verdict.version <= this.#response.version) return;
    for (const change of parseEntry(row.entry).changes) {
      const touched = this.#touch(change.collection, change.id);
      touched.seenIn = this.#rebuild;
      if (!told.has(`${change.collection}/${change.id}`)) continue;
      touched.server = afterApplied(touched.server, change, overriddenIn(verdict, change));
    }
  }

  #takeRecord(delta: RecordDelta): void {
    const touched = this.#touch(delta.collection, delta.id);
    touched.server = afterDelta(touched.server, delta);
    // Not the larger of both: a server restored from a backup counts again from where it was.
    touched.version = delta.version;
    touched.ref = delta.ref;
    touched.seenIn = this.#rebuild;
    touched.isEvicted = delta.op === 'evict';
    if (delta.op !== 'upsert') return;
    touched.arrivedAtServer = isoOf(delta.arrivedAtMs);
    touched.receivedAt ??= this.#now;
  }

  #touch(collection: CollectionName, id: string): Touched {
    const key = `${collection}/${id}`;
    const known = this.#touched.get(key);
    if (known !== undefined) return known;
    const sync = readRecordSync(this.#store.db, collection, id);
    const here = this.#writer.read(collection, id);
    const touched: Touched = {
      collection,
      id,
      here,
      sync,
      server: sync?.shadow ?? this.#serverWithoutShadow(sync, here, { collection, id }),
      version: sync?.version ?? 0,
      arrivedAtServer: sync?.arrivedAtServer ?? null,
      receivedAt: sync?.receivedAt ?? null,
      ref: sync?.ref ?? null,
      seenIn: sync?.seenIn ?? 0,
      isEvicted: false,
    };
    this.#touched.set(key, touched);
    return touched;
  }

  #serverWithoutShadow(
    sync: RecordSync | undefined,
    here: StoredRecord | undefined,
    { collection, id }: { readonly collection: CollectionName; readonly id: string },
  ): ServerState {
    // Nothing of ours is under way: what stands here is what the server has.
    if (!isUnderWay(this.#store.db, collection, id)) return here ?? 'absent';
    // Made here, and the server has not answered yet, or not yet again: it has none.
    if (sync === undefined || this.#outbox.changesOf(collection, id)[0]?.op === 'insert') return 'absent';
    return here ?? 'absent';
  }

  /** Writes what a record is now. True when that is not what it was. */
  #settle(touched: Touched): boolean {
    const { collection, id, server, isEvicted } = touched;
    const changes = this.#outbox.changesOf(collection, id);
    const isUnderWay = changes.length > 0;
    if (isEvicted && !isUnderWay) forgetRecordSync(this.#store.db, collection, id);
    else {
      writeRecordSync(this.#store.db, collection, id, { ...touched, shadow: isUnderWay ? server : null });
    }
    // A record that left the scope while somebody here works on it stays until that work has its answer.
    if (isEvicted && isUnderWay) return false;
    return this.#write(touched, replay(server, changes));
  }

  #write({ collection, here }: Touched, target: ServerState): boolean {
    if (target === 'absent') {
      if (here === undefined) return false;
      this.#changed(this.#writer.write(collection, here, true));
      return true;
    }
    if (here !== undefined && sameJson(here, target)) return false;
    this.#changed(this.#writer.write(collection, target, false));
    return true;
  }
}

function overriddenIn(
  verdict: Extract<Verdict, { status: 'applied' }>,
  record: { readonly collection: CollectionName; readonly id: string },
): { readonly [field: string]: Json } {
  const found = verdict.overridden.find(
    ({ collection, id }) => collection === record.collection && id === record.id,
  );
  return found?.fields ?? {};
}

function hasTable(collection: CollectionName): boolean {
  return usedCollections().includes(collection);
}
