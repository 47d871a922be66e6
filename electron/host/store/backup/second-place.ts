import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, copyFile, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { archiveFolder } from '../archive/month-file.ts';
import { isDiskFull } from '../connection.ts';
import { type BackupFile, backupFolder, isFolderProblem, partialOf } from './backup-files.ts';
import { backupError } from './errors.ts';

/**
 * Copies a backup, and the archive that goes with it, to a folder of another disk, and reads the copy back. Several
 * consoles may share the folder: each has one of its own in it. A folder that is not there is not made: it may be a
 * stick that was taken out.
 */
export async function copyToSecondPlace(
  backup: BackupFile,
  place: { readonly dataFolder: string; readonly folder: string; readonly consoleName: string },
): Promise<void> {
  try {
    await assertFolder(place.folder);
    const own = path.join(place.folder, place.consoleName);
    await mkdir(own, { recursive: true, mode: 0o700 });
    await removePartials(own);
    const target = path.join(own, backup.name);
    await copyFile(backup.file, partialOf(target));
    if ((await hashOf(backup.file)) !== (await hashOf(partialOf(target))))
      throw backupError('copy-differs', { folder: place.folder });
    await rename(partialOf(target), target);
    await copyChanged(archiveFolder(backupFolder(place.dataFolder)), archiveFolder(own));
  } catch (error) {
    throw asCopyError(error, place.folder);
  }
}

/** Takes away what no longer is among the backups of the console. Files of other names stay. */
export async function dropFromSecondPlace(
  dropped: readonly BackupFile[],
  place: { readonly folder: string; readonly consoleName: string },
): Promise<void> {
  for (const { name } of dropped) await rm(path.join(place.folder, place.consoleName, name), { force: true });
}

/** Throws `rule-broken`, naming the field, for what is no folder that can be written to. */
export async function assertFolder(folder: string): Promise<void> {
  try {
    const isFolder = (await stat(folder)).isDirectory();
    if (isFolder) await access(folder, constants.W_OK);
    if (isFolder) return;
  } catch (error) {
    if (!isFolderProblem(error)) throw error;
  }
  throw backupError('copy-folder-gone', { folder });
}

/** Takes away what a copy left behind that was cut off. */
async function removePartials(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith(partialOf(''))) await rm(path.join(folder, name), { force: true });
  }
}

/** Monthly files grow until their month is over, and stay as they are then. */
async function copyChanged(from: string, to: string): Promise<void> {
  const names = await readdir(from).catch((error: unknown) => {
    if (isFolderProblem(error)) return [];
    throw error;
  });
  if (names.length > 0) await mkdir(to, { recursive: true, mode: 0o700 });
  for (const name of names) {
    const [source, target] = [path.join(from, name), path.join(to, name)];
    const facts = await stat(source);
    const there = await stat(target).catch(() => undefined);
    if (!facts.isFile() || (there?.size === facts.size && there.mtimeMs >= facts.mtimeMs)) continue;
    await copyFile(source, partialOf(target));
    await utimes(partialOf(target), facts.atime, facts.mtime);
    await rename(partialOf(target), target);
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function asCopyError(error: unknown, folder: string): unknown {
  if (isDiskFull(error)) return backupError('copy-disk-full', { folder }, { cause: error });
  return isFolderProblem(error) ? backupError('copy-folder-gone', { folder }) : error;
}
