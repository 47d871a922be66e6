import { missingCase } from '#shared/kernel/assert.ts';
import { integrityProblems } from '../backup/inspect.ts';
import { makeBackup } from '../backup/make-backup.ts';
import { asStoreError } from '../connection.ts';
import { exportStore } from '../export/export-store.ts';
import { measureStore } from '../monitor/store-sizes.ts';
import { verifyChain } from '../monitor/verify-chain.ts';
import { openReader } from './open-reader.ts';
import type { TaskContext } from './task-context.ts';
import type { TaskRequest, TaskResults } from './task.ts';

/** The long work itself, wherever it runs. Throws DomainErrors for what a person can act on. */
export async function runTask(
  request: TaskRequest,
  context: TaskContext,
): Promise<TaskResults[keyof TaskResults]> {
  try {
    return await run(request, context);
  } catch (error) {
    throw asStoreError(error);
  }
}

async function run(
  { kind, file, dataFolder, startedAtMs, options }: TaskRequest,
  context: TaskContext,
): Promise<TaskResults[keyof TaskResults]> {
  switch (kind) {
    case 'backup':
      return makeBackup({ file, dataFolder, takenAtMs: startedAtMs }, options);
    case 'export':
      return exportStore({ file, dataFolder, startedAtMs }, options, context);
    case 'verify-chain':
      return verifyChain(file, options);
    case 'integrity':
      return { problems: checkIntegrity(file, options) };
    case 'measure':
      return measureStore(file, options);
    default:
      return missingCase(kind);
  }
}

function checkIntegrity(file: string, options: TaskRequest['options']): string[] {
  const db = openReader(file, options);
  try {
    return integrityProblems(db, 'full');
  } finally {
    db.close();
  }
}
