import type { TimerWait } from './timer-runner.ts';

export const nodeTimerWait: TimerWait = {
  set(callback, delayMs) {
    const timeout = setTimeout(callback, delayMs);
    return () => clearTimeout(timeout);
  },
};
