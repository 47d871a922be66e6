import type { Store } from '#host/store/store.ts';
import { connectionOf } from '#host/store/rx-storage/connection.ts';
import type { KillPoint, Orders } from './protocol.ts';

/** Ends the process as a power cut would, the nth time it passes a point. */
export class KillSwitch {
  readonly #point: KillPoint | undefined;
  #left: number;

  constructor(kill: Orders['kill']) {
    this.#point = kill?.point;
    this.#left = kill?.after ?? 0;
  }

  pass(point: KillPoint): void {
    if (point !== this.#point) return;
    this.#left -= 1;
    if (this.#left <= 0) process.kill(process.pid, 'SIGKILL');
  }

  /**
   * Puts the switch behind every row that is written to the store's file. The triggers are temporary: they
   * belong to this connection and never reach the file.
   */
  watchRows(store: Store): void {
    if (this.#point !== 'row') return;
    store.db.function('kill_point', () => {
      this.pass('row');
      return null;
    });
    const tables = store.db
      .prepare<[], string>(
        `SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT GLOB '*_fts*'
           AND sql NOT LIKE 'CREATE VIRTUAL%' AND sql LIKE '% STRICT%'`,
      )
      .pluck()
      .all();
    tables.forEach((table, index) => {
      for (const event of ['INSERT', 'UPDATE', 'DELETE']) {
        connectionOf(store.db).handle.exec(
          `CREATE TEMP TRIGGER "kill ${event} ${index}" AFTER ${event} ON main."${table}" BEGIN SELECT kill_point(); END`,
        );
      }
    });
  }
}
