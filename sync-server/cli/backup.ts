import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { BackupLine } from './command-line.ts';
import { blobFolderOf, databaseFileOf } from './data-folder.ts';
import { cliError } from './errors.ts';
import { textOf } from './outcome.ts';

const WHOLE_BLOB = /^[0-9a-f]{64}$/;

/**
 * A copy of the embedded server while it runs, in a new folder that can take the place of its data folder.
 * The database first, then the attachments: whatever the copied records name was there by then. The folder
 * gets its name only when the copy was read and found sound.
 */
export async function backUp({ database, folder, json }: BackupLine): Promise<string> {
  if (database.postgresUrl !== undefined) throw cliError('backup-of-postgres');
  const source = databaseFileOf(database.dataFolder);
  if (!fs.existsSync(source)) throw cliError('backup-of-nothing', { dataFolder: database.dataFolder });
  if (fs.existsSync(folder)) throw cliError('backup-over-another', { folder });
  const draft = `${folder}.part`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { recursive: true, mode: 0o700 });
  await copyDatabase(source, databaseFileOf(draft));
  const version = verify(databaseFileOf(draft));
  const blobs = copyBlobs(blobFolderOf(database.dataFolder), blobFolderOf(draft));
  syncPath(databaseFileOf(draft));
  fs.renameSync(draft, folder);
  syncPath(path.dirname(folder));
  return textOf(
    {
      json: { folder, version, attachments: blobs },
      lines: [`Copied to ${folder} and checked: version ${version}, ${blobs} attachments.`],
    },
    json,
  );
}

async function copyDatabase(source: string, target: string): Promise<void> {
  const db = new Database(source, { readonly: true, fileMustExist: true });
  try {
    await db.backup(target);
  } finally {
    db.close();
  }
}

/** Reads the whole copy; throws when anything in it is damaged. Returns the version it is of. */
function verify(file: string): number {
  const db = new Database(file, { fileMustExist: true });
  try {
    const found = String(db.pragma('integrity_check', { simple: true }));
    const orphans = db.pragma('foreign_key_check');
    if (found !== 'ok' || !Array.isArray(orphans) || orphans.length > 0) {
      throw cliError('backup-damaged', { found });
    }
    const row = db
      .prepare<[], { version: number }>('SELECT max(version) AS version FROM organisations')
      .get();
    return row?.version ?? 0;
  } finally {
    db.close();
  }
}

/** Whole attachments only; one that is still arriving is sent again by the console that has it. */
function copyBlobs(source: string, target: string): number {
  if (!fs.existsSync(source)) return 0;
  fs.mkdirSync(target, { mode: 0o700 });
  const names = fs.readdirSync(source).filter((name) => WHOLE_BLOB.test(name));
  for (const name of names) fs.copyFileSync(path.join(source, name), path.join(target, name));
  return names.length;
}

function syncPath(name: string): void {
  const handle = fs.openSync(name, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
