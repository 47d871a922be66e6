import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { type BlobFormats, blobFolder } from './blob-store.ts';
import type { ByteFormat } from './byte-format.ts';

const COPIED_AT_ONCE_BYTES = 1024 * 1024;

/** The plain bytes of a stored attachment, piece by piece. Undefined: they are not here. Throws `attachment-damaged`. */
export function blobPieces(
  dataFolder: string,
  { writing, alsoReading }: BlobFormats,
  sha256: string,
): Generator<Buffer> | undefined {
  for (const format of [writing, ...alsoReading]) {
    const file = path.join(blobFolder(dataFolder), sha256.slice(0, 2), sha256 + format.suffix);
    if (format.sealedBytes(file, sha256) !== undefined) return piecesOf(format, file);
  }
  return undefined;
}

function* piecesOf(format: ByteFormat, file: string): Generator<Buffer> {
  for (let offset = 0; ; offset += COPIED_AT_ONCE_BYTES) {
    const bytes = format.read(file, offset, COPIED_AT_ONCE_BYTES);
    yield bytes;
    if (bytes.length < COPIED_AT_ONCE_BYTES) return;
  }
}

/** Writes the plain bytes of a stored attachment to a new file. False: they are not here. Throws `attachment-damaged`. */
export function copyBlob(dataFolder: string, formats: BlobFormats, sha256: string, target: string): boolean {
  const pieces = blobPieces(dataFolder, formats, sha256);
  if (pieces === undefined) return false;
  const descriptor = openSync(target, 'wx', 0o600);
  try {
    for (const bytes of pieces) writeSync(descriptor, bytes);
    return true;
  } finally {
    closeSync(descriptor);
  }
}
