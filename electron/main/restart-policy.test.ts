import { expect, test } from 'vitest';
import { RestartPolicy } from './restart-policy.ts';

test('three restarts within a minute, each after a longer wait, then none (UP-8)', () => {
  const policy = new RestartPolicy();
  expect([0, 1_000, 5_000, 20_000, 59_999].map((nowMs) => policy.nextDelayMs(nowMs))).toEqual([
    250,
    1_000,
    4_000,
    undefined,
    undefined,
  ]);
});

test('a restart counts for one minute', () => {
  const policy = new RestartPolicy();
  expect([0, 30_000, 60_000, 70_000].map((nowMs) => policy.nextDelayMs(nowMs))).toEqual([
    250, 1_000, 1_000, 4_000,
  ]);
});

test('a person who starts it again begins anew', () => {
  const policy = new RestartPolicy();
  for (const nowMs of [0, 1, 2]) policy.nextDelayMs(nowMs);
  policy.forget();
  expect(policy.nextDelayMs(3)).toBe(250);
});
