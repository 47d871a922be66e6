import { expect, test } from 'vitest';
import { askedOf, readFilters, writeFilters } from './journal-filters.ts';

test('an address says what is shown, and nonsense in it shows everything', () => {
  const address = '/audit?record=AUR-INC-2026-0001&event=changed&from=2026-03-01';
  expect(writeFilters(readFilters(address.split('?')[1] ?? ''))).toBe(address);
  expect(writeFilters(readFilters('event=sunk&from=yesterday'))).toBe('/audit');
});

test('days are those of the site, the last one included, also when clocks change', () => {
  const filters = readFilters('from=2026-03-29&to=2026-03-29');
  expect(askedOf(filters, 'Europe/Athens')).toMatchObject({
    from: '2026-03-28T22:00:00.000Z',
    to: '2026-03-29T21:00:00.000Z',
  });
});
