import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { copyMonths } from '../archive/month-copies.ts';
import { archiveFolder } from '../archive/month-file.ts';
import { asStoreError, isDiskFull, type SqliteConnection } from '../connection.ts';
import { openReader, type ReaderOptions } from '../open-reader.ts';
import { backupFolder, backupName, isFolderProblem, partialOf } from './backup-files.ts';
import { syncFile, syncFolderOf } from '../durable.ts';
import { backupError } from './errors.ts';
import { factsOf, inspectStore } from './inspect.ts';

export type BackupMade = {
  readonly name: string;
  readonly file: string;
  readonly sizeBytes: number;
  readonly journalSeq: number;
};

/**
 * Copies a store that may be in use, reads the copy back and only then gives it its name. Takes as long as
 * reading the whole file, so the host runs it in a worker.
 *
 * `VACUUM INTO` on a connection of its own, not SQLite's backup interface: it copies one snapshot, so it
 * neither starts again when the writer commits nor takes the writer's time; it meets every page on its way,
 * so damage shows instead of being copied; it writes one file without a WAL; and it keeps a store's
 * encryption. Row ids stay what they are, which full-text search relies on.
 */
export function makeBackup(
  store: { readonly file: string; readonly dataFolder: string; readonly takenAtMs: number },
  options: ReaderOptions,
): BackupMade {
  const name = backupName(store.takenAtMs);
  const file = path.join(backupFolder(store.dataFolder), name);
  const partial = partialOf(file);
  const source = openReader(store.file, options);
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    rmSync(partial, { force: true });
    const { journalSeq: seqBefore } = factsOf(source);
    source.prepare('VACUUM INTO ?').run(partial);
    syncFile(partial);
    const facts = inspectStore(partial, options);
    if (facts.journalSeq < seqBefore || facts.journalHash !== hashAt(source, facts.journalSeq)) {
      throw backupError('ends-otherwise');
    }
    renameSync(partial, file);
    syncFolderOf(file);
    // Afterwards: what the copy names is in the monthly files, and stays there.
    copyMonths(archiveFolder(store.dataFolder), archiveFolder(path.dirname(file)), options);
    return { name, file, sizeBytes: statSync(file).size, journalSeq: facts.journalSeq };
  } catch (error) {
    removePartial(partial);
    throw asBackupError(error, path.dirname(file));
  } finally {
    source.close();
  }
}

/** The copied journal may be longer than the source's was at first, but an entry never changes. */
function hashAt(source: SqliteConnection, seq: number): string | null {
  const hash: unknown = source.prepare('SELECT hex(hash) FROM journal WHERE seq = ?').pluck().get(seq);
  return typeof hash === 'string' ? hash : null;
}

function removePartial(partial: string): void {
  try {
    rmSync(partial, { force: true });
    rmSync(`${partial}-journal`, { force: true });
  } catch (error) {
    // Then there is nothing of it either, and what stood in its way is what a person is to hear of.
    if (!isFolderProblem(error)) throw error;
  }
}

/** A full disk says more here than in a command: nothing of the person's work is at stake. */
function asBackupError(error: unknown, folder: string): unknown {
  if (isFolderProblem(error)) return backupError('folder-closed', { folder }, { cause: error });
  return isDiskFull(error) ? backupError('disk-full', {}, { cause: error }) : asStoreError(error);
}
