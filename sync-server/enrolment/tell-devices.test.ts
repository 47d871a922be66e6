import { expect, test } from 'vitest';
import { formsOf } from './tell-devices.ts';

const OWN = { incident: 2, person: 3 };

test('a program is as old as the forms it knows, and newer when it knows one that is newer', () => {
  expect([
    formsOf({}, OWN),
    formsOf({ incident: 2, person: 3 }, OWN),
    formsOf({ incident: 1, person: 3 }, OWN),
    formsOf({ incident: 2 }, OWN),
    formsOf({ incident: 1, person: 4 }, OWN),
    formsOf({ incident: 2, person: 3, voyage: 1 }, OWN),
  ]).toEqual(['unknown', 'same', 'older', 'older', 'newer', 'newer']);
});
