import { type ExportInput, writeExport } from '../audit/export/write-export.ts';
import { convertBlobs } from '../attachments/convert-blobs.ts';
import { makeExport } from '../exports/export-job.ts';
import { checkFile } from '../imports/check-file.ts';
import { countArchived } from '../store/archive/archived-records.ts';
import { archiveProblems } from '../store/archive/month-copies.ts';
import { integrityOf } from '../store/backup/inspect.ts';
import { makeBackup } from '../store/backup/make-backup.ts';
import { restoreStore, type RestoreRequest } from '../store/backup/restore.ts';
import { changeStoreKey, type StoreKeyChange } from '../store/encryption/change-key.ts';
import { exportStore } from '../store/export/export-store.ts';
import { measureStore } from '../store/monitor/store-sizes.ts';
import { verifyChain } from '../store/monitor/verify-chain.ts';
import { readThrough } from '../store/read-through.ts';
import { countLivingRecords } from '../store/record-batches.ts';
import { collectionsOf, rollUpsOfDomains } from '../store/roll-ups/roll-ups.ts';
import { type RollUpsVerdict, verifyRollUps } from '../store/roll-ups/verify.ts';
import type { Job, JobContext } from './job.ts';

/** What upkeep of the store is given; file and key are those of the worker's own connection. */
export type UpkeepInput = { readonly dataFolder: string; readonly startedAtMs: number };

/** The long work of this program, by name. */
export const jobs = {
  /** Counts every record again and compares with the statistics that were kept. */
  'statistics.verify': ({ db, step }: JobContext, _input: undefined): RollUpsVerdict => {
    const collections = rollUpsOfDomains.flatMap(collectionsOf);
    const total = countLivingRecords(db, collections) + countArchived(db, collections);
    let done = 0;
    return verifyRollUps(db, {
      onBatch(records) {
        done += records;
        step({ done: Math.min(done, total), total });
      },
    });
  },
  'store.backup': ({ connection: { file, ...options } }: JobContext, input: UpkeepInput) =>
    makeBackup({ file, dataFolder: input.dataFolder, takenAtMs: input.startedAtMs }, options),
  'store.export': (context: JobContext, { dataFolder, startedAtMs }: UpkeepInput) => {
    const { file, ...options } = context.connection;
    return exportStore({ file, dataFolder, startedAtMs }, options, context);
  },
  'store.verify-chain': (
    { connection: { file, ...options }, step }: JobContext,
    _input: UpkeepInput | undefined,
  ) => verifyChain(file, options, { step }),
  'audit.export': ({ db, step }: JobContext, input: ExportInput) => writeExport(db, input, { step }),
  'store.integrity': ({ connection: { file, ...options } }: JobContext, _input: UpkeepInput) => ({
    problems: [...integrityOf(file, options).problems, ...archiveProblems(file, options)],
  }),
  /** After a start that found the store not closed. */
  'store.read-through': ({ db, step }: JobContext, _input: undefined) => readThrough(db, { step }),
  'store.measure': ({ connection: { file, ...options } }: JobContext, _input: UpkeepInput) =>
    measureStore(file, options),
  /** Only while no console has the store open. */
  'store.change-key': ({ connection: { file, ...options }, step }: JobContext, input: StoreKeyChange) =>
    changeStoreKey(file, input, options, { step }),
  /** Only while no console has the store open. */
  'store.restore': ({ connection: { file: _file, ...options } }: JobContext, input: RestoreRequest) =>
    restoreStore(input, options),
  'attachments.convert': convertBlobs,
  'exports.make': makeExport,
  'imports.check': checkFile,
} satisfies { readonly [name: string]: Job };

export type JobName = keyof typeof jobs;
export type JobInput<Name extends JobName> = Parameters<(typeof jobs)[Name]>[1];
export type JobOutput<Name extends JobName> = Awaited<ReturnType<(typeof jobs)[Name]>>;
