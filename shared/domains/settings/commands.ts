import { z } from 'zod';
import { defineCommand } from '../../kernel/define-command.ts';
import { line } from '../../kernel/fields.ts';
import { RecordId } from '../../kernel/ids.ts';
import { settingsError } from './errors.ts';
import { saveCompanyRetention, saveSiteRetention } from './retention-commands.ts';
import {
  calendar,
  Country,
  Latitude,
  Longitude,
  site,
  SITE_KINDS,
  SiteCode,
  TimeZone,
  PARTICULARS,
  particulars,
  type SiteRecord,
} from './schema.ts';

const { hours, country, region, holidays, closures } = calendar.schema.shape;
const calendarFields = { hours, country, region, holidays, closures };

/** A console that starts a site of its own writes it down here; a console that joins a company receives it. */
export const foundSite = defineCommand({
  name: 'settings.foundSite',
  feature: 'sites.manage',
  system: true,
  lane: 2,
  input: z.object({
    id: RecordId,
    code: SiteCode,
    name: line(80),
    siteKind: z.enum(SITE_KINDS),
    timeZone: TimeZone,
  }),
  writes: [site],
  allows: [{ entity: site, insert: true }],
  label: (input) => ({ key: 'settings.foundSite.label', params: { name: input.name } }),
  target: (_context, input) => input.id,
  run({ tx }, { id, ...fields }) {
    if (tx.get(site, id) !== undefined) {
      throw settingsError('site-founded');
    }
    tx.insert(site, { id, siteId: id, ...fields, imoNumber: null, active: true });
    return { id };
  },
  check({ writes, site: own, isFounder }) {
    const founded = site.schema.safeParse(writes[0]?.after);
    const isOwn =
      isFounder &&
      writes.length === 1 &&
      writes[0]?.op === 'insert' &&
      founded.success &&
      founded.data.id === own.id &&
      founded.data.siteId === own.id &&
      founded.data.code === own.code &&
      founded.data.siteKind === own.kind;
    if (isOwn) return;
    throw settingsError('not-its-own-site');
  },
});

/** What a site is called, where it is, and which clock it goes by. Its code stands in numbers and never changes. */
export const editSite = defineCommand({
  name: 'settings.editSite',
  feature: 'sites.manage',
  lane: 2,
  input: z
    .object({
      id: RecordId,
      name: line(80),
      timeZone: TimeZone,
      imoNumber: site.schema.shape.imoNumber,
      latitude: Latitude.nullable(),
      longitude: Longitude.nullable(),
      // A form of before does not know what follows: it stays as it is.
      flagCountry: Country.nullable().optional(),
      callSign: particulars.callSign.nullable().optional(),
      grossTonnage: particulars.grossTonnage.nullable().optional(),
      yearBuilt: particulars.yearBuilt.nullable().optional(),
      classSociety: particulars.classSociety.nullable().optional(),
      operatorName: particulars.operatorName.nullable().optional(),
      operatorAddress: particulars.operatorAddress.nullable().optional(),
    })
    .refine(({ latitude, longitude }) => (latitude === null) === (longitude === null), {
      path: ['longitude'],
      message: 'A position has both.',
    }),
  writes: [site],
  allows: [
    {
      entity: site,
      patch: ['name', 'timeZone', 'imoNumber', 'latitude', 'longitude', 'flagCountry', ...PARTICULARS],
    },
  ],
  label: ({ name }) => ({ key: 'settings.editSite.label', params: { name } }),
  target: (_context, { id }) => id,
  run({ tx }, { id, name, timeZone, imoNumber, latitude, longitude, ...later }) {
    const before = tx.mustGet(site, id);
    tx.patch(site, id, { name, timeZone, imoNumber, latitude, longitude, ...newsOf(before, later) });
    return { id };
  },
});

type Later = Pick<SiteRecord, 'flagCountry' | (typeof PARTICULARS)[number]>;

/** What was given of the fields that came late and says something new: what stands nowhere need not stand as nothing. */
function newsOf(before: SiteRecord, given: { readonly [F in keyof Later]: Later[F] | undefined }): Later {
  const fields = ['flagCountry', ...PARTICULARS] as const;
  const news = fields.filter(
    (field) => given[field] !== undefined && (given[field] || null) !== (before[field] ?? null),
  );
  // Each field keeps its own value; an emptied text says nothing.
  return Object.fromEntries(news.map((field) => [field, given[field] || null])) as Later;
}

/** The whole calendar of a site at once: a part of it alone says little. */
export const saveCalendar = defineCommand({
  name: 'settings.saveCalendar',
  feature: 'calendars.manage',
  lane: 2,
  input: z.object({ siteId: RecordId, ...calendarFields }),
  writes: [calendar],
  allows: [{ entity: calendar, insert: true, patch: Object.keys(calendarFields) }],
  label: () => ({ key: 'settings.saveCalendar.label' }),
  target: (_context, { siteId }) => siteId,
  run({ tx, newId }, { siteId, ...fields }) {
    tx.mustGet(site, siteId);
    // Two consoles may have entered one without knowing of each other: all of them go by the first.
    const [kept] = tx.find(calendar, { siteId }).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const id = kept?.id ?? newId();
    if (kept === undefined) tx.insert(calendar, { id, siteId, ...fields });
    else tx.patch(calendar, id, fields);
    return { id };
  },
});

export const settingsCommands = {
  foundSite,
  editSite,
  saveCalendar,
  saveCompanyRetention,
  saveSiteRetention,
};
