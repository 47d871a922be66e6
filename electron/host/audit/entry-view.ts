import { z } from 'zod';
import { isFieldHidden } from '#shared/audit/hidden-fields.ts';
import type { JournalDetail, JournalItem, RecordChanges, TouchedRecord } from '#shared/audit/journal-view.ts';
import { entityOf } from '#shared/domains/registry.ts';
import { isoOf, wallMsOf } from '#shared/kernel/clock.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Change } from '#shared/sync/entry.ts';
import { hexOfBytes } from '#shared/sync/hex.ts';
import type { Before, JournalRow } from '../store/journal.ts';
import type { Store } from '../store/store.ts';
import { parseEntry } from '../sync/outbox.ts';
import { beforeIn, fieldChanges } from './field-changes.ts';
import { eventOf } from './journal-index.ts';

const RECORDS_SHOWN = 3;
const TITLE_CHARACTERS_MAX = 120;

const Said = z.object({
  status: z.string(),
  code: z.string().optional(),
  message: z.string().optional(),
  version: z.number().optional(),
  settledBy: z.object({ name: z.string() }).optional(),
});

export function itemOf(store: Store, row: Pick<JournalRow, 'entry' | 'state'>): JournalItem {
  const entry = parseEntry(row.entry);
  const { seq, hlc, actor, command, label, changes } = entry;
  return {
    seq,
    at: isoOf(wallMsOf(hlc)),
    actor,
    command,
    label: label.params === undefined ? { key: label.key } : { key: label.key, params: label.params },
    event: eventOf(entry),
    state: row.state,
    records: changes.slice(0, RECORDS_SHOWN).map((change) => touched(store, change)),
    recordCount: changes.length,
  };
}

export function detailOf(store: Store, row: JournalRow): JournalDetail {
  const { lane, hlc, changes } = parseEntry(row.entry);
  const before = beforeIn(row);
  return {
    ...itemOf(store, row),
    lane,
    deviceId: must(store.state.deviceId, 'a store has a device id'),
    hlc,
    hash: hexOfBytes(row.hash),
    previousHash: hexOfBytes(store.journal.hashAt(row.seq - 1)),
    verdict: verdictOf(row.verdict),
    answeredAt: row.answeredAt,
    changes: changes.map((change) => changesOf(store, change, before)),
  };
}

/** What one entry did to one record. */
export function changesOf(store: Store, change: Change, before: readonly Before[]): RecordChanges {
  const { op, siteId } = change;
  return { ...touched(store, change), op, siteId, fields: fieldChanges(change, before) };
}

function touched(store: Store, { collection, kind, id }: Change): TouchedRecord {
  return { collection, kind, id, title: titleOf(store, { collection, kind, id }) };
}

/** What people know a record by: the first of the texts it is searched by. */
function titleOf(
  store: Store,
  { kind, id }: { collection: CollectionName; kind: string; id: string },
): string | null {
  const entity = entityOf(kind);
  const field = entity?.searchable[0];
  if (entity === undefined || field === undefined || isFieldHidden(kind, field)) return null;
  const record: { readonly [field: string]: unknown } | undefined = store.record(entity, id);
  const title = record?.[field];
  return typeof title === 'string' ? title.slice(0, TITLE_CHARACTERS_MAX) : null;
}

export function verdictOf(verdict: string | null): JournalDetail['verdict'] {
  if (verdict === null) return null;
  const { status, code, message, version, settledBy } = Said.parse(JSON.parse(verdict));
  return {
    status,
    code: code ?? null,
    message: message ?? null,
    version: version ?? null,
    settledBy: settledBy?.name ?? null,
  };
}
