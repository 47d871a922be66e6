import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Clock } from '#shared/kernel/clock.ts';

const POLL_MS = 100;
const TestClockFile = z.object({ offsetMs: z.number() });

export type ShiftedClock = Clock & {
  /** Calls back when the offset has changed. Returns the way to stop. */
  onShift(listener: () => void): () => void;
};

/**
 * The machine's clock plus an offset read from a file, so that a test can let hours pass in a running
 * console. Only there when FAIRLEAD_TEST_CLOCK_FILE names the file; the status bar shows it.
 */
export function testClock(file: string): ShiftedClock {
  let offsetMs = readOffset(file) ?? 0;
  const now = () => Date.now() + offsetMs;
  return {
    now,
    monotonicMs: () => performance.now() + offsetMs,
    onShift(listener) {
      const poll = setInterval(() => {
        const next = readOffset(file);
        if (next === undefined || next === offsetMs) return;
        offsetMs = next;
        listener();
      }, POLL_MS);
      poll.unref();
      return () => clearInterval(poll);
    },
  };
}

/** Undefined while a test is in the middle of writing the file. */
function readOffset(file: string): number | undefined {
  try {
    return TestClockFile.parse(JSON.parse(readFileSync(file, 'utf8'))).offsetMs;
  } catch (error) {
    if (
      error instanceof SyntaxError ||
      (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    ) {
      return undefined;
    }
    throw error;
  }
}
