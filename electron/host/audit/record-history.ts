import { z } from 'zod';
import type { Actor } from '#shared/access/can.ts';
import { isInReach } from '#shared/access/reach.ts';
import { targetOf } from '#shared/access/target.ts';
import type { RecordHistory, RecordKey } from '#shared/audit/journal-view.ts';
import { domains, entitiesIn } from '#shared/domains/registry.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Entity, StoredRecord } from '#shared/kernel/define-entity.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import { parseEntry } from '../sync/outbox.ts';
import { changesOf, itemOf } from './entry-view.ts';
import { journalError } from './errors.ts';
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

/** The record as a person with this reach would find it; of what is not within it there is none. */
function mustSee(store: Store, actor: Actor, { collection, id }: RecordKey): Entity {
  for (const entity of entitiesIn(collection)) {
    const record = recordOf(store, entity, id);
    if (record !== undefined && isTheirs(store, actor, { entity, record })) return entity;
  }
  throw journalError('no-record');
}

/** Whose a part is, its whole says. */
function isTheirs(
  store: Store,
  actor: Actor,
  { entity, record }: { readonly entity: Entity; readonly record: StoredRecord },
): boolean {
  const wholeId = entity.partOf === undefined ? undefined : record[entity.partOf];
  if (typeof wholeId !== 'string') return isInReach(actor, targetOf(entity, record));
  return WHOLES.some((one) => {
    const whole = recordOf(store, one, wholeId);
    return whole !== undefined && isInReach(actor, targetOf(one, whole));
  });
}

const WHOLES = domains.flatMap(({ entities }) => entities).filter(({ partOf }) => partOf === undefined);

function recordOf(store: Store, entity: Entity, id: string): StoredRecord | undefined {
  // Every record has its base fields and JSON values.
  return store.record(entity, id) as StoredRecord | undefined;
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
