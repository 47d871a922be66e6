import { cpSync, mkdirSync } from 'node:fs';
import Database from 'better-sqlite3';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import type { SqliteConnection } from '#host/store/connection.ts';
import { migrate } from '#host/store/migrate.ts';
import { defineRecordTables } from '#host/store/record-tables.ts';
import type { RecordChange } from '#host/store/record-writer.ts';
import { Power, powerDatabase } from './power.ts';
import type { Random } from './random.ts';
import { SimConsole } from './sim-console.ts';
import type { Link } from './sim-network.ts';
import type { VirtualTime } from './virtual-time.ts';

export type SimDeviceParts = {
  readonly name: string;
  readonly folder: string;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly link: Link;
  readonly skewMs: number;
  readonly isLive: boolean;
  readonly pollMs: number;
  readonly budgetBytes: number;
};

/** SQLite's own bound. */
const PAGES_MAX = 0xfffffffe;
const COMMITS_ON_FULL_DISK = 0.6;

export type DeviceBackup = { readonly bytes: Buffer; readonly folder: string };

/** A console's machine: its disk outlives its program, which ends wherever the power fails. */
export class SimDevice {
  readonly name: string;
  readonly link: Link;
  readonly power: Power;
  /** What a list on its screen shows: what it was told of, commit by commit. */
  readonly mirror = new Map<string, boolean>();
  skewMs: number;
  cuts = 0;
  #parts: SimDeviceParts;
  #db: SqliteConnection;
  readonly #formerDisks: SqliteConnection[] = [];
  #console: SimConsole;
  #life = { isOver: false };
  #isFull = false;

  constructor(parts: SimDeviceParts, backup?: DeviceBackup) {
    this.#parts = parts;
    this.name = parts.name;
    this.link = parts.link;
    this.skewMs = parts.skewMs;
    this.power = new Power(() => this.#die());
    mkdirSync(parts.folder, { recursive: true });
    if (backup !== undefined) cpSync(backup.folder, parts.folder, { recursive: true });
    this.#db = new Database(backup?.bytes ?? emptyFile());
    this.#console = this.#boot();
  }

  get console(): SimConsole {
    return this.#console;
  }

  get isOn(): boolean {
    return !this.power.isOff;
  }

  /** After a power cut: the program begins anew on what the disk holds. */
  start(): void {
    if (this.isOn) return;
    this.#db.pragma('query_only = OFF');
    // Without room a program tells its user so and ends: somebody has made some.
    this.makeRoom();
    this.power.restore();
    this.#console = this.#boot();
  }

  /** Off and on again, by the book. */
  async restart(): Promise<void> {
    await this.#console.close();
    this.start();
  }

  /** From now on its file can't grow: what needs another page fails, and so do some commits that need none. */
  fillDisk(): void {
    this.#isFull = true;
    this.#db.pragma(`max_page_count = ${Number(this.#db.pragma('page_count', { simple: true }))}`);
  }

  makeRoom(): void {
    this.#isFull = false;
    this.#db.pragma(`max_page_count = ${PAGES_MAX}`);
  }

  backUp(): DeviceBackup {
    return { bytes: this.#db.serialize(), folder: this.#parts.folder };
  }

  /** Puts a backup in the place of the disk. `isNoted`: by the program's own restore, which leaves a mark. */
  restoreFrom({ bytes }: DeviceBackup, isNoted: boolean): void {
    this.power.cut();
    // The remains of the program still look at the old disk: nothing they see or do matters, and it must be there.
    this.#formerDisks.push(this.#db);
    this.#db = new Database(bytes);
    this.makeRoom();
    this.power.restore();
    this.#console = this.#boot((one) => {
      if (!isNoted) return;
      const { store } = one;
      store.bookkeeping(() => {
        store.state.restored = { at: isoOf(this.#clock.now()), journalSeq: store.journal.head().seq };
      });
    });
  }

  /** Ends for good. */
  close(): void {
    this.power.cut();
    for (const disk of [...this.#formerDisks, this.#db]) disk.close();
  }

  readonly #clock: Clock = {
    now: () => this.#parts.time.now() + this.skewMs,
    monotonicMs: () => this.#parts.time.monotonicMs(),
  };

  #boot(prepare?: (one: SimConsole) => void): SimConsole {
    const { folder, time, random, link, isLive, pollMs, budgetBytes } = this.#parts;
    this.#db.pragma('foreign_keys = ON');
    powerDatabase(this.#db, this.power, {
      takesCommit: () => !this.#isFull || this.#parts.random.chance(COMMITS_ON_FULL_DISK),
    });
    const life = { isOver: false };
    this.#life = life;
    const whileAlive = (callback: () => void) => () => {
      if (!life.isOver) callback();
    };
    const one = new SimConsole({
      db: this.#db,
      folder,
      clock: this.#clock,
      transportTo: () => link.transport(life),
      ...(isLive ? { liveTo: (_url, key, events) => link.live(key, events, life) } : {}),
      wait: { set: (callback, delayMs) => time.set(whileAlive(callback), delayMs) },
      random: () => random.next(),
      settings: { budgetBytes, pollMs },
      onCommit: (changes) => this.#show(changes),
      ...(prepare === undefined ? {} : { beforeStart: prepare }),
    });
    this.mirror.clear();
    for (const { id } of one.records()) this.mirror.set(id, true);
    return one;
  }

  #show(changes: readonly RecordChange[]): void {
    for (const { id, document } of changes) this.mirror.set(id, !document._deleted);
  }

  /** The program is gone, its disk stays: what its remains still try has no effect. */
  #die(): void {
    this.cuts += 1;
    this.#life.isOver = true;
    this.#db.pragma('query_only = ON');
  }
}

let empty: Buffer | undefined;

/** Migrated once: a simulation opens tens of thousands of files. */
function emptyFile(): Buffer {
  if (empty !== undefined) return empty;
  const db = new Database(':memory:');
  migrate(db);
  defineRecordTables(db);
  empty = db.serialize();
  db.close();
  return empty;
}
