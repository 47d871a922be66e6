import * as console0001 from './0001-console.ts';
import * as readModels0002 from './0002-read-models.ts';

export type LocalMigration = {
  /** 1, 2, 3 … without gaps; the file's `user_version` is the last one that ran. */
  readonly number: number;
  readonly name: string;
  /** SQL, run once, in a transaction of its own. Never edited after it was released. */
  readonly up: string;
};

export const localMigrations: readonly LocalMigration[] = [console0001, readModels0002];
