import path from 'node:path';
import { openSqliteStorage } from '../storage/sqlite/sqlite-storage.ts';
import type { Storage } from '../storage/storage.ts';

type Open = (folder: string) => Promise<Storage>;

let open: Open = async (folder) => openSqliteStorage(path.join(folder, 'server.sqlite'));

/** An empty, migrated database: a file in `folder`, unless the test run was set up for another kind. */
export function openTestStorage(folder: string): Promise<Storage> {
  return open(folder);
}

/** For set-up files: the same tests on another kind of storage. */
export function useTestStorage(instead: Open): void {
  open = instead;
}
