import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { type BlobFormats, blobFolder } from './blob-store.ts';

const COPIED_AT_ONCE_BYTES = 1024 * 1024;

/** Writes the plain bytes of a stored attachment to a new file. False: they are not here. Throws `attachment-damaged`. */
export function copyBlob(
  dataFolder: string,
  { writing, alsoReading }: BlobFormats,
  sha256: string,
  target: string,
): boolean {
  for (const format of [writing, ...alsoReading]) {
    const file = path.join(blobFolder(dataFolder), sha256.slice(0, 2), sha256 + format.suffix);
    if (format.sealedBytes(file, sha256) === undefined) continue;
    const descriptor = openSync(target, 'wx', 0o600);
    try {
      for (let offset = 0; ; offset += COPIED_AT_ONCE_BYTES) {
        const bytes = format.read(file, offset, COPIED_AT_ONCE_BYTES);
        writeSync(descriptor, bytes);
        if (bytes.length < COPIED_AT_ONCE_BYTES) return true;
      }
    } finally {
      closeSync(descriptor);
    }
  }
  return false;
}
