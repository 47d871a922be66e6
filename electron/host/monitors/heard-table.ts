import { z } from 'zod';
import { isoOf, msOf } from '#shared/kernel/clock.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';

const Row = z.object({ monitorId: z.string(), heardAt: z.string() });

/** When each monitor was last heard, in memory and now and then on the disk: a beat every ten seconds is no record. */
export class HeardTable {
  readonly #store: Store;
  readonly #heardAtMs = new Map<string, number>();
  readonly #unkept = new Set<string>();

  constructor(store: Store) {
    this.#store = store;
  }

  load(): void {
    for (const { monitorId, heardAt } of this.#store.all(Row, 'SELECT monitorId, heardAt FROM heartbeat')) {
      this.#heardAtMs.set(monitorId, msOf(heardAt));
    }
  }

  heardAtMs(monitorId: string): number | undefined {
    return this.#heardAtMs.get(monitorId);
  }

  /** The first beat of all is kept at once: a monitor that has beaten is watched after every restart. */
  heard(monitorId: string, atMs: number): void {
    const isFirst = !this.#heardAtMs.has(monitorId);
    this.#heardAtMs.set(monitorId, atMs);
    this.#unkept.add(monitorId);
    if (isFirst) this.keep();
  }

  keep(): void {
    if (this.#unkept.size === 0) return;
    this.#store.bookkeeping(() => {
      const insert = connectionOf(this.#store.db).statement(
        'INSERT OR REPLACE INTO heartbeat (monitorId, heardAt) VALUES (?, ?)',
      );
      for (const id of this.#unkept) {
        const atMs = this.#heardAtMs.get(id);
        if (atMs !== undefined) insert.run(id, isoOf(atMs));
      }
    });
    this.#unkept.clear();
  }

  /** Of monitors that are no more, nothing is kept. */
  keepOnly(monitorIds: ReadonlySet<string>): void {
    const gone = [...this.#heardAtMs.keys()].filter((id) => !monitorIds.has(id));
    if (gone.length === 0) return;
    this.#store.bookkeeping(() => {
      const remove = connectionOf(this.#store.db).statement('DELETE FROM heartbeat WHERE monitorId = ?');
      for (const id of gone) remove.run(id);
    });
    for (const id of gone) {
      this.#heardAtMs.delete(id);
      this.#unkept.delete(id);
    }
  }
}
