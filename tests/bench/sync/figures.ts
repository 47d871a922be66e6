import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Traffic } from './shaping-proxy.ts';
import type { SyncDevice } from './system.ts';

/** One piece of work, measured at the socket of the device that did it. */
export type Line = Traffic & {
  readonly work: string;
  readonly count: number;
  readonly ms: number;
  /** How long this process, with both ends and the link in it, was too busy to move bytes, at worst. */
  readonly busyMs: number;
  /** What else is to be said, or why there are no figures. */
  readonly note?: string;
};

const SLEEP_MS = 10;
const eventLoopDelay = monitorEventLoopDelay();
eventLoopDelay.enable();

export async function measured(
  device: SyncDevice,
  { work, count }: { work: string; count: number },
  act: () => Promise<void>,
): Promise<Line> {
  device.link.take();
  eventLoopDelay.reset();
  const startedAtMs = performance.now();
  await act();
  const ms = Math.round(performance.now() - startedAtMs);
  return { work, count, ms, busyMs: Math.round(eventLoopDelay.max / 1e6), ...device.link.take() };
}

/** Resolves to the milliseconds it took, or undefined when the time was over first. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  timeoutMs: number,
): Promise<number | undefined> {
  const startedAtMs = performance.now();
  while (performance.now() - startedAtMs < timeoutMs) {
    if (await isSo()) return Math.round(performance.now() - startedAtMs);
    await sleep(SLEEP_MS);
  }
  return undefined;
}

export function sleep(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}

export function bytesOf({ bytesUp, bytesDown }: Traffic): number {
  return bytesUp + bytesDown;
}
