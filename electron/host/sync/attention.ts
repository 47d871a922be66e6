import { entityOf } from '#shared/domains/registry.ts';
import { canonicalJson, type Json } from '#shared/kernel/canonical-json.ts';
import { isoOf, wallMsOf } from '#shared/kernel/clock.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import type { Change, Entry } from '#shared/sync/entry.ts';
import { Verdict } from '#shared/sync/wire.ts';
import type { ActorStamp } from '#shared/sync/entry.ts';
import type { AttentionItem } from '../services.ts';
import type { JournalRow } from '../store/journal.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';

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

/** The row of a refused command that is still unsettled. Throws `not-found`. */
export function mustBeRefused(store: Store, seq: number): JournalRow {
  const row = store.journal.row(seq);
  if (row?.state === 'rejected') return row;
  throw new DomainError({
    code: 'not-found',
    message: 'This command needs no attention any more.',
    remedy: 'Somebody has tried it again or discarded it already.',
    field: 'seq',
  });
}

/** What a person decided about a refused command, kept beside the server's verdict. */
export function settle(
  store: Store,
  row: JournalRow,
  settled: { readonly as: 'retried' | 'discarded'; readonly by: ActorStamp; readonly atMs: number },
): void {
  const { as, by, atMs } = settled;
  const verdict = { ...JSON.parse(row.verdict ?? '{}'), settledBy: by, settledAt: isoOf(atMs) };
  connectionOf(store.db)
    .statement(`UPDATE journal SET state = ?, verdict = ? WHERE seq = ? AND state = 'rejected'`)
    .run(as, JSON.stringify(verdict), row.seq);
}

export function entryOf(row: JournalRow): Entry {
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
