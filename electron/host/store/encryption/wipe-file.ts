import { closeSync, existsSync, fsyncSync, fstatSync, openSync, rmSync, writeSync } from 'node:fs';

const ZEROS = Buffer.alloc(1 << 20);

/**
 * Overwrites a file before it removes it. What the disk itself keeps (spare blocks of an SSD, snapshots, copies
 * made by others) is out of reach.
 */
export function wipeFile(file: string): void {
  if (!existsSync(file)) return;
  const descriptor = openSync(file, 'r+');
  try {
    const { size } = fstatSync(descriptor);
    for (let offset = 0; offset < size; offset += ZEROS.length)
      writeSync(descriptor, ZEROS, 0, Math.min(ZEROS.length, size - offset), offset);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  rmSync(file);
}
