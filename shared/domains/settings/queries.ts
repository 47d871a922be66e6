import { z } from 'zod';
import { defineQuery, siteCondition } from '../../kernel/define-query.ts';
import { RecordId } from '../../kernel/ids.ts';
import { calendarFor } from './calendar.ts';
import { COMPANY_WIDE } from '../../access/target.ts';
import { type RetentionWishes, retention, wishesIn } from './retention.ts';
import { calendar, PARTICULARS, SITE_KINDS } from './schema.ts';

export const SITE_ROWS_MAX = 1_000;

export const SiteRow = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  siteKind: z.enum(SITE_KINDS),
  timeZone: z.string(),
  imoNumber: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  flagCountry: z.string().nullable(),
  callSign: z.string().nullable(),
  grossTonnage: z.int().nullable(),
  yearBuilt: z.int().nullable(),
  classSociety: z.string().nullable(),
  operatorName: z.string().nullable(),
  operatorAddress: z.string().nullable(),
});
export type SiteRow = z.infer<typeof SiteRow>;

/** The sites a person sees, by name. */
export const sites = defineQuery({
  name: 'settings.sites',
  feature: 'incidents.read',
  input: z.object({}),
  reads: ['settings'],
  run({ db, sites: visible }) {
    const scope = siteCondition('s.id', visible);
    return db.all(
      SiteRow,
      `SELECT s.id, s.code, s.name, s.siteKind, s.timeZone, s.imoNumber, s.latitude, s.longitude,
              s.flagCountry, ${PARTICULARS.map((field) => `s.${field}`).join(', ')} FROM site s
       WHERE ${scope.sql} ORDER BY s.name COLLATE NOCASE, s.id LIMIT ${SITE_ROWS_MAX}`,
      scope.parameters,
    );
  },
});

/** When people work at a site: what was entered, or what holds until something is. */
export const calendarOf = defineQuery({
  name: 'settings.calendar',
  feature: 'incidents.read',
  input: z.object({ siteId: RecordId }),
  reads: ['settings'],
  run({ db, sites: visible }, { siteId }) {
    const isVisible = visible === 'all' || visible.includes(siteId);
    const first = 'SELECT c.id FROM calendar c WHERE c.siteId = :siteId ORDER BY c.id LIMIT 1';
    const kept = isVisible ? db.get(SiteRow.pick({ id: true }), first, { siteId }) : undefined;
    return calendarFor(kept === undefined ? undefined : db.record(calendar, kept.id), siteId);
  },
});

/** What was said about how long things are kept, by the company and by a site. `retentionFor` says what holds. */
export const retentionOf = defineQuery({
  name: 'settings.retention',
  feature: 'incidents.read',
  input: z.object({ siteId: RecordId }),
  reads: ['settings'],
  run({ db, sites: visible }, { siteId }) {
    const isVisible = visible === 'all' || visible.includes(siteId);
    const said = (of: string): { readonly id: string; readonly wishes: RetentionWishes } | null => {
      const first = 'SELECT r.id FROM retention r WHERE r.siteId = :of ORDER BY r.id LIMIT 1';
      const found = db.get(SiteRow.pick({ id: true }), first, { of });
      const record = found === undefined ? undefined : db.record(retention, found.id);
      return record === undefined ? null : { id: record.id, wishes: wishesIn(record) };
    };
    return { siteId, company: said(COMPANY_WIDE), site: isVisible ? said(siteId) : null };
  },
});

export const settingsQueries = { sites, calendar: calendarOf, retention: retentionOf };
