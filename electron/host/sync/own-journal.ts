import { isoOf } from '#shared/kernel/clock.ts';
import { type Entry, entryText, LOST_COMMAND } from '#shared/sync/entry.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { type JournalRequest, JournalResponse, type Verdict } from '#shared/sync/wire.ts';
import { must } from '#shared/kernel/assert.ts';
import { type JournalRow, type JournalState, LOST_INPUT } from '../store/journal.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import type { Healing } from './heal.ts';
import { parseEntry } from './outbox.ts';
import { post } from './post.ts';

/**
 * Takes back what this console had sent before its store was put back from a backup, page by page. True when
 * it has entries now that it lacked.
 */
export async function fetchOwnJournal(healing: Healing, signal: AbortSignal): Promise<boolean> {
  const { store } = healing;
  let adopted = 0;
  for await (const page of pagesFrom(firstUnanswered(store), healing, signal)) {
    adopted += store.bookkeeping(() => adoptEntries(store, page));
  }
  return adopted > 0;
}

/**
 * For a store that may be an old copy of itself and lacks nothing: takes over how what it has was judged since. Asks
 * for no more than a word where the server is in the epoch that this store knows.
 */
export async function fetchOwnVerdicts(healing: Healing, signal: AbortSignal): Promise<void> {
  const { store } = healing;
  const end = store.journal.head().seq;
  for await (const page of pagesFrom(end + 1, healing, signal)) {
    store.bookkeeping(() => {
      for (const [index, entry] of page.entries.entries()) takeOver(store, entry, answerIn(page, index));
    });
    if ((page.entries.at(-1)?.seq ?? end) >= end) return;
  }
}

type Page = Pick<JournalResponse, 'entries' | 'verdicts'> & { readonly at: string };

/** From the first entry instead where the server is in another epoch than it was when this store last heard of it. */
async function* pagesFrom(
  first: number,
  { store, link, clock, budgetBytes }: Healing,
  signal: AbortSignal,
): AsyncGenerator<Page, void, undefined> {
  let next: Pick<JournalRequest, 'from' | 'epoch'> | undefined = {
    from: first,
    epoch: store.state.progress.epoch,
  };
  while (next !== undefined) {
    const message: JournalRequest = {
      protocol: PROTOCOL_VERSION,
      deviceId: must(store.state.deviceId, 'a store has a device id'),
      incarnation: store.state.incarnation,
      ...next,
      budgetBytes,
    };
    const answer = await post(link, { path: '/v1/journal', message, schema: JournalResponse }, signal);
    signal.throwIfAborted();
    const { entries, verdicts, more } = answer;
    yield { entries, verdicts, at: isoOf(clock.now()) };
    const last = entries.at(-1);
    next = more && last !== undefined ? { from: last.seq + 1 } : undefined;
  }
}

function firstUnanswered(store: Store): number {
  const first: unknown = connectionOf(store.db)
    .statement(`SELECT min(seq) FROM journal WHERE state = 'pending'`)
    .pluck()
    .get();
  return typeof first === 'number' ? first : store.journal.head().seq + 1;
}

/** What both sides have answered is not the same: this store and another one have both gone on as one console. */
export class JournalsDiffer extends Error {}

/**
 * Puts entries of the server's copy into the journal, answered as they were. What was done here since the
 * backup under the same numbers, and never sent, moves behind them. Returns how many came in.
 */
export function adoptEntries(store: Store, page: Page): number {
  const { journal } = store;
  let aside: readonly JournalRow[] = [];
  let adopted = 0;
  for (const [index, entry] of page.entries.entries()) {
    const here = journal.row(entry.seq);
    const { verdict, at } = answerIn(page, index);
    if (takeOver(store, entry, { verdict, at })) continue;
    if (here !== undefined) {
      const later = journal.cut(entry.seq);
      if (later.some(({ state }) => state !== 'pending')) throw new JournalsDiffer();
      aside = [...aside, ...later];
    }
    while (journal.head().seq < entry.seq - 1) fill(store, entry);
    const state: JournalState = verdict.status === 'held' ? 'pending' : verdict.status;
    journal.reappend({
      entry,
      before: '[]',
      input: LOST_INPUT,
      state,
      verdict: JSON.stringify(verdict),
      answeredAt: at,
    });
    adopted += 1;
  }
  for (const row of aside) journal.reappend({ ...row, entry: parseEntry(row.entry) });
  return adopted;
}

type Answer = { readonly verdict: Verdict; readonly at: string };

function answerIn({ verdicts, at }: Page, index: number): Answer {
  return { verdict: must(verdicts[index], 'a verdict for each entry'), at };
}

/**
 * The server may have lost an entry since it was answered here, got it again and judged it otherwise. What people
 * have settled stays so unless it was applied after all; what waits has its answer when it is sent. False for an entry that is not here.
 */
function takeOver({ db, journal }: Store, entry: Entry, { verdict, at }: Answer): boolean {
  const here = journal.row(entry.seq);
  if (here === undefined || here.entry !== entryText(entry)) return false;
  const text = JSON.stringify(verdict);
  const isSame = here.verdict === text || (verdict.status === 'rejected' && SETTLED.has(here.state));
  if (here.state === 'pending' || verdict.status === 'held' || isSame) return true;
  connectionOf(db)
    .statement('UPDATE journal SET state = ?, verdict = ?, answeredAt = ? WHERE seq = ?')
    .run(verdict.status, text, at, here.seq);
  return true;
}

const SETTLED: ReadonlySet<JournalState> = new Set(['discarded', 'retried']);

/** An entry that was lost before it was sent leaves its number empty, and the chain needs something there. */
function fill({ journal }: Store, next: Entry): void {
  const entry: Entry = {
    seq: next.seq,
    hlc: next.hlc,
    actor: { type: 'system', id: next.actor.id, name: '' },
    command: LOST_COMMAND,
    label: { key: 'sync.lost.label' },
    lane: 0,
    changes: [],
  };
  const input = LOST_INPUT;
  journal.reappend({ entry, before: '[]', input, state: 'pending', verdict: null, answeredAt: null });
}
