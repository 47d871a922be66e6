import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { onSilence } from './silence.ts';

let heardBytes: number;
let isSilent: boolean;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  heardBytes = 0;
  isSilent = false;
  stop = onSilence(
    () => heardBytes,
    1_000,
    () => (isSilent = true),
  );
});

afterEach(() => vi.useRealTimers());

it('is silent when nothing comes', () => {
  vi.advanceTimersByTime(999);
  const before = isSilent;
  vi.advanceTimersByTime(1);

  expect([before, isSilent]).toEqual([false, true]);
});

it('is not silent as long as something comes, however slowly', () => {
  for (let seconds = 0; seconds < 10; seconds += 1) {
    heardBytes += 1;
    vi.advanceTimersByTime(1_000);
  }
  const meanwhile = isSilent;
  vi.advanceTimersByTime(1_000);

  expect([meanwhile, isSilent]).toEqual([false, true]);
});

it('says nothing once it is stopped', () => {
  stop();
  vi.advanceTimersByTime(5_000);

  expect(isSilent).toBe(false);
});
