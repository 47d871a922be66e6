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

/** One way of handing bytes to the host, from their beginning to their end. */
export type UploadOnce = (connection: Connection, options: UploadOptions) => Promise<AttachedFile>;

/** Hands a file to the host, and a small picture of it that travels ahead of it. */
export async function uploadFile(
  connection: Connection,
  options: UploadOptions,
  once: UploadOnce = uploadOnce,
): Promise<AttachedFile> {
  const { file, signal } = options;
  const attached = await upload(connection, options, once);
  const preview = await previewOf(file, attached);
  if (preview === undefined) return attached;
  const small = { file: Object.assign(preview, { name: file.name }), signal, onProgress: () => undefined };
  const { sha256, sizeBytes } = await upload(connection, small, once);
  return { ...attached, previewSha256: sha256, previewSizeBytes: sizeBytes };
}

/** Hands bytes to the host in slices. It looks at them itself and refuses what it does not take. */
async function upload(
  connection: Connection,
  options: UploadOptions,
  once: UploadOnce,
): Promise<AttachedFile> {
  for (let starts = 1; ; starts += 1) {
    try {
      return await once(connection, options);
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
