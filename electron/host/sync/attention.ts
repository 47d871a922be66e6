import type { Actor } from '#shared/access/can.ts';
import { entityOf } from '#shared/domains/registry.ts';
import { canonicalJson, type Json } from '#shared/kernel/canonical-json.ts';
import { isoOf, wallMsOf } from '#shared/kernel/clock.ts';
import type { Change, Entry } from '#shared/sync/entry.ts';
import { Verdict } from '#shared/sync/wire.ts';
import type { AttentionItem, CommandOutcome } from '../services.ts';
import { type JournalRow, LOST_INPUT } from '../store/journal.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import { syncError } from './errors.ts';

/** Shown at once; whoever has more than this must clear some first. */
const ITEMS_MAX = 200;
const VALUE_CHARACTERS_MAX = 2_000;
const REDACTED = '•••';

/** Commands the server refused and nobody has settled yet, oldest first. */
export function attentionItems(store: Store): AttentionItem[] {
  // The columns are those of a STRICT table.
  const rows = connectionOf(store.db)
    .statement(`SELECT * FROM journal WHERE state = 'rejected' ORDER BY seq LIMIT ${ITEMS_MAX}`)
    .all() as JournalRow[];
  return rows.map(itemOf);
}

export type Settling = {
  readonly store: Store;
  readonly nowMs: number;
  readonly actor: Actor;
  readonly seq: number;
};

/** Runs a refused command again on today's state; only when that succeeds it is settled, in the same transaction. */
export function retryRefused(
  settling: Settling,
  runCommand: (request: { name: string; input: Json; actor: Actor; also(): void }) => CommandOutcome<unknown>,
): CommandOutcome<unknown> {
  const row = mustBeRefused(settling);
  if (row.input === LOST_INPUT) throw syncError('refused-input-lost');
  return runCommand({
    name: entryOf(row).command,
    // The journal keeps inputs as the JSON text it made of them.
    input: JSON.parse(row.input) as Json,
    actor: settling.actor,
    also: () => settle(settling, row, 'retried'),
  });
}

/** Puts a refused command away. What it was, why it was refused and who put it away stay in the journal. */
export function discardRefused(settling: Settling): void {
  settling.store.bookkeeping(() => settle(settling, mustBeRefused(settling), 'discarded'));
}

function mustBeRefused({ store, seq }: Settling): JournalRow {
  const row = store.journal.row(seq);
  if (row?.state === 'rejected') return row;
  throw syncError('refusal-settled');
}

function settle({ store, nowMs, actor }: Settling, row: JournalRow, as: 'retried' | 'discarded'): void {
  const settledBy = { type: actor.type, id: actor.id, name: actor.type === 'person' ? actor.name : '' };
  const verdict = { ...JSON.parse(row.verdict ?? '{}'), settledBy, settledAt: isoOf(nowMs) };
  connectionOf(store.db)
    .statement(`UPDATE journal SET state = ?, verdict = ? WHERE seq = ? AND state = 'rejected'`)
    .run(as, JSON.stringify(verdict), row.seq);
}

function entryOf(row: JournalRow): Entry {
  // The journal writes this column, and its hash chain guards it.
  return JSON.parse(row.entry) as Entry;
}

function itemOf(row: JournalRow): AttentionItem {
  const entry = entryOf(row);
  const verdict = Verdict.parse(JSON.parse(row.verdict ?? 'null'));
  if (verdict.status !== 'rejected') throw new Error(`Entry ${row.seq} is rejected without such a verdict`);
  const { key, params } = entry.label;
  return {
    seq: row.seq,
    at: isoOf(wallMsOf(entry.hlc)),
    actorName: entry.actor.name,
    command: entry.command,
    label: params === undefined ? { key } : { key, params },
    code: verdict.code,
    message: verdict.message,
    field: verdict.field ?? null,
    canRetry: row.input !== LOST_INPUT,
    values: entry.changes.flatMap(valuesOf),
  };
}

function valuesOf(change: Change): AttentionItem['values'] {
  const sensitive = entityOf(change.kind)?.sensitive ?? [];
  return Object.entries(change.fields).map(([field, value]) => ({
    kind: change.kind,
    field,
    value: sensitive.includes(field) ? REDACTED : textOf(value),
  }));
}

function textOf(value: Json): string {
  const text = typeof value === 'string' ? value : canonicalJson(value);
  return text.length > VALUE_CHARACTERS_MAX ? `${text.slice(0, VALUE_CHARACTERS_MAX)}…` : text;
}
