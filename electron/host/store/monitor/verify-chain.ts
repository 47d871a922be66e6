import { ConsoleState } from '../console-state.ts';
import { Journal } from '../journal.ts';
import type { Steps } from '../../workers/job.ts';
import { openReader, type ReaderOptions } from '../open-reader.ts';

export type ChainVerdict =
  | { readonly sound: true; readonly entries: number }
  /** The first entry whose hash is not what its text and the entry before it make. */
  | { readonly sound: false; readonly badSeq: number };

const ENTRIES_A_STEP = 500;

/** Computes every hash of the journal anew, on a connection of its own. */
export function verifyChain(file: string, options: ReaderOptions, steps?: Steps): ChainVerdict {
  const db = openReader(file, options);
  try {
    const { deviceId = '' } = new ConsoleState(db);
    const journal = new Journal(db, { deviceId, now: () => 0 });
    const total = journal.head().seq;
    return journal.verify((seq) => {
      if (seq % ENTRIES_A_STEP === 0) steps?.step({ done: seq, total });
    });
  } finally {
    db.close();
  }
}
