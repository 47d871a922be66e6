import { expect, test } from 'vitest';
import { StayAwake } from './stay-awake.ts';

test('the machine is held awake once, and let go once (LC-5)', () => {
  const calls: unknown[] = [];
  const awake = new StayAwake({
    start: (type) => calls.push(type),
    stop: (id) => calls.push(['stopped', id]) > 0,
  });
  for (const isNeeded of [false, true, true, false, false, true]) awake.show(isNeeded);
  expect(calls).toEqual(['prevent-app-suspension', ['stopped', 1], 'prevent-app-suspension']);
});
