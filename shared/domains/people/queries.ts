import { z } from 'zod';
import { JOB_PROFILES, ROLES } from '../../access/roles.ts';
import { defineQuery, siteCondition } from '../../kernel/define-query.ts';

export const PEOPLE_ROWS_MAX = 500;

const PersonRow = z.object({
  id: z.string(),
  siteId: z.string(),
  siteName: z.string().nullable(),
  name: z.string(),
  signInName: z.string(),
  role: z.enum(ROLES),
  jobProfile: z.enum(JOB_PROFILES),
  active: z.int().transform((flag) => flag === 1),
});
export type PersonRow = z.infer<typeof PersonRow>;

/** People, by name; for choosing an assignee and for the people page. */
export const list = defineQuery({
  name: 'people.list',
  feature: 'people.read',
  input: z.object({
    siteId: z.string().max(36).nullable().default(null),
    activeOnly: z.boolean().default(true),
  }),
  reads: ['people', 'settings'],
  run({ db, sites }, input) {
    const scope = siteCondition('p.siteId', sites);
    return db.all(
      PersonRow,
      `SELECT p.id, p.siteId, s.name AS siteName, p.name, p.signInName, p.role, p.jobProfile, p.active
       FROM person p LEFT JOIN site s ON s.id = p.siteId
       WHERE ${scope.sql} AND (:siteId IS NULL OR p.siteId = :siteId) AND (:activeOnly = 0 OR p.active = 1)
       ORDER BY p.name COLLATE NOCASE, p.id LIMIT ${PEOPLE_ROWS_MAX}`,
      { ...scope.parameters, siteId: input.siteId, activeOnly: input.activeOnly ? 1 : 0 },
    );
  },
});

export const peopleQueries = { list };
