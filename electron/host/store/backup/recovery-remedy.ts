import { isDomainError } from '#shared/kernel/errors.ts';
import type { ReaderOptions } from '../open-reader.ts';
import { backupError } from './errors.ts';
import { newestGood } from './restore.ts';

/** A damaged store's error, saying which backup is good and how to restore it. Other errors pass. */
export function withRestoreRemedy(error: unknown, dataFolder: string, options: ReaderOptions): unknown {
  if (!isDomainError(error) || error.code !== 'store-corrupt') return error;
  try {
    const { takenAt } = newestGood(dataFolder, options);
    const said = { problem: error.message, takenAt, command: restoreCommand(dataFolder) };
    return backupError('restore-newest', said, { cause: error });
  } catch (problem) {
    if (!isDomainError(problem)) throw problem;
    const said = { problem: error.message, why: problem.message };
    return backupError('nothing-to-restore', said, { cause: error });
  }
}

/** As it is typed in a terminal, in the folder of the program. */
export function restoreCommand(dataFolder: string): string {
  return `npm run store -- restore --data "${dataFolder}" --backup latest`;
}
