const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Aborts when this process is asked to end, and keeps it alive to end in order. A signal often comes twice
 * (from the terminal to the whole group, and passed on by a parent): the second must not end it at once.
 */
export function abortOnStopSignals(): AbortSignal {
  const abort = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => abort.abort());
  return abort.signal;
}
