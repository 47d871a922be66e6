import { ConsoleState } from '../console-state.ts';
import { Journal } from '../journal.ts';
import { openReader, type ReaderOptions } from '../open-reader.ts';

export type ChainVerdict =
  | { readonly sound: true; readonly entries: number }
  /** The first entry whose hash is not what its text and the entry before it make. */
  | { readonly sound: false; readonly badSeq: number };

/** Computes every hash of the journal anew, on a connection of its own. */
export function verifyChain(file: string, options: ReaderOptions): ChainVerdict {
  const db = openReader(file, options);
  try {
    const { deviceId = '' } = new ConsoleState(db);
    return new Journal(db, { deviceId, now: () => 0 }).verify();
  } finally {
    db.close();
  }
}
