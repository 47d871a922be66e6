import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { asStoreError, openFile, type SqliteConnection } from '../connection.ts';
import { syncFile, syncFolderOf } from '../durable.ts';
import { chooseCipher, applyKey, cipherKey, type StoreKey } from './store-key.ts';
import { storeFileKind } from './store-file-kind.ts';
import { wipeFile } from './wipe-file.ts';

export type KeyChange = {
  /** Absent: the store is not encrypted now. */
  readonly from?: StoreKey | undefined;
  /** Absent: it is not to be encrypted. */
  readonly to?: StoreKey | undefined;
};

type Native = { readonly nativeBinding?: string };

/** The copy under another key, while it is written and checked. */
export const draftOf = (file: string) => `${file}.rewriting`;
/** The store under its former key, from the moment the copy takes its place until it is wiped. */
export const formerOf = (file: string) => `${file}.former`;
const keyHolderOf = (file: string) => `${file}.rewriting-key`;
const LEFT_BEHIND = /\.(rewriting|former|rewriting-key)$/;

/** The files of a folder, under the names they have while no rewrite of them is cut off. */
export function rewritableIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return [...new Set(readdirSync(folder).map((name) => path.join(folder, name.replace(LEFT_BEHIND, ''))))];
}

/**
 * Writes a store again under another key, or from or to none. A copy is made, read back and put in the place
 * of the store; at every moment one complete file is there, and `finishRewrite` clears up after a crash. Only
 * for a file that nothing has open: the caller holds its folder.
 */
export function rewriteStore(file: string, { from, to }: KeyChange, options: Native): void {
  const draft = draftOf(file);
  const former = formerOf(file);
  openFile(file, withKey(from, options)).close();
  const change = { to, from: storeFileKind(file) === 'plain' ? undefined : from };
  try {
    copyUnderKey(file, draft, change, options);
    assertSameContent(file, draft, change, options);
    // A copy made before an upgrade is told from others by its time.
    const { atime, mtime } = statSync(file);
    utimesSync(draft, atime, mtime);
    syncFile(draft);
  } catch (error) {
    removeDraft(file);
    throw asStoreError(error);
  }
  renameSync(file, former);
  syncFolderOf(file);
  renameSync(draft, file);
  syncFolderOf(file);
  wipeFile(former);
}

/** Brings what a crash left behind to one of its two ends. `storeKey` is what the store is to open with now. */
export function finishRewrite(file: string, options: Native & { readonly storeKey?: StoreKey }): void {
  const former = formerOf(file);
  if (existsSync(former)) {
    if (existsSync(file)) {
      // Wiped only after the new file has been opened: with a key that doesn't fit, both stay.
      openFile(file, options).close();
      wipeFile(former);
    } else {
      renameSync(former, file);
      syncFolderOf(file);
    }
  }
  removeDraft(file);
}

/**
 * `VACUUM INTO` makes a file under the key of the connection's main database, from an attached one under its
 * own. No page of the copy is ever written in the clear, and row ids stay what they are.
 */
function copyUnderKey(file: string, draft: string, { from, to }: KeyChange, options: Native): void {
  removeDraft(file);
  // Only a file can have a key; nothing is ever written to this one.
  const holder = openFile(keyHolderOf(file), options);
  try {
    holder.pragma('temp_store = MEMORY');
    if (to === undefined) chooseCipher(holder);
    else applyKey(holder, to);
    holder.prepare('ATTACH ? AS source KEY ?').run(file, from === undefined ? '' : cipherKey(from));
    holder.pragma('source.wal_checkpoint(TRUNCATE)');
    holder.prepare('VACUUM source INTO ?').run(draft);
  } finally {
    holder.close();
    rmSync(keyHolderOf(file), { force: true });
  }
  // SQLite would replay it into the copy once that has taken its name.
  if (existsSync(`${file}-wal`)) throw new Error('the store is still in use: its WAL did not go');
}

function assertSameContent(file: string, draft: string, { from, to }: KeyChange, options: Native): void {
  const source = openFile(file, withKey(from, options));
  const copy = openFile(draft, withKey(to, options));
  try {
    const answer: unknown = copy.pragma('quick_check(1)', { simple: true });
    if (answer !== 'ok') throw new Error(`the copy under the new key is damaged: ${String(answer)}`);
    if (JSON.stringify(contentOf(copy)) !== JSON.stringify(contentOf(source)))
      throw new Error('the copy under the new key is not what the store was');
  } finally {
    copy.close();
    source.close();
  }
}

function withKey(storeKey: StoreKey | undefined, options: Native) {
  return storeKey === undefined ? options : { ...options, storeKey };
}

function contentOf(db: SqliteConnection) {
  const schema = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all();
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name")
    .pluck()
    .all();
  return {
    version: db.pragma('user_version', { simple: true }),
    schema,
    rows: tables.map((name) => db.prepare(`SELECT count(*) FROM "${name.replaceAll('"', '""')}"`).get()),
  };
}

/** It may hold the records in the clear, when encryption was being taken away. */
function removeDraft(file: string): void {
  wipeFile(draftOf(file));
  rmSync(`${draftOf(file)}-journal`, { force: true });
  rmSync(keyHolderOf(file), { force: true });
}
