import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import { isConnectionLoss } from '../connection/api-error.ts';
import type { Connection } from '../connection/connection.ts';
import { toBase64 } from './base64.ts';
import { previewOf } from './preview.ts';

export type UploadOptions = {
  readonly file: Blob & { readonly name: string };
  readonly signal: AbortSignal;
  onProgress(sentBytes: number): void;
};

/** A host that restarts forgets half-sent uploads; each start sends the file from its beginning. */
const STARTS_MAX = 4;

/** Hands a file to the host, and a small picture of it that travels ahead of it. */
export async function uploadFile(connection: Connection, options: UploadOptions): Promise<AttachedFile> {
  const { file, signal } = options;
  const attached = await upload(connection, options);
  const preview = await previewOf(file, attached);
  if (preview === undefined) return attached;
  const { sha256, sizeBytes } = await upload(connection, {
    file: Object.assign(preview, { name: file.name }),
    signal,
    onProgress: () => undefined,
  });
  return { ...attached, previewSha256: sha256, previewSizeBytes: sizeBytes };
}

/** Hands bytes to the host in slices. It looks at them itself and refuses what it does not take. */
async function upload(connection: Connection, options: UploadOptions): Promise<AttachedFile> {
  for (let starts = 1; ; starts += 1) {
    try {
      return await uploadOnce(connection, options);
    } catch (error) {
      if (!isConnectionLoss(error) || starts >= STARTS_MAX || options.signal.aborted) throw error;
      await connection.whenConnected();
    }
  }
}

async function uploadOnce({ api }: Connection, options: UploadOptions): Promise<AttachedFile> {
  const { file, signal, onProgress } = options;
  const { uploadId, chunkBytes } = await api.attachments.begin.mutate({
    fileName: file.name,
    sizeBytes: file.size,
  });
  for (let offset = 0; offset < file.size; ) {
    if (signal.aborted) {
      await api.attachments.cancel.mutate({ uploadId });
      signal.throwIfAborted();
    }
    const slice = await file.slice(offset, offset + chunkBytes).arrayBuffer();
    const { receivedBytes } = await api.attachments.append.mutate({
      uploadId,
      offset,
      base64: toBase64(new Uint8Array(slice)),
    });
    offset = receivedBytes;
    onProgress(offset);
  }
  return api.attachments.finish.mutate({ uploadId });
}
