import { useCallback, useRef, useState } from 'react';

/**
 * Whoever has said all goes on: what is asked to be sent while a photo is still on its way to the console is sent
 * when it is there. A photo that never gets there keeps the report open, with what went wrong beside it.
 */
export function useSubmitAfterUploads() {
  const form = useRef<HTMLFormElement>(null);
  const uploading = useRef(false);
  const asked = useRef<{ readonly filesBefore: number } | null>(null);
  const [isWaiting, setWaiting] = useState(false);

  /** Told by the form each time, with the files it has by then. */
  const uploads = useCallback((isBusy: boolean, files: number) => {
    uploading.current = isBusy;
    const waited = asked.current;
    if (isBusy || waited === null) return;
    asked.current = null;
    setWaiting(false);
    if (files > waited.filesBefore) form.current?.requestSubmit();
  }, []);

  /** Whether it has to wait; then it is sent by itself. */
  const mustWait = useCallback((files: number) => {
    if (!uploading.current) return false;
    asked.current = { filesBefore: files };
    setWaiting(true);
    return true;
  }, []);

  return { form, isWaiting, uploads, mustWait };
}
