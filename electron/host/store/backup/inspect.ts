import { z } from 'zod';
import { localMigrations } from '#migrations/local/index.ts';
import { asStoreError, type SqliteConnection } from '../connection.ts';
import { openReader, type ReaderOptions } from '../open-reader.ts';
import { backupError } from './errors.ts';

export type StoreFacts = {
  readonly deviceId: string | null;
  readonly journalSeq: number;
  /** Hex; null for a journal that has no entry. */
  readonly journalHash: string | null;
};

const Head = z.object({ seq: z.int(), hash: z.string() });

/**
 * Reads a file as a store from its first page to its last. Throws `store-corrupt` for a damaged one or one
 * that is no console's, `store-newer` for one that this program doesn't understand.
 */
export function inspectStore(file: string, options: ReaderOptions): StoreFacts {
  const db = openReader(file, options);
  try {
    const problems = integrityProblems(db, 'quick');
    if (problems[0] !== undefined) throw backupError('damaged', { detail: problems[0] });
    const version = Number(db.pragma('user_version', { simple: true }));
    if (version === 0) throw backupError('no-console');
    if (version > localMigrations.length) {
      throw backupError('newer', { version, known: localMigrations.length });
    }
    return factsOf(db);
  } catch (error) {
    throw asStoreError(error);
  } finally {
    db.close();
  }
}

export function factsOf(db: SqliteConnection): StoreFacts {
  const head = db.prepare('SELECT seq, hex(hash) AS hash FROM journal ORDER BY seq DESC LIMIT 1').get();
  const deviceId: unknown = db
    .prepare(`SELECT value FROM console_state WHERE key = 'deviceId'`)
    .pluck()
    .get();
  const parsed = head === undefined ? undefined : Head.parse(head);
  return {
    deviceId: typeof deviceId === 'string' ? deviceId : null,
    journalSeq: parsed?.seq ?? 0,
    journalHash: parsed?.hash ?? null,
  };
}

/** Problems that a person is shown; one bad page can bring thousands. */
export const PROBLEMS_SHOWN_MAX = 20;

/** What SQLite finds wrong. `full` also compares every index with its table, which takes several times as long. */
export function integrityProblems(db: SqliteConnection, depth: 'quick' | 'full'): string[] {
  const pragma = depth === 'quick' ? 'quick_check' : 'integrity_check';
  const rows = db.prepare(`PRAGMA ${pragma}(${PROBLEMS_SHOWN_MAX})`).pluck().all().map(String);
  return rows.length === 1 && rows[0] === 'ok' ? [] : rows;
}

/** Compares every index with its table, too, which takes several times as long as looking at the pages. */
export function integrityOf(file: string, options: ReaderOptions): { readonly problems: readonly string[] } {
  const db = openReader(file, options);
  try {
    return { problems: integrityProblems(db, 'full') };
  } finally {
    db.close();
  }
}
