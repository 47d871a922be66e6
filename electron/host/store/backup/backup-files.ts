import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { isoOf } from '#shared/kernel/clock.ts';

export type BackupFile = {
  readonly name: string;
  readonly file: string;
  readonly takenAt: string;
  readonly sizeBytes: number;
};

export type StoreCopy = BackupFile & {
  /** `before-upgrade`: made beside the store before a newer program changed its tables; not read back then. */
  readonly kind: 'backup' | 'before-upgrade';
};

/** Colons are no characters for file names everywhere; the rest sorts by time. */
const NAME = /^console-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})Z\.sqlite$/;
/** What a backup is called until it is verified. */
const PARTIAL = '.partial';

export function backupFolder(dataFolder: string): string {
  return path.join(dataFolder, 'backups');
}

export function backupName(takenAtMs: number): string {
  return `console-${stampOf(takenAtMs)}.sqlite`;
}

export function partialOf(file: string): string {
  return `${file}${PARTIAL}`;
}

/** `2026-11-21T04-12-09Z`: an instant as part of a file name. */
export function stampOf(ms: number): string {
  return `${isoOf(ms).slice(0, 19).replaceAll(':', '-')}Z`;
}

/** Finished backups, newest first. A file has such a name only after it was read back and found good. */
export function listBackups(dataFolder: string): BackupFile[] {
  const folder = backupFolder(dataFolder);
  return namesIn(folder)
    .flatMap((name) => {
      const takenAt = takenAtOf(name);
      if (takenAt === undefined) return [];
      const file = path.join(folder, name);
      return [{ name, file, takenAt, sizeBytes: statSync(file).size }];
    })
    .sort((a, b) => (a.name < b.name ? 1 : -1));
}

const BEFORE_UPGRADE = /^console\.sqlite\.before-\d+$/;

/** All that a console can be restored from, newest first: its backups, and copies made before an upgrade. */
export function listCopies(dataFolder: string): StoreCopy[] {
  const backups = listBackups(dataFolder).map((backup) => ({ ...backup, kind: 'backup' as const }));
  const beforeUpgrades = namesIn(dataFolder)
    .filter((name) => BEFORE_UPGRADE.test(name))
    .map((name) => {
      const file = path.join(dataFolder, name);
      const { size, mtimeMs } = statSync(file);
      return {
        name,
        file,
        takenAt: isoOf(Math.floor(mtimeMs)),
        sizeBytes: size,
        kind: 'before-upgrade' as const,
      };
    });
  return [...backups, ...beforeUpgrades].sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1));
}

/** Takes away what a backup left behind that never finished. Not to be called while one runs. */
export function removePartials(dataFolder: string): void {
  const folder = backupFolder(dataFolder);
  for (const name of namesIn(folder)) {
    if (name.includes(PARTIAL)) rmSync(path.join(folder, name), { force: true });
  }
}

/** Of a folder that is not there, or that this account may not read, nothing is known; writing to it says why. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isFolderProblem(error)) return [];
    throw error;
  }
}

const FOLDER_PROBLEMS = [
  'ENOENT',
  'ENOTDIR',
  'EEXIST',
  'EACCES',
  'EPERM',
  'EROFS',
  'SQLITE_CANTOPEN',
  'SQLITE_READONLY',
];

/** Whether a folder is missing, no folder, or not for this account. */
export function isFolderProblem(error: unknown): boolean {
  return error instanceof Error && 'code' in error && FOLDER_PROBLEMS.includes(String(error.code));
}

function takenAtOf(name: string): string | undefined {
  const match = NAME.exec(name);
  if (match === null) return undefined;
  const [, day, hours, minutes, seconds] = match;
  const takenAt = new Date(`${day}T${hours}:${minutes}:${seconds}.000Z`);
  return Number.isNaN(takenAt.getTime()) ? undefined : takenAt.toISOString();
}
