import { existsSync, statSync } from 'node:fs';

/** What the file of a store takes up, with what is not checkpointed yet. A store in memory has no file. */
export function storeFileBytes(file: string): number {
  return sizeOf(file) + sizeOf(`${file}-wal`);
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}
