import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { attachment } from '#shared/domains/files/schema.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { blobFormatsOf } from '../../attachments/blob-formats.ts';
import { copyBlob } from '../../attachments/copy-blob.ts';
import type { Steps } from '../../workers/job.ts';
import { archivedBatches } from '../archive/archived-records.ts';
import type { SqliteConnection } from '../connection.ts';
import { ConsoleState } from '../console-state.ts';
import { viewOf } from '../record-tables.ts';

const Row = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), fileName: z.string().nullable() });

export type FilesExported = {
  readonly files: number;
  /** On this console's disk, but damaged. */
  readonly damaged: number;
};

/** The attachments that are here, as they were before they were encrypted: `files/<hash>.<ending>`. */
export function exportFiles(
  source: SqliteConnection,
  { dataFolder, into }: { readonly dataFolder: string; readonly into: string },
  { step }: Steps,
): FilesExported {
  const { blobKeyHex } = new ConsoleState(source);
  // The format of new files doesn't matter here: both are looked for.
  const formats = blobFormatsOf({ blobKeyHex }, false);
  const rows = source
    .prepare(
      `SELECT sha256, (SELECT min(fileName) FROM ${viewOf(attachment)} AS record WHERE record.sha256 = blob.sha256) AS fileName
       FROM blob WHERE bytesHere >= sizeBytes ORDER BY sha256`,
    )
    .all()
    .map((row) => Row.parse(row));
  if (rows.length > 0) mkdirSync(into, { mode: 0o700 });
  const archivedNames = namesInArchive(source);
  let files = 0;
  let damaged = 0;
  for (const [done, { sha256, fileName }] of rows.entries()) {
    step({ done, total: rows.length });
    const target = path.join(into, sha256 + endingOf(fileName ?? archivedNames.get(sha256) ?? ''));
    try {
      if (copyBlob(dataFolder, formats, sha256, target)) files += 1;
    } catch (error) {
      if (!isDomainError(error)) throw error;
      rmSync(target, { force: true });
      damaged += 1;
    }
  }
  return { files, damaged };
}

/** Of a month that can't be read, files are without the ending of their name; `MISSING.txt` says which. */
function namesInArchive(source: SqliteConnection): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const batch of archivedBatches(source, attachment, () => undefined)) {
    for (const { data } of batch) {
      const { sha256, fileName } = Row.parse(JSON.parse(data));
      if (fileName !== null) names.set(sha256, fileName);
    }
  }
  return names;
}

function endingOf(fileName: string): string {
  const ending = path.extname(fileName).toLowerCase();
  return /^\.[a-z0-9]{1,8}$/.test(ending) ? ending : '';
}
