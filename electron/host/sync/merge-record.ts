import type { Json } from '#shared/kernel/canonical-json.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import type { Change } from '#shared/sync/entry.ts';
import type { RecordDelta } from '#shared/sync/wire.ts';

/**
 * The merge on the device, for one record, without a store. Everything follows from one rule: what stands
 * here is what the server has with the unanswered changes replayed on top.
 */
export type ServerState = StoredRecord | 'absent';

/** A record's own changes, in order, on top of a state. A patch of what is absent leaves it absent. */
export function replay(server: ServerState, changes: readonly Change[]): ServerState {
  return changes.reduce(afterChange, server);
}

function afterChange(state: ServerState, change: Change): ServerState {
  switch (change.op) {
    case 'insert': {
      const { id, kind, siteId } = change;
      return asRecord({ ...(state === 'absent' ? {} : state), id, kind, siteId, ...change.fields });
    }
    case 'patch':
      return state === 'absent' ? 'absent' : asRecord({ ...state, ...change.fields });
    case 'delete':
      return 'absent';
  }
}

/**
 * The server's state once it has applied a change of ours: the change, with the server's values where
 * another's won or both were combined.
 */
export function afterApplied(
  server: ServerState,
  change: Change,
  overridden: { readonly [field: string]: Json },
): ServerState {
  const state = afterChange(server, change);
  return state === 'absent' ? 'absent' : asRecord({ ...state, ...overridden });
}

/** The server's state after what it sent. Fields that this program does not know yet stay as they came. */
export function afterDelta(server: ServerState, delta: RecordDelta): ServerState {
  switch (delta.op) {
    case 'delete':
    case 'evict':
      return 'absent';
    case 'upsert': {
      const { id, kind, siteId } = delta;
      return asRecord({ ...(server === 'absent' ? {} : server), id, kind, siteId, ...delta.fields });
    }
  }
}

/** Built from JSON values, with `id`, `kind` and `siteId` among them, in each place that calls this. */
function asRecord(fields: { readonly [field: string]: unknown }): StoredRecord {
  return fields as StoredRecord;
}
