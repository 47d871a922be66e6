import fs from 'node:fs';
import { messageOf } from '#shared/kernel/errors.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { EXCHANGE_FILE_ENDING } from '#shared/sync/exchange-file.ts';
import { answerFile } from '../http/exchange-file.ts';
import { createOperations } from '../operations/operations.ts';
import type { ImportLine } from './command-line.ts';
import { cliError } from './errors.ts';
import { openDatabase } from './open-database.ts';
import { textOf } from './outcome.ts';

const SILENT = { info() {} };

/** Takes in the file of a console that came on a stick, and writes the answer that goes back on it. */
export async function importFile(line: ImportLine, clock: Clock): Promise<string> {
  const {
    file,
    to = file.replace(new RegExp(`\\${EXCHANGE_FILE_ENDING}$`), '') + `.answer${EXCHANGE_FILE_ENDING}`,
  } = line;
  const { storage, openNews } = await openDatabase(line.database);
  // Replicas that run hear of it.
  const news = await openNews(() => undefined);
  try {
    const operations = createOperations({ storage, clock });
    const answer = await answerFile({ storage, clock, news, operations }, read(file), SILENT);
    fs.writeFileSync(to, answer, { mode: 0o600 });
    return textOf(
      { json: { answer: to, bytes: answer.length }, lines: [`Taken in. The answer for the console: ${to}`] },
      line.json,
    );
  } finally {
    await news.close();
    await storage.close();
  }
}

function read(file: string): Uint8Array {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    throw cliError('file-unreadable', { fault: messageOf(error) }, { cause: error });
  }
}
