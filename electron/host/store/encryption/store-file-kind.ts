import { closeSync, existsSync, openSync, readSync } from 'node:fs';

export type StoreFileKind =
  /** Not there, or nothing was written to it. */
  | 'empty'
  | 'plain'
  | 'encrypted'
  /** No SQLite file: damaged, or something else. */
  | 'unknown';

const PLAIN_HEADER = 'SQLite format 3\0';
/** Offset 21 of every SQLite file. Encrypted files keep these bytes and the page size, and put salt before them. */
const FIXED_FRACTIONS = Buffer.from([64, 32, 32]);

export function storeFileKind(file: string): StoreFileKind {
  if (file === ':memory:' || !existsSync(file)) return 'empty';
  const header = Buffer.alloc(24);
  const descriptor = openSync(file, 'r');
  try {
    if (readSync(descriptor, header, 0, header.length, 0) === 0) return 'empty';
  } finally {
    closeSync(descriptor);
  }
  if (header.subarray(0, 16).toString('latin1') === PLAIN_HEADER) return 'plain';
  return header.subarray(21).equals(FIXED_FRACTIONS) ? 'encrypted' : 'unknown';
}
