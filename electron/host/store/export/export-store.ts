import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { archivedBatches, countArchivedOfKind } from '../archive/archived-records.ts';
import { stampOf } from '../backup/backup-files.ts';
import { syncFile, syncFolderOf } from '../durable.ts';
import { asStoreError, isDiskFull, type SqliteConnection } from '../connection.ts';
import { quoted } from '../rx-storage/connection.ts';
import { openReader, type ReaderOptions } from '../open-reader.ts';
import type { Steps } from '../../workers/job.ts';
import { BYTE_ORDER_MARK, csvLine } from '#shared/reports/csv-line.ts';
import { exportError } from './errors.ts';
import { exportFiles, type FilesExported } from './export-files.ts';
import { type ExportTable, exportTables, type ExportValue } from './export-tables.ts';

export type ExportMade = FilesExported & {
  readonly folder: string;
  readonly rows: number;
  readonly tables: number;
};

/** Rows between two looks at whether somebody has cancelled. */
const SLICE_ROWS = 500;

export function exportFolder(dataFolder: string): string {
  return path.join(dataFolder, 'exports');
}

/**
 * Writes everything that a person may take away, in forms that any program reads: one SQLite file with one
 * plain table an entity, a CSV file for each of those tables, and the attached files. All of one moment: it is read in one
 * transaction. The folder gets its name when it is complete.
 */
export async function exportStore(
  store: { readonly file: string; readonly dataFolder: string; readonly startedAtMs: number },
  options: ReaderOptions,
  context: Steps,
): Promise<ExportMade> {
  const folder = path.join(exportFolder(store.dataFolder), `fairlead-${stampOf(store.startedAtMs)}`);
  const partial = `${folder}.partial`;
  const source = openReader(store.file, options);
  try {
    if (existsSync(folder)) throw exportError('too-soon');
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(path.join(partial, 'csv'), { recursive: true, mode: 0o700 });
    source.exec('BEGIN');
    const missing = new Set<string>();
    const rows = await writeTables(source, partial, options, {
      step: (progress) => context.step(progress),
      missing,
    });
    if (missing.size > 0) writeFileSync(path.join(partial, 'MISSING.txt'), `${[...missing].join('\n')}\n`);
    const { dataFolder } = store;
    const exported = exportFiles(source, { dataFolder, into: path.join(partial, 'files') }, context);
    writeFileSync(path.join(partial, 'README.txt'), README);
    renameSync(partial, folder);
    syncFolderOf(folder);
    return { folder, rows, tables: exportTables().length, ...exported };
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw asExportError(error);
  } finally {
    source.close();
  }
}

/** `missing` takes what can't be read of the archive: that must not keep the rest from leaving. */
type ExportContext = Steps & { readonly missing: Set<string> };

async function writeTables(
  source: SqliteConnection,
  folder: string,
  { nativeBinding }: ReaderOptions,
  context: ExportContext,
): Promise<number> {
  const tables = exportTables();
  const total = tables.reduce((sum, table) => sum + countRows(source, table), 0);
  const file = path.join(folder, 'fairlead.sqlite');
  const target = new Database(file, nativeBinding === undefined ? {} : { nativeBinding });
  let done = 0;
  try {
    // The file counts only when it is complete: until then nothing of it has to survive.
    target.pragma('journal_mode = OFF');
    target.pragma('synchronous = OFF');
    target.exec('BEGIN');
    for (const table of tables) {
      done += await writeTable({ source, target, table, folder }, context, { done, total });
    }
    target.exec('COMMIT');
  } finally {
    target.close();
  }
  syncFile(file);
  return done;
}

async function writeTable(
  parts: { source: SqliteConnection; target: SqliteConnection; table: ExportTable; folder: string },
  context: ExportContext,
  before: { done: number; total: number },
): Promise<number> {
  const { source, target, table, folder } = parts;
  target.exec(createSql(table));
  const places = table.columns.map(() => '?').join(', ');
  const insert = target.prepare<ExportValue[]>(`INSERT INTO ${quoted(table.name)} VALUES (${places})`);
  const csv = await open(path.join(folder, 'csv', `${table.name}.csv`), 'wx');
  let rows = 0;
  try {
    let text = BYTE_ORDER_MARK + csvLine(table.columns.map(({ name }) => name));
    for (const raw of rowsOf(source, table, context.missing)) {
      const row = table.clean(raw);
      insert.run(...row);
      text += csvLine(row);
      rows += 1;
      if (rows % SLICE_ROWS !== 0) continue;
      await csv.write(text);
      text = '';
      context.step({ done: before.done + rows, total: before.total });
    }
    await csv.write(text);
    await csv.sync();
  } finally {
    await csv.close();
  }
  context.step({ done: before.done + rows, total: before.total });
  return rows;
}

/** What is in the store, then what is in the archive: texts, numbers and nulls, in the order of the columns. */
function* rowsOf(
  source: SqliteConnection,
  { select, archived }: ExportTable,
  missing: Set<string>,
): Generator<ExportValue[]> {
  yield* source.prepare(select).raw().iterate() as Iterable<ExportValue[]>;
  if (archived === undefined) return;
  const statement = source.prepare(archived.select).raw();
  for (const batch of archivedBatches(source, archived, ({ message }) => missing.add(message))) {
    // As above: the select gives one row of the same columns.
    for (const { data } of batch) yield statement.get({ data }) as ExportValue[];
  }
}

function createSql({ name, columns, primaryKey }: ExportTable): string {
  const lines = columns.map((column) => `${quoted(column.name)} ${column.type}`);
  return `CREATE TABLE ${quoted(name)} (${[...lines, `PRIMARY KEY (${primaryKey.map(quoted).join(', ')})`].join(', ')})`;
}

function countRows(source: SqliteConnection, { select, archived }: ExportTable): number {
  const inStore = Number(source.prepare(`SELECT count(*) FROM (${select})`).pluck().get());
  return inStore + (archived === undefined ? 0 : countArchivedOfKind(source, archived));
}

function asExportError(error: unknown): unknown {
  if (!isDiskFull(error)) return asStoreError(error);
  return exportError('disk-full', {}, { cause: error });
}

const README = `Everything this console holds, in plain forms.

fairlead.sqlite   one table a kind of record, "journal" (who changed what and when) and "stored_file".
csv/              the same tables, one file each: UTF-8, separated by commas, quoted as RFC 4180 says.

Times are UTC in ISO 8601. Lists are JSON text. Truth values are 0 and 1.
In the CSV files an apostrophe stands before texts that a spreadsheet would run as a formula; in
fairlead.sqlite every text is as it was written.
MISSING.txt, if it is there, names files of the archive that could not be read.
Left out: passphrases and keys. The hash of a journal entry is of the entry with them.
files/            the attached files that are on this console, each named by its SHA-256, as
                  "stored_file" and the tables of attachments name them.
`;
