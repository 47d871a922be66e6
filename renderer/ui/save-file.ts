/** Long enough for a browser to have begun to read the bytes. */
const READ_AFTER_MS = 60_000;

/** Hands a file to the downloads of the browser or the window. */
export function saveFile(fileName: string, bytes: Blob): void {
  const url = URL.createObjectURL(bytes);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), READ_AFTER_MS);
}
