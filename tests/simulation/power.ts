import { SqliteError } from 'better-sqlite3';
import type { Storage, StorageTx } from '#sync-server/storage/storage.ts';
import type { SqliteConnection } from '#host/store/connection.ts';
import { connectionOf } from '#host/store/rx-storage/connection.ts';

/** What is thrown where a machine loses its power: nothing that it does from then on has an effect. */
export class PowerCut extends Error {}

/** The power of one machine: it fails at the n-th of the points that its work passes. */
export class Power {
  #isOff = false;
  #pointsLeft = Number.POSITIVE_INFINITY;
  readonly #onCut: () => void;

  constructor(onCut: () => void) {
    this.#onCut = onCut;
  }

  get isOff(): boolean {
    return this.#isOff;
  }

  /** Lets it fail at one of the next points. */
  cutAfter(points: number): void {
    this.#pointsLeft = points;
  }

  cut(): void {
    if (this.#isOff) return;
    this.#isOff = true;
    this.#onCut();
  }

  /** What was going to make it fail is gone; a machine that is off stays off. */
  restoreUnlessOff(): void {
    if (!this.#isOff) this.restore();
  }

  restore(): void {
    this.#isOff = false;
    this.#pointsLeft = Number.POSITIVE_INFINITY;
  }

  /** A place where the machine may stop. */
  point(): void {
    if (!this.#isOff) {
      if (this.#pointsLeft > 0) {
        this.#pointsLeft -= 1;
        return;
      }
      this.cut();
    }
    throw new PowerCut('the power is off');
  }
}

/** While it is full, some commits fail. */
export type Disk = { takesCommit(): boolean };

/**
 * Every transaction of a console's file may find the power gone: before it, before its commit, after its commit; and
 * its commit the disk full.
 */
export function powerDatabase(db: SqliteConnection, power: Power, disk: Disk): void {
  const connection = connectionOf(db);
  const proto: typeof connection.transaction = Object.getPrototypeOf(connection).transaction;
  const transaction = <Result>(work: () => Result): Result => {
    if (db.inTransaction) return work();
    power.point();
    // The method of the class, on the object whose own property hides it.
    const result = Reflect.apply(proto, connection, [
      () => {
        const done = work();
        power.point();
        assertRoom(disk);
        return done;
      },
    ]) as Result;
    power.point();
    return result;
  };
  Object.assign(connection, { transaction });
}

/**
 * Every call of the server's storage may find the power gone, and every commit the disk full; its transaction is then
 * rolled back.
 */
export function powerStorage(storage: Storage, power: Power, disk: Disk): Storage {
  return new Proxy(storage, {
    get(target, name) {
      if (name !== 'transaction') return boundTo(target, name);
      return async <T>(organisationId: string, work: (tx: StorageTx) => Promise<T>): Promise<T> => {
        power.point();
        const result = await target.transaction(organisationId, async (tx) => {
          const done = await work(powered(tx, power));
          assertRoom(disk);
          return done;
        });
        power.point();
        return result;
      };
    },
  });
}

function assertRoom(disk: Disk): void {
  if (!disk.takesCommit()) throw new SqliteError('database or disk is full', 'SQLITE_FULL');
}

function powered(tx: StorageTx, power: Power): StorageTx {
  return new Proxy(tx, {
    get(target, name) {
      const value: unknown = boundTo(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        power.point();
        return value(...args);
      };
    },
  });
}

function boundTo(target: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name, target);
  return typeof value === 'function' ? value.bind(target) : value;
}
