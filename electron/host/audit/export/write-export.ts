import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { CSV_COLUMNS, type ExportHeader, firstSeal, nextSeal } from '#shared/audit/export-format.ts';
import { must } from '#shared/kernel/assert.ts';
import { hexOfBytes } from '#shared/sync/hex.ts';
import type { SqliteConnection } from '../../store/connection.ts';
import { BYTE_ORDER_MARK } from '#shared/reports/csv-line.ts';
import { ConsoleState } from '../../store/console-state.ts';
import { Journal, sha256 } from '../../store/journal.ts';
import type { Steps } from '../../workers/job.ts';
import { csvText, exportedEntry, jsonLine } from './export-line.ts';

export type ExportInput = {
  readonly file: string;
  /** Everything but what is found while it is written. */
  readonly header: Omit<ExportHeader, 'firstBadSeq'>;
  /** Ascending. */
  readonly seqs: readonly number[];
};
export type ExportWritten = {
  /** What ends the file, with a place for the signature. */
  readonly end: string;
  readonly lastSeal: string;
  readonly firstBadSeq: number | null;
};

/** Where the signature goes in what ends the file. */
export const SIGNATURE_PLACE = '{signature}';

const ENTRIES_A_STEP = 200;

/**
 * Checks the chains and writes the entries, all of one moment. What ends the file is returned: it is signed by the
 * host, which keeps the key.
 */
export function writeExport(db: SqliteConnection, input: ExportInput, { step }: Steps): ExportWritten {
  const { file, seqs } = input;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const out = openSync(file, 'w', 0o600);
  const total = seqs.length * 2;
  db.exec('BEGIN');
  try {
    const { deviceId = '' } = new ConsoleState(db);
    const journal = new Journal(db, { deviceId, now: () => 0 });
    const head = journal.head().seq;
    const verdict = journal.verify((seq) => {
      if (seq % ENTRIES_A_STEP === 0) step({ done: Math.floor((seq / head) * seqs.length), total });
    });
    const firstBadSeq = verdict.sound ? null : verdict.badSeq;
    const header = JSON.stringify({ ...input.header, firstBadSeq });
    const { begin, line, end } = WRITERS[input.header.kind];
    writeSync(out, begin(header));
    let seal = firstSeal(sha256, header);
    let done = 0;
    for (const seq of seqs) {
      const row = must(journal.row(seq), `entry ${seq}`);
      const text = line.of(exportedEntry(row, journal.linksBefore(seq)));
      seal = nextSeal(sha256, seal, text);
      writeSync(out, line.sealed(text, hexOfBytes(seal), done === 0));
      done += 1;
      if (done % ENTRIES_A_STEP === 0) step({ done: seqs.length + done, total });
    }
    return { end: end(header), lastSeal: hexOfBytes(seal), firstBadSeq };
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    db.exec('ROLLBACK');
    closeSync(out);
  }
}

const WRITERS = {
  json: {
    begin: (header: string) => `{"header":${header},\n"entries":[`,
    line: {
      of: jsonLine,
      sealed: (text: string, seal: string, isFirst: boolean) =>
        `${isFirst ? '' : ','}\n{"seal":"${seal}","of":${text}}`,
    },
    end: (_header: string) => `\n],"signature":"${SIGNATURE_PLACE}"}\n`,
  },
  csv: {
    begin: () => `${BYTE_ORDER_MARK}${CSV_COLUMNS.join(',')}\r\n`,
    line: {
      of: csvText,
      sealed: (text: string, seal: string) => `${text},${seal}\r\n`,
    },
    end: (header: string) => `signature,"${header.replaceAll('"', '""')}",${SIGNATURE_PLACE}\r\n`,
  },
};
