import { closeSync, fsyncSync, openSync } from 'node:fs';
import path from 'node:path';

/** The bytes of a file are on the disk when this returns. */
export function syncFile(file: string): void {
  syncPath(file, 'r+');
}

/** What was renamed or created in a file's folder is on the disk when this returns. */
export function syncFolderOf(file: string): void {
  // Windows has no such call for folders; NTFS journals its names.
  if (process.platform !== 'win32') syncPath(path.dirname(file), 'r');
}

function syncPath(name: string, flags: 'r' | 'r+'): void {
  const descriptor = openSync(name, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
