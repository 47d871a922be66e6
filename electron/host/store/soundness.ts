import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { SqliteConnection } from './connection.ts';
import { storeError } from './errors.ts';

/** About a third of a second; a store of a million records would take half a minute. */
const CHECKED_AT_ONCE_BYTES = 32 * 1024 * 1024;

/**
 * Kept in a file beside the store, which could not be trusted with it: it was not closed, or was found damaged.
 * Stays until the store was read through and found whole.
 */
type Doubt = 'not-closed' | 'damaged';

/**
 * Before a store is opened for the first time after a start. SQLite takes the log away when it closes a file, so
 * one that is there still says that nobody closed this.
 */
export function noteHowItEnded(file: string): void {
  if (doubtAbout(file) === undefined && existsSync(`${file}-wal`)) noteDoubt(file, 'not-closed');
}

/** Whether a store is to be read through beside the work. */
export function isInDoubt(file: string): boolean {
  return doubtAbout(file) !== undefined;
}

/** Another file was put in its place. */
export function forgetDoubt(file: string): void {
  rmSync(doubtFile(file), { force: true });
}

/**
 * Throws `store-corrupt` for a file that must not be worked with. A large one is only looked at: the first page of
 * every table. It is read through when it was found damaged, and otherwise beside the work
 * (`readThrough`).
 */
export function assertSound(db: SqliteConnection, checkedAtOnceBytes = CHECKED_AT_ONCE_BYTES): void {
  const file = db.name;
  const isKnownDamaged = doubtAbout(file) === 'damaged';
  if (!isKnownDamaged && statSync(file).size > checkedAtOnceBytes) return lookAtRoots(db);
  const answer: unknown = db.pragma('quick_check(1)', { simple: true });
  if (answer !== 'ok') throw storeError('damaged', { detail: String(answer) });
  forgetDoubt(file);
}

function lookAtRoots(db: SqliteConnection): void {
  const tables = db
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite_stat%'`,
    )
    .pluck()
    .all();
  for (const table of tables) {
    const name = String(table).replaceAll('"', '""');
    db.prepare(`SELECT 1 FROM "${name}" NOT INDEXED LIMIT 1`).get();
  }
}

function doubtAbout(file: string): Doubt | undefined {
  if (!existsSync(doubtFile(file))) return undefined;
  return readFileSync(doubtFile(file), 'utf8') === 'damaged' ? 'damaged' : 'not-closed';
}

export function noteDoubt(file: string, doubt: Doubt): void {
  writeFileSync(doubtFile(file), doubt);
}

function doubtFile(file: string): string {
  return `${file}-in-doubt`;
}
