import type { DomainError } from '#shared/kernel/errors.ts';
import type { Steps } from '../workers/job.ts';
import { asStoreError, damageIn, type SqliteConnection } from './connection.ts';
import { storeError } from './errors.ts';
import { forgetDoubt, noteDoubt } from './soundness.ts';

/**
 * Reads a store through while it is in use, table by table, so that no long read holds up its log. Throws
 * `store-corrupt`, and then the next start reads it through before anything else.
 */
export function readThrough(db: SqliteConnection, { step }: Steps): void {
  try {
    const tables = ['sqlite_schema', ...namesOfTables(db)];
    for (const [done, table] of tables.entries()) {
      step({ done, total: tables.length });
      const answer: unknown = db.pragma(`quick_check('${table.replaceAll("'", "''")}')`, { simple: true });
      if (answer !== 'ok') throw damagedInUse(db, String(answer));
    }
    forgetDoubt(db.name);
  } catch (error) {
    const detail = damageIn(error);
    throw detail === undefined ? asStoreError(error) : damagedInUse(db, detail, error);
  }
}

function damagedInUse(db: SqliteConnection, detail: string, cause?: unknown): DomainError {
  noteDoubt(db.name, 'damaged');
  return storeError('damaged-in-use', { detail }, { cause });
}

function namesOfTables(db: SqliteConnection): string[] {
  return db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
    .pluck()
    .all()
    .map(String);
}
