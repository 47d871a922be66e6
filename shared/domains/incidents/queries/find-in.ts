import { z } from 'zod';
import type { Entity } from '../../../kernel/define-entity.ts';
import { FIND_ROWS_MAX, type ReadDatabase, type ReadTx, type SqlValue } from '../../../kernel/transaction.ts';

/** What rules ask of the store, answered in a query. */
export function findIn(db: ReadDatabase): Pick<ReadTx, 'find' | 'get'> {
  return {
    get: (entity, id) => db.record(entity, id),
    find(entity, where) {
      const asked = Object.entries(where).filter(([, value]) => value !== undefined);
      const conditions = asked.map(([field]) => `${field} IS :${field}`);
      const rows = db.all(
        z.object({ id: z.string() }),
        `SELECT id FROM ${viewOf(entity)} WHERE ${['1', ...conditions].join(' AND ')} ORDER BY id LIMIT ${FIND_ROWS_MAX}`,
        Object.fromEntries(asked.map(([field, value]) => [field, sqlOf(value)])),
      );
      return rows.flatMap(({ id }) => {
        const found = db.record(entity, id);
        return found === undefined ? [] : [found];
      });
    },
  };
}

function viewOf({ kind }: Entity): string {
  return kind.replaceAll('-', '_');
}

function sqlOf(value: unknown): SqlValue {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  throw new Error(`no column holds ${typeof value}`);
}
