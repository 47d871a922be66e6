/**
 * Committed commands a second on a file with synchronous=FULL, next to raw one-row durable inserts into the
 * same file system: `npm run bench:commands`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { testConsole } from '#tests/support/test-console.ts';
import { percentile, runsPerSecond } from './measure.ts';

const COMMANDS = 1_500;

export type CommandFigures = {
  readonly rawInsertsPerSecond: number;
  readonly reportsPerSecond: number;
  readonly reportP50Ms: number;
  readonly reportP95Ms: number;
  readonly acknowledgementsPerSecond: number;
  readonly verifyEntriesPerSecond: number;
};

if (import.meta.main) console.log(JSON.stringify(measureCommands()));

export function measureCommands(): CommandFigures {
  const folder = mkdtempSync(path.join(tmpdir(), 'fairlead-bench-'));
  try {
    const raw = rawInserts(folder);
    const board = testConsole({ file: path.join(folder, 'console.sqlite') });
    const ids: string[] = [];
    const reportMs = Array.from({ length: COMMANDS }, (_, index) =>
      timed(() =>
        ids.push(
          board.run<{ id: string }>(incidentCommands.report, { title: `Report ${index}`, severity: 'high' })
            .id,
        ),
      ),
    );
    const acknowledgeMs = ids.map((id) => timed(() => board.run(incidentCommands.acknowledge, { id })));
    const verifyMs = timed(() => board.store.journal.verify());
    board.close();
    return {
      rawInsertsPerSecond: runsPerSecond(raw),
      reportsPerSecond: runsPerSecond(reportMs),
      reportP50Ms: percentile(reportMs, 0.5),
      reportP95Ms: percentile(reportMs, 0.95),
      acknowledgementsPerSecond: runsPerSecond(acknowledgeMs),
      verifyEntriesPerSecond: Math.round((2 * COMMANDS) / (verifyMs / 1000)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The limit: one row of the same size, one commit each, same pragmas. */
function rawInserts(folder: string): number[] {
  const db = new Database(path.join(folder, 'raw.sqlite'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE t (id TEXT PRIMARY KEY NOT NULL, data TEXT NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO t VALUES (?, ?)');
  const data = JSON.stringify({ text: 'x'.repeat(1_200) });
  const times = Array.from({ length: COMMANDS }, (_, index) => timed(() => insert.run(`row-${index}`, data)));
  db.close();
  return times;
}

function timed(act: () => unknown): number {
  const start = performance.now();
  act();
  return performance.now() - start;
}
