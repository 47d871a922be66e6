import { z } from 'zod';
import { line, lineOrNothing } from '../../kernel/fields.ts';
import { defineEntity, type RecordOf } from '../../kernel/define-entity.ts';

export const SITE_KINDS = ['vessel', 'warehouse', 'office', 'dispatch'] as const;

/** `AUR`, `OFF`: starts this site's record numbers, so it never changes. */
export const SiteCode = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{1,5}$/, 'Two to six capital letters or digits, e.g. AUR.');

/** An IANA time zone. The list differs between programs, so only the form is checked here. */
export const TimeZone = z
  .string()
  .regex(/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/, 'A time zone such as Europe/Athens.')
  .max(60);

/** A country by its two letters (ISO 3166-1): `GR`. */
export const Country = z.string().regex(/^[A-Z]{2}$/, 'Two capital letters such as GR.');

/** Degrees, north and east positive. */
export const Latitude = z.number().min(-90, 'From -90 to 90.').max(90, 'From -90 to 90.');
export const Longitude = z.number().min(-180, 'From -180 to 180.').max(180, 'From -180 to 180.');

/** What forms of authorities ask about a vessel beside its name, number and flag; none of it need be known. */
export const particulars = {
  /** As the Radio Regulations give it: `SVAB7`. */
  callSign: lineOrNothing(20),
  /** By the International Convention on Tonnage Measurement of Ships, 1969. */
  grossTonnage: z.int('A whole number.').min(1, 'From 1 on.').max(1_000_000, 'At most 1,000,000.'),
  yearBuilt: z.int('A year.').min(1_800, 'From 1800 on.').max(2_200, 'At most 2200.'),
  classSociety: lineOrNothing(80),
  /** Who operates or owns it. */
  operatorName: lineOrNothing(120),
  operatorAddress: lineOrNothing(300),
};
export const PARTICULARS = [
  'callSign',
  'grossTonnage',
  'yearBuilt',
  'classSociety',
  'operatorName',
  'operatorAddress',
] as const satisfies readonly (keyof typeof particulars)[];

/**
 * A vessel, a warehouse, an office. Every record of the company belongs to one. Its id is its `siteId` elsewhere. The
 * fields of versions 2 to 4 may be missing.
 */
export const site = defineEntity({
  kind: 'site',
  collection: 'settings',
  version: 4,
  fields: {
    code: SiteCode,
    name: line(80),
    siteKind: z.enum(SITE_KINDS),
    timeZone: TimeZone,
    /** IMO number of a vessel: `IMO 9074729` without the letters. */
    imoNumber: z
      .string()
      .regex(/^\d{7}$/)
      .nullable(),
    active: z.boolean(),
    /** Where it stands; of a vessel, where it belongs. */
    latitude: Latitude.nullable().optional(),
    longitude: Longitude.nullable().optional(),
    /** Whose flag a vessel flies; of other sites the country they lie in. */
    flagCountry: Country.nullable().exactOptional(),
    callSign: particulars.callSign.nullable().exactOptional(),
    grossTonnage: particulars.grossTonnage.nullable().exactOptional(),
    yearBuilt: particulars.yearBuilt.nullable().exactOptional(),
    classSociety: particulars.classSociety.nullable().exactOptional(),
    operatorName: particulars.operatorName.nullable().exactOptional(),
    operatorAddress: particulars.operatorAddress.nullable().exactOptional(),
  },
  addedIn: {
    latitude: 2,
    longitude: 2,
    flagCountry: 3,
    callSign: 4,
    grossTonnage: 4,
    yearBuilt: 4,
    classSociety: 4,
    operatorName: 4,
    operatorAddress: 4,
  },
  merge: { code: 'home' },
  indexes: [['code']],
  searchable: ['code', 'name', 'imoNumber'],
});
export type SiteRecord = RecordOf<typeof site>;

/** Minutes after midnight, site time. */
const MINUTES_OF_A_DAY = 24 * 60;
export const WorkingHours = z
  .strictObject({
    opens: z.int().min(0).max(MINUTES_OF_A_DAY),
    closes: z.int().min(0).max(MINUTES_OF_A_DAY),
  })
  .refine(({ opens, closes }) => opens < closes, { path: ['closes'], message: 'It closes after it opens.' });
export type WorkingHours = z.infer<typeof WorkingHours>;

/** A date of the site's own calendar: `2026-12-25`. */
export const CalendarDate = z.iso.date('A date such as 2026-12-25.');

export const DayOff = z.strictObject({ date: CalendarDate, name: line(80) });
export type DayOff = z.infer<typeof DayOff>;
export const Closure = z
  .strictObject({ from: CalendarDate, to: CalendarDate, name: line(80) })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'It ends on or after its first day.' });
export type Closure = z.infer<typeof Closure>;

const WEEKDAYS = 7;
const HOLIDAYS_MAX = 300;
const CLOSURES_MAX = 100;

/** When people work at a site. A site without one works Monday to Friday, 09:00 to 17:00. */
export const calendar = defineEntity({
  kind: 'calendar',
  collection: 'settings',
  version: 1,
  fields: {
    /** Monday first; null on a day off. */
    hours: z.array(WorkingHours.nullable()).length(WEEKDAYS),
    /** `GR`, `US` and its part `ny`, from where the holidays were taken; null without any. */
    country: z.string().max(8).nullable(),
    region: z.string().max(16).nullable(),
    /** As a list, so that every console agrees on them whatever it knows of countries. */
    holidays: z.array(DayOff).max(HOLIDAYS_MAX),
    closures: z.array(Closure).max(CLOSURES_MAX),
  },
  indexes: [['siteId']],
});
export type CalendarRecord = RecordOf<typeof calendar>;
