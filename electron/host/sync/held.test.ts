import { expect, it } from 'vitest';
import { heldFrom } from './held.ts';

const held = { fromSeq: 7, until: '2026-03-01T08:30:00.000Z', message: 'Update the server.' };

it.each([
  ['2026-03-01T08:10:00.000Z', 7],
  ['2026-03-01T08:30:00.000Z', undefined],
  ['2026-03-01T09:00:00.000Z', undefined],
])('what the server can not read yet waits for half an hour: at %s from %s on', (now, from) => {
  expect(heldFrom(held, now)).toBe(from);
});

it('a clock that was in another century when the server could not read it holds nothing back for long', () => {
  expect(
    heldFrom({ ...held, until: '2100-03-01T08:30:00.000Z' }, '2026-03-01T08:10:00.000Z'),
  ).toBeUndefined();
});
