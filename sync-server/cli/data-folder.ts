import fs from 'node:fs';
import path from 'node:path';
import { openSqliteStorage } from '../storage/sqlite/sqlite-storage.ts';
import type { Storage } from '../storage/storage.ts';

/** Everything an embedded server keeps lies in one folder, readable by its user alone. */
export function openDataFolder(folder: string): { storage: Storage; blobFolder: string } {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  return { storage: openSqliteStorage(databaseFileOf(folder)), blobFolder: blobFolderOf(folder) };
}

export function databaseFileOf(folder: string): string {
  return path.join(folder, 'server.sqlite');
}

export function blobFolderOf(folder: string): string {
  return path.join(folder, 'blobs');
}
