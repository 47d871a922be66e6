import { DomainError } from '#shared/kernel/errors.ts';
import type { Steps } from '../workers/job.ts';
import { asStoreError, type SqliteConnection } from './connection.ts';
import { damaged } from './damaged.ts';
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
      if (answer !== 'ok') throw damaged(String(answer));
    }
    forgetDoubt(db.name);
  } catch (error) {
    const known = asStoreError(error);
    if (!(known instanceof DomainError) || known.details.code !== 'store-corrupt') throw known;
    noteDoubt(db.name, 'damaged');
    throw new DomainError({ ...known.details, remedy: START_AGAIN }, { cause: known });
  }
}

const START_AGAIN =
  'Close Fairlead and start it again: it then offers the backups of this console. What is done here until then may be lost.';

function namesOfTables(db: SqliteConnection): string[] {
  return db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
    .pluck()
    .all()
    .map(String);
}
