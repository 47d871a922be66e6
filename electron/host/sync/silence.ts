/**
 * Calls `onSilent` once nothing was heard for `silenceMs`. `heardBytes` counts up with what comes: a large answer
 * over a slow link takes minutes, and is no silence. Returns the way to stop.
 */
export function onSilence(heardBytes: () => number, silenceMs: number, onSilent: () => void): () => void {
  let before = heardBytes();
  const timer = setInterval(() => {
    const now = heardBytes();
    if (now === before) {
      clearInterval(timer);
      onSilent();
    }
    before = now;
  }, silenceMs);
  timer.unref();
  return () => clearInterval(timer);
}
