import { z } from 'zod';
import { COLLECTIONS, defineEntity, type RecordOf } from '../../kernel/define-entity.ts';
import { growingName, Instant, line, lineOrNothing } from '../../kernel/fields.ts';
import { AnyFilter } from '../../kernel/filter.ts';
import { TimeZone } from '../settings/schema.ts';

export const COLUMNS_MAX = 40;
export const COLUMN_PIXELS = { min: 48, max: 900 } as const;

/** Names the question whose answer the table shows: `incidents.list`. */
export const ListName = z.string().regex(/^[a-z][A-Za-z.-]{1,59}$/, 'A name such as incidents.list.');
const ColumnId = z.string().min(1).max(40);

/** What a table shows and how. Every part is checked again where it is used: columns come and go with versions. */
export const ViewState = z.strictObject({
  /** Those shown, in their order; a width where a person set one. */
  columns: z
    .array(
      z.strictObject({
        id: ColumnId,
        widthPixels: z.int().min(COLUMN_PIXELS.min).max(COLUMN_PIXELS.max).nullable(),
      }),
    )
    .max(COLUMNS_MAX),
  sort: z.strictObject({ column: ColumnId, direction: z.enum(['ascending', 'descending']) }).nullable(),
  filter: AnyFilter,
  /** What the page's own quick filters say, as it stands in the address. */
  quick: z.record(z.string().max(40), z.string().max(400)),
});
export type ViewState = z.infer<typeof ViewState>;

/** A table as somebody arranged it. Their own until they share it with the people who see their site. */
export const savedView = defineEntity({
  kind: 'saved-view',
  collection: 'work',
  version: 1,
  fields: {
    list: ListName,
    name: line(60),
    ownerId: z.string().max(36),
    ownerName: z.string().max(80),
    isShared: z.boolean(),
    state: ViewState,
    savedAt: Instant,
  },
  indexes: [['list', 'ownerId']],
  scope: { ownerId: 'ownerId' },
});
export type SavedView = RecordOf<typeof savedView>;

export const DATE_STYLES = ['day-month-year', 'month-day-year', 'iso'] as const;
export const CLOCK_STYLES = ['24', '12'] as const;
export const ZONE_CHOICES = ['site', 'device', 'own'] as const;
export const DISTANCE_UNITS = ['nm', 'km', 'mi'] as const;
export const TEMPERATURE_UNITS = ['C', 'F'] as const;
export const MASS_UNITS = ['t', 'kg', 'lb'] as const;
export const LANGUAGES = ['en'] as const;
/** What may open after sign-in; the first does unless a person chose. */
export const START_PAGES = ['overview', 'watch', 'incidents', 'inbox'] as const;
export type StartPage = (typeof START_PAGES)[number];

export const preferenceFields = {
  language: z.enum(LANGUAGES),
  dateStyle: z.enum(DATE_STYLES),
  clockStyle: z.enum(CLOCK_STYLES),
  /** In whose time things are shown: the site's, this device's, or a zone of one's own. */
  zone: z.enum(ZONE_CHOICES),
  ownZone: TimeZone.nullable(),
  distance: z.enum(DISTANCE_UNITS),
  temperature: z.enum(TEMPERATURE_UNITS),
  mass: z.enum(MASS_UNITS),
  startPage: z.enum(START_PAGES),
};
export type Preferences = z.output<z.ZodObject<typeof preferenceFields>>;

/** What opens for a person, and how they read dates and units, at whatever console they sign in. Its id is theirs. */
export const preferences = defineEntity({
  kind: 'preferences',
  collection: 'work',
  version: 2,
  // A page that a later version adds must not keep an older one from taking the record in.
  fields: { ...preferenceFields, startPage: growingName(40).exactOptional() },
  addedIn: { startPage: 2 },
  scope: { ownerId: 'id' },
});

export const USUAL_PREFERENCES: Preferences = {
  language: 'en',
  dateStyle: 'day-month-year',
  clockStyle: '24',
  zone: 'site',
  ownZone: null,
  distance: 'nm',
  temperature: 'C',
  mass: 't',
  startPage: 'overview',
};

export const LINK_LABEL_MAX = 200;
export const Collection = z.enum(COLLECTIONS);

/** Two records have to do with each other. It belongs to the site of the one, and the site of the other sees it too. */
export const recordLink = defineEntity({
  kind: 'record-link',
  collection: 'work',
  version: 1,
  fields: {
    fromCollection: Collection,
    fromKind: growingName(40),
    fromId: z.string().max(36),
    fromLabel: z.string().max(LINK_LABEL_MAX),
    toCollection: Collection,
    toKind: growingName(40),
    toId: z.string().max(36),
    toSiteId: z.string().max(36),
    toLabel: z.string().max(LINK_LABEL_MAX),
    note: lineOrNothing(400),
    madeAt: Instant,
    madeById: z.string().max(36),
    madeByName: z.string().max(80),
  },
  indexes: [['fromId'], ['toId']],
  addressedTo: ['toSiteId'],
  scope: { ownerId: 'madeById' },
  signatures: [{ id: 'madeById', name: 'madeByName' }],
});
export type RecordLink = RecordOf<typeof recordLink>;
