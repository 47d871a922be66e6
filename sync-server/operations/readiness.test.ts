import { expect, test } from 'vitest';
import { TestClock } from '../testing/test-clock.ts';
import { Readiness } from './readiness.ts';

const ORGANISATION = {
  id: 'o',
  name: 'n',
  createdAtMs: 1,
  version: 0,
  lastRef: 0,
  horizon: 0,
  epoch: 'e',
  epochAtMs: 1,
  deviceRevision: 0,
};

test('ready follows the database, asked once a second at most, until the server stops', async () => {
  const clock = new TestClock();
  let asked = 0;
  let check = async () => {};
  const organisations: (typeof ORGANISATION)[] = [];
  const readiness = new Readiness(
    {
      check: () => {
        asked += 1;
        return check();
      },
      organisation: async () => organisations[0],
    },
    clock,
  );
  const states = [await readiness.state()];
  organisations.push(ORGANISATION);
  states.push(await readiness.state());
  clock.advance(1_000);
  states.push(await readiness.state());
  check = () => Promise.reject(new Error('gone'));
  clock.advance(1_000);
  states.push(await readiness.state());
  expect(readiness.reason).toBe('gone');
  readiness.stop();
  states.push(await readiness.state());
  expect([states, asked]).toEqual([
    ['not-set-up', 'not-set-up', 'ready', 'database-unreachable', 'stopping'],
    3,
  ]);
});
