import type { DayOff } from '#shared/domains/settings/schema.ts';
import { holidayError } from './errors.ts';

export type HolidayPlaces = {
  readonly countries: readonly { readonly code: string; readonly name: string }[];
  /** Parts of the country that was asked for; many have none. */
  readonly regions: readonly { readonly code: string; readonly name: string }[];
};

/** Loaded when somebody plans a calendar: it knows two hundred countries by heart. */
async function loadHolidays() {
  const { default: Holidays } = await import('date-holidays');
  return Holidays;
}

export async function holidayPlaces(country: string | null): Promise<HolidayPlaces> {
  const Holidays = await loadHolidays();
  const known = new Holidays();
  return {
    countries: listed(known.getCountries('en')),
    regions: country === null ? [] : listed(known.getStates(country, 'en')),
  };
}

/** Public holidays, day by day: one of two days is two. A place nobody knows of is refused. */
export async function holidaysIn(place: {
  readonly country: string;
  readonly region: string | null;
  readonly fromYear: number;
  readonly years: number;
}): Promise<readonly DayOff[]> {
  const { countries, regions } = await holidayPlaces(place.country);
  const isKnown =
    countries.some(({ code }) => code === place.country) &&
    (place.region === null || regions.some(({ code }) => code === place.region));
  if (!isKnown) throw holidayError('place-unknown');
  const Holidays = await loadHolidays();
  const calendar =
    place.region === null ? new Holidays(place.country) : new Holidays(place.country, place.region);
  const days = new Map<string, string>();
  for (let year = place.fromYear; year < place.fromYear + place.years; year += 1) {
    for (const { date, name, type } of calendar.getHolidays(year, 'en')) {
      if (type === 'public') days.set(date.slice(0, 10), name.slice(0, 80));
    }
  }
  return [...days].map(([date, name]) => ({ date, name })).toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

function listed(names: { readonly [code: string]: string } | undefined) {
  return Object.entries(names ?? {})
    .map(([code, name]) => ({ code, name }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}
