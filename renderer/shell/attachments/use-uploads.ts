import { useCallback, useRef, useState } from 'react';
import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import { MEDIA_TYPES } from '#shared/domains/files/schema.ts';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import { BLOB_BYTES_MAX } from '#shared/sync/limits.ts';
import { bytesText } from '#renderer/ui/format.ts';
import { detailsOf } from '../connection/api-error.ts';
import { connection } from '../connection/console-connection.ts';
import { t } from '../words.ts';
import { uploadFile, type UploadOnce } from './upload.ts';

export type Upload = {
  readonly id: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sentBytes: number;
};

type UploadsOptions = {
  readonly filesMax: number;
  /** What is taken; any kind of file that may be attached where nothing is said. */
  readonly mediaTypes?: readonly string[] | undefined;
  /** How bytes are handed over where it is not as files of a person. */
  readonly once?: UploadOnce | undefined;
  readonly files: readonly AttachedFile[];
  onAdd(file: AttachedFile): void;
};

/** Files on their way to the host, and what went wrong with those that never got there. */
export function useUploads({ filesMax, mediaTypes = MEDIA_TYPES, once, files, onAdd }: UploadsOptions) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [errors, setErrors] = useState<readonly ErrorDetails[]>([]);
  const aborts = useRef(new Map<string, AbortController>());

  const start = useCallback(
    async (file: File) => {
      const id = crypto.randomUUID();
      const abort = new AbortController();
      aborts.current.set(id, abort);
      setUploads((before) => [...before, { id, fileName: file.name, sizeBytes: file.size, sentBytes: 0 }]);
      try {
        const onProgress = (sentBytes: number) =>
          setUploads((before) =>
            before.map((upload) => (upload.id === id ? { ...upload, sentBytes } : upload)),
          );
        onAdd(await uploadFile(connection, { file, signal: abort.signal, onProgress }, once));
      } catch (error) {
        if (!abort.signal.aborted) setErrors((before) => [...before, detailsOf(error)]);
      } finally {
        aborts.current.delete(id);
        setUploads((before) => before.filter((upload) => upload.id !== id));
      }
    },
    [onAdd, once],
  );

  function add(chosen: readonly File[]): void {
    const room = filesMax - files.length - uploads.length;
    const problem = (file: File) => problemOf(file, mediaTypes);
    const problems = chosen.map(problem).filter((found) => found !== undefined);
    const good = chosen.filter((file) => problem(file) === undefined);
    if (good.length > room) problems.push(refusal('invalid-input', t('files.tooMany', { count: filesMax })));
    setErrors(problems);
    for (const file of good.slice(0, Math.max(0, room))) void start(file);
  }

  return { uploads, errors, add, cancel: (id: string) => aborts.current.get(id)?.abort() };
}

/** What can be told without sending a byte. The host looks again, at the bytes. */
function problemOf(file: File, mediaTypes: readonly string[]): ErrorDetails | undefined {
  const fileName = file.name;
  if (file.size > BLOB_BYTES_MAX) {
    const sizes = { size: bytesText(file.size), limit: bytesText(BLOB_BYTES_MAX) };
    return refusal('attachment-too-large', t('files.tooLarge', { fileName, ...sizes }));
  }
  if (file.size === 0) return refusal('attachment-damaged', t('files.empty', { fileName }));
  if (file.type === '' || mediaTypes.includes(file.type)) return undefined;
  const isPdfTaken = mediaTypes.includes('application/pdf');
  const says = isPdfTaken ? 'files.wrongType' : 'files.wrongPicture';
  return refusal('attachment-wrong-type', t(says, { fileName }));
}

function refusal(code: ErrorDetails['code'], message: string): ErrorDetails {
  return { code, message };
}
