import { z } from 'zod';
import { defineQuery, siteCondition } from '../../kernel/define-query.ts';
import { SITE_KINDS } from './schema.ts';

export const SITE_ROWS_MAX = 1_000;

const SiteRow = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  siteKind: z.enum(SITE_KINDS),
  timeZone: z.string(),
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
      `SELECT s.id, s.code, s.name, s.siteKind, s.timeZone FROM site s
       WHERE ${scope.sql} ORDER BY s.name COLLATE NOCASE, s.id LIMIT ${SITE_ROWS_MAX}`,
      scope.parameters,
    );
  },
});

export const settingsQueries = { sites };
