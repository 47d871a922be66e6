import path from 'node:path';
import { rewritableIn } from './rewrite-store.ts';

/** Folders of the data folder in which whole SQLite files lie under the store's key. */
const FOLDERS = ['backups', 'archive', path.join('backups', 'archive')];

/**
 * Every file that has the store's key besides the store itself: backups, monthly files, what was kept before an
 * upgrade or a restore. What encrypts the store, or changes its key, does the same to these. Exports are not
 * among them: they are made to be read by others. A file that is to be encrypted from now on is added here.
 */
export function encryptedCopiesOf(storeFile: string): string[] {
  const folder = path.dirname(storeFile);
  const beside = rewritableIn(folder).filter(
    (copy) => copy.startsWith(`${storeFile}.`) && !/-(wal|shm|journal)$/.test(copy),
  );
  const inFolders = FOLDERS.flatMap((name) => rewritableIn(path.join(folder, name))).filter((copy) =>
    copy.endsWith('.sqlite'),
  );
  return [...beside, ...inFolders];
}
