import { z } from 'zod';
import { type Actor, visibleSites } from '#shared/access/can.ts';
import type { RecordHistory, RecordKey } from '#shared/audit/journal-view.ts';
import { entitiesIn } from '#shared/domains/registry.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Entity } from '#shared/kernel/define-entity.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import { parseEntry } from '../sync/outbox.ts';
import { changesOf, itemOf } from './entry-view.ts';
import { beforeIn } from './field-changes.ts';

const Elsewhere = z.object({ receivedAt: z.string().nullable() });

/** Every change that this console made to a record, newest first. */
export function historyOf(
  store: Store,
  actor: Actor,
  { key, before, limit }: { key: RecordKey; before: number | null; limit: number },
): { readonly entity: Entity; readonly history: RecordHistory } {
  const entity = mustSee(store, actor, key);
  const seqs = connectionOf(store.db)
    .statement(
      `SELECT seq FROM journal_change WHERE collection = ? AND id = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
    )
    .pluck()
    .all(key.collection, key.id, before ?? Number.MAX_SAFE_INTEGER, limit + 1)
    .map(Number);
  const history: RecordHistory = {
    items: seqs.slice(0, limit).flatMap((seq) => {
      const row = must(store.journal.row(seq), `entry ${seq}`);
      const change = parseEntry(row.entry).changes.find(
        (one) => one.collection === key.collection && one.id === key.id,
      );
      if (change === undefined) return [];
      const { at, actor: who, command, label, state } = itemOf(store, row);
      const { op, fields } = changesOf(store, change, beforeIn(row));
      return [{ seq, at, actorName: who.name, command, label, state, op, fields }];
    }),
    more: seqs.length > limit,
    cameFromElsewhereAt: receivedAt(store, key),
  };
  return { entity, history };
}

/** The record as a person with this reach would find it; of another site's there is none. */
function mustSee(store: Store, actor: Actor, { collection, id }: RecordKey): Entity {
  const sites = visibleSites(actor);
  for (const entity of entitiesIn(collection)) {
    const record: { readonly siteId?: unknown } | undefined = store.record(entity, id);
    if (record === undefined) continue;
    if (sites === 'all' || sites.includes(String(record.siteId))) return entity;
  }
  throw new DomainError({
    code: 'not-found',
    message: 'There is no such record on this console.',
    remedy: 'It may have been removed, or has not arrived yet.',
    field: 'id',
  });
}

/** When a change of it first came from another console. */
function receivedAt(store: Store, { collection, id }: RecordKey): string | null {
  const found = store.get(
    Elsewhere,
    'SELECT receivedAt FROM record_sync WHERE collection = :collection AND id = :id',
    { collection, id },
  );
  return found?.receivedAt ?? null;
}
