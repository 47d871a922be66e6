import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { AttachmentRow } from '#shared/domains/incidents/queries/detail.ts';
import { connection } from '#renderer/shell/connection/console-connection.ts';
import { readStoredFile } from '#renderer/shell/attachments/read-file.ts';

/** An address under which the page can show a stored file, once all of its bytes are on this device. */
export function useStoredFile(file: AttachmentRow): { url: string | undefined; failed: boolean } {
  const here = file.bytesHere >= file.sizeBytes;
  const stored = useQuery({
    queryKey: ['attachments.read', file.sha256],
    queryFn: ({ signal }) => readStoredFile(connection, file, signal),
    enabled: here,
    gcTime: 60_000,
  });
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (stored.data === undefined) return undefined;
    const made = URL.createObjectURL(stored.data);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [stored.data]);
  return { url, failed: stored.isError };
}
