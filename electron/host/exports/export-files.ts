import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ByteFormat } from '../attachments/byte-format.ts';
import { wipeFile } from '../store/encryption/wipe-file.ts';

/** Files of reports that people asked for, each under the id of its export. */
export function exportsFolder(dataFolder: string): string {
  return path.join(dataFolder, 'reports');
}

export function exportFile(dataFolder: string, id: string, { suffix }: Pick<ByteFormat, 'suffix'>): string {
  return path.join(exportsFolder(dataFolder), id + suffix);
}

/** While it is being written. */
export function partFile(dataFolder: string, id: string, { suffix }: Pick<ByteFormat, 'suffix'>): string {
  return path.join(exportsFolder(dataFolder), `${id}.part${suffix}`);
}

/** Removes what belongs to no export that is kept or being made, whatever left it behind. */
export function removeExportsExcept(dataFolder: string, kept: ReadonlySet<string>): void {
  const folder = exportsFolder(dataFolder);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const [id = ''] = name.split('.');
    if (!kept.has(id)) removeFile(path.join(folder, name));
  }
}

export function removeExport(dataFolder: string, id: string): void {
  const folder = exportsFolder(dataFolder);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) if (name.split('.')[0] === id) removeFile(path.join(folder, name));
}

/** Of what lay in the clear nothing is left to be read. */
function removeFile(file: string): void {
  if (file.endsWith('.sealed')) rmSync(file, { force: true });
  else wipeFile(file);
}
