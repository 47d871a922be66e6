import { BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';
import type { Connection } from '../connection/connection.ts';
import { fromBase64 } from './base64.ts';

export type StoredFile = {
  /** Of the record that names it. */
  readonly id: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
};

/** Fetches a stored file from the host, slice by slice. */
export async function readStoredFile(
  { api }: Connection,
  file: StoredFile,
  signal: AbortSignal,
): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let offset = 0; offset < file.sizeBytes; ) {
    signal.throwIfAborted();
    const length = Math.min(BLOB_CHUNK_BYTES, file.sizeBytes - offset);
    const { base64 } = await api.attachments.read.query({
      recordId: file.id,
      sha256: file.sha256,
      offset,
      length,
    });
    const bytes = fromBase64(base64);
    if (bytes.length === 0)
      throw new Error(`File ${file.sha256} ends at ${offset} of ${file.sizeBytes} bytes`);
    parts.push(bytes);
    offset += bytes.length;
  }
  return new Blob(parts, { type: file.mediaType });
}
