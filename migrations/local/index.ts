import type Database from 'better-sqlite3';
import * as console0001 from './0001-console.ts';
import * as readModels0002 from './0002-read-models.ts';
import * as fewerPages0003 from './0003-fewer-pages.ts';
import * as readModelBuild0004 from './0004-read-model-build.ts';
import * as archive0005 from './0005-archive.ts';
import * as syncLanes0006 from './0006-sync-lanes.ts';
import * as syncPage0007 from './0007-sync-page.ts';
import * as jobs0008 from './0008-jobs.ts';
import * as signIn0009 from './0009-sign-in.ts';
import * as audit0010 from './0010-audit.ts';
import * as exports0011 from './0011-exports.ts';
import * as passphraseSet0012 from './0012-passphrase-set.ts';
import * as exportUnprinted0013 from './0013-export-unprinted.ts';
import * as incidentStatistics0014 from './0014-incident-statistics.ts';
import * as archivedList0015 from './0015-archived-list.ts';
import * as heartbeats0016 from './0016-heartbeats.ts';
import * as narrowerStatistics0017 from './0017-narrower-statistics.ts';

export type LocalMigration = {
  /** 1, 2, 3 … without gaps; the file's `user_version` is the last one that ran. */
  readonly number: number;
  readonly name: string;
  /** SQL, run once, in a transaction of its own. Never edited after it was released. */
  readonly up: string;
  /** What SQL can't say, in the same transaction, after it. */
  readonly change?: (db: Database.Database) => void;
};

export const localMigrations: readonly LocalMigration[] = [
  console0001,
  readModels0002,
  fewerPages0003,
  readModelBuild0004,
  archive0005,
  syncLanes0006,
  syncPage0007,
  jobs0008,
  signIn0009,
  audit0010,
  exports0011,
  passphraseSet0012,
  exportUnprinted0013,
  incidentStatistics0014,
  archivedList0015,
  heartbeats0016,
  narrowerStatistics0017,
];
