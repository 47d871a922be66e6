import { RollUps } from '#host/store/roll-ups/roll-ups.ts';
import { openStore } from '#host/store/store.ts';
import { OFFICE, testConsole } from '#tests/support/test-console.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { NOW, recordAt, siteRecords } from './incidents.ts';

const BATCH_ROWS = 10_000;
const FILL_CACHE_KIB = 1_048_576;

/**
 * Fills a console of the office with the history of its fleet, by the way on which records come from the
 * server: the store's own writer, every column and index, ten thousand records a commit. Search, and statistics
 * unless asked for, are left out: the program builds them afterwards as it does after an upgrade.
 */
export function fillStore(file: string, rows: number, options: { withStatistics: boolean }): number {
  const startedAtMs = performance.now();
  const board = testConsole({ file, site: OFFICE, clock: new VirtualClock(NOW) });
  if (options.withStatistics) {
    const rollUps = new RollUps(board.store);
    rollUps.rebuildIfNeeded();
    board.store.follow((records) => rollUps.follow(records));
  }
  // What a fill loses when the power fails is a fill.
  board.store.db.pragma('synchronous = OFF');
  board.store.db.pragma(`cache_size = -${FILL_CACHE_KIB}`);
  board.store.receive((writer, changed) => {
    for (const record of siteRecords()) changed(writer.write('settings', record, false));
  });
  for (let from = 0; from < rows; from += BATCH_ROWS) {
    board.store.receive((writer, changed) => {
      for (let index = from; index < Math.min(rows, from + BATCH_ROWS); index += 1) {
        changed(writer.write('incidents', recordAt(index, rows), false));
      }
    });
    if (from % 500_000 === 0 && from > 0) console.error(`filled ${from} of ${rows}`);
  }
  board.close();
  return performance.now() - startedAtMs;
}

/** The filled store as the program opens it. */
export function openFilled(file: string) {
  return openStore({ file }, new VirtualClock(NOW));
}
