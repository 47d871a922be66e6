import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import { BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';
import { toBase64 } from '#renderer/shell/attachments/base64.ts';
import type { UploadOnce } from '#renderer/shell/attachments/upload.ts';

/** Of a report before sign-in; the console holds it until this page reports it. */
export const uploadEmergencyPicture = uploadBy('emergencyPicture');
/** Of a near miss without a name; the console takes out of it whatever is not the picture. */
export const uploadNearMissPicture = uploadBy('nearMissPicture');

function uploadBy(procedure: 'emergencyPicture' | 'nearMissPicture'): UploadOnce {
  return async ({ api }, { file, signal, onProgress }) => {
    const uploadId = crypto.randomUUID();
    for (let offset = 0; ; ) {
      signal.throwIfAborted();
      const slice = await file.slice(offset, offset + BLOB_CHUNK_BYTES).arrayBuffer();
      const taken = await api.unnamed[procedure].mutate({
        uploadId,
        fileName: file.name,
        sizeBytes: file.size,
        offset,
        base64: toBase64(new Uint8Array(slice)),
      });
      if (taken.file !== null) return taken.file;
      offset = taken.receivedBytes;
      onProgress(offset);
    }
  };
}

/** What a report says of its pictures; the rest the console knows itself. */
export function picturesOf(files: readonly AttachedFile[]) {
  return files.map(({ sha256, previewSha256 }) => ({ sha256, previewSha256 }));
}
