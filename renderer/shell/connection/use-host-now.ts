import { useSyncExternalStore } from 'react';
import { consoleStore, hostNow } from './console-store.ts';

const listeners = new Set<() => void>();
let current = '';
let timer: ReturnType<typeof setInterval> | undefined;
const TICK_MS = 1_000;

/** The host's time, once a second for all that shows it, and at once when the host's clock is moved. */
export function useHostNow(): string {
  return useSyncExternalStore(subscribe, now);
}

function now(): string {
  if (current === '') current = hostNow();
  return current;
}

function tick(): void {
  current = hostNow();
  for (const listener of listeners) listener();
}

consoleStore.subscribe((picture, before) => {
  if (picture.clockOffsetMs !== before.clockOffsetMs) tick();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    current = '';
  };
}
