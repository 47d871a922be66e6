import { DomainError, isDomainError } from '#shared/kernel/errors.ts';
import type { ReaderOptions } from '../open-reader.ts';
import { newestGood } from './restore.ts';

/** A damaged store's error, saying which backup is good and how to restore it. Other errors pass. */
export function withRestoreRemedy(error: unknown, dataFolder: string, options: ReaderOptions): unknown {
  if (!isDomainError(error) || error.code !== 'store-corrupt') return error;
  const { details } = error;
  try {
    const { takenAt } = newestGood(dataFolder, options);
    return new DomainError(
      {
        ...details,
        remedy: `It is left as it is. The newest good backup is of ${takenAt}. Close Fairlead and restore it: ${restoreCommand(dataFolder)}. The damaged file is kept; what the server has of later work comes back.`,
      },
      { cause: error },
    );
  } catch (problem) {
    if (!isDomainError(problem)) throw problem;
    return new DomainError(
      {
        ...details,
        remedy: `It is left as it is. ${problem.message} Join your company again: what the server has comes back.`,
      },
      { cause: error },
    );
  }
}

/** As it is typed in a terminal, in the folder of the program. */
export function restoreCommand(dataFolder: string): string {
  return `npm run store -- restore --data "${dataFolder}" --backup latest`;
}
