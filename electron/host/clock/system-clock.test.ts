import { expect, it } from 'vitest';
import { countingSleep } from './system-clock.ts';

it('counts the time for which the machine slept, and takes coarse steps of the uptime for none', () => {
  const time = { awakeMs: 1_000, uptimeMs: 500_000 };
  const monotonicMs = countingSleep({ awakeMs: () => time.awakeMs, uptimeMs: () => time.uptimeMs });
  const pass = (awake: number, asleep: number) => {
    time.awakeMs += awake;
    time.uptimeMs += awake + asleep;
    return monotonicMs();
  };
  expect([pass(0, 0), pass(10, 900), pass(5_000, -900), pass(1_000, 3_600_000), pass(1_000, 0)]).toEqual([
    1_000, 1_010, 6_010, 3_607_010, 3_608_010,
  ]);
});
