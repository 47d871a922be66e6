import { z } from 'zod';
import { holidayPlaces, holidaysIn } from '../holidays/holidays.ts';
import { procedureFor } from './trpc.ts';

const planner = procedureFor('calendars.manage');
const Place = { country: z.string().regex(/^[A-Z]{2}$/), region: z.string().max(16).nullable() };
const YEARS_MAX = 5;

export const holidayProcedures = {
  holidayPlaces: planner
    .input(z.object({ country: Place.country.nullable() }))
    .query(({ input }) => holidayPlaces(input.country)),
  holidays: planner
    .input(
      z.object({
        ...Place,
        fromYear: z.int().min(2020).max(2100),
        years: z.int().min(1).max(YEARS_MAX),
      }),
    )
    .query(({ input }) => holidaysIn(input)),
};
