import { useQuery } from '@tanstack/react-query';
import { readStoredFile, type StoredFile } from '#renderer/shell/attachments/read-file.ts';
import { connection } from '#renderer/shell/connection/console-connection.ts';

/** Bytes of a photo are kept this long after nobody shows it any more. */
const KEPT_MS = 60_000;

/** A stored file, once all of its bytes are on this device. */
export function useStoredFile(file: StoredFile & { readonly bytesHere: number }): {
  blob: Blob | undefined;
  failed: boolean;
} {
  const stored = useQuery({
    queryKey: ['attachments.read', file.sha256],
    queryFn: ({ signal }) => readStoredFile(connection, file, signal),
    enabled: file.bytesHere >= file.sizeBytes,
    gcTime: KEPT_MS,
  });
  return { blob: stored.data, failed: stored.isError };
}
