import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '#host/api/router.ts';
import { isoOf, msOf } from '#shared/kernel/clock.ts';

export type ConsoleStatus = inferRouterOutputs<AppRouter>['console']['status'];

type ConsolePicture = {
  readonly status: ConsoleStatus | null;
  /** Host's time minus the page's monotonic clock, from the newest picture. */
  readonly clockOffsetMs: number;
};

/** The newest picture that the host pushed of itself. */
export const consoleStore = createStore<ConsolePicture>(() => ({
  status: null,
  clockOffsetMs: Date.now() - performance.now(),
}));

/** Takes a new picture in. Says whether the host's clock has jumped, since then all that was derived of time is old. */
export function takeStatus(status: ConsoleStatus): { clockJumped: boolean } {
  const before = consoleStore.getState();
  const clockOffsetMs = msOf(status.clock.now) - performance.now();
  const clockJumped =
    before.status !== null && Math.abs(clockOffsetMs - before.clockOffsetMs) > CLOCK_JUMP_MS;
  consoleStore.setState({ status, clockOffsetMs });
  return { clockJumped };
}

const CLOCK_JUMP_MS = 2_000;

export function useConsoleStatus(): ConsoleStatus | null {
  return useStore(consoleStore, (picture) => picture.status);
}

/** The host's time now, ISO. The page's own clock may be anything. */
export function hostNow(): string {
  return isoOf(Math.round(performance.now() + consoleStore.getState().clockOffsetMs));
}
