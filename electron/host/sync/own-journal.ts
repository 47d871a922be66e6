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
export async function fetchOwnJournal(
  { store, link, clock, budgetBytes }: Healing,
  signal: AbortSignal,
): Promise<boolean> {
  let from = firstUnanswered(store);
  let adopted = 0;
  for (let more = true; more; ) {
    const message: JournalRequest = {
      protocol: PROTOCOL_VERSION,
      deviceId: must(store.state.deviceId, 'a store has a device id'),
      incarnation: store.state.incarnation,
      from,
      budgetBytes,
    };
    const answer = await post(link, { path: '/v1/journal', message, schema: JournalResponse }, signal);
    signal.throwIfAborted();
    const { entries, verdicts } = answer;
    adopted += store.bookkeeping(() => adoptEntries(store, { entries, verdicts, at: isoOf(clock.now()) }));
    more = answer.more && entries.length > 0;
    from = (entries.at(-1)?.seq ?? from) + 1;
  }
  return adopted > 0;
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
export function adoptEntries(
  store: Store,
  page: { entries: readonly Entry[]; verdicts: readonly Verdict[]; at: string },
): number {
  const { journal } = store;
  let aside: readonly JournalRow[] = [];
  let adopted = 0;
  for (const [index, entry] of page.entries.entries()) {
    const here = journal.row(entry.seq);
    if (here !== undefined && here.entry === entryText(entry)) continue;
    if (here !== undefined) {
      const later = journal.cut(entry.seq);
      if (later.some(({ state }) => state !== 'pending')) throw new JournalsDiffer();
      aside = [...aside, ...later];
    }
    while (journal.head().seq < entry.seq - 1) fill(store, entry);
    const verdict = must(page.verdicts[index], 'a verdict for each entry');
    const state: JournalState = verdict.status === 'held' ? 'pending' : verdict.status;
    journal.reappend({
      entry,
      before: '[]',
      input: LOST_INPUT,
      state,
      verdict: JSON.stringify(verdict),
      answeredAt: page.at,
    });
    adopted += 1;
  }
  for (const row of aside) journal.reappend({ ...row, entry: parseEntry(row.entry) });
  return adopted;
}

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
