import { expect, test } from 'vitest';
import { holidayPlaces, holidaysIn } from './holidays.ts';

test('the public holidays of a country come by date, over several years', async () => {
  const days = await holidaysIn({ country: 'GR', region: null, fromYear: 2026, years: 2 });
  expect(days.filter(({ date }) => date.endsWith('-03-25') || date === '2026-04-13')).toEqual([
    { date: '2026-03-25', name: expect.stringContaining('Annunciation') },
    { date: '2026-04-13', name: expect.stringContaining('Easter Monday') },
    { date: '2027-03-25', name: expect.stringContaining('Annunciation') },
  ]);
  expect(days.map(({ date }) => date)).toEqual(days.map(({ date }) => date).toSorted());
});

test('a part of a country has days of its own', async () => {
  const of = (region: string | null) => holidaysIn({ country: 'DE', region, fromYear: 2026, years: 1 });
  const [whole, bavaria] = [await of(null), await of('BY')];
  expect(bavaria.length).toBeGreaterThan(whole.length);
  const { regions } = await holidayPlaces('DE');
  expect(regions).toContainEqual({ code: 'BY', name: 'Bayern' });
});

test('a place nobody knows of is refused', async () => {
  await expect(holidaysIn({ country: 'XX', region: null, fromYear: 2026, years: 1 })).rejects.toThrow(
    'not known',
  );
});
