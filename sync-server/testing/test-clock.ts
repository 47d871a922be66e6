export const TEST_START_MS = Date.UTC(2026, 2, 1, 8);

/** A clock that stands still until it is told to move on. */
export class TestClock {
  nowMs = TEST_START_MS;

  now(): number {
    return this.nowMs;
  }

  monotonicMs(): number {
    return this.nowMs - TEST_START_MS;
  }

  advance(ms: number): void {
    this.nowMs += ms;
  }
}
