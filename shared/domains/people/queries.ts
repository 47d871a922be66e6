import { z } from 'zod';
import { knownProfile, ROLES } from '../../access/roles.ts';
import { defineQuery, type QueryContext, rowCondition } from '../../kernel/define-query.ts';
import { DomainError } from '../../kernel/errors.ts';
import { RecordId } from '../../kernel/ids.ts';
import type { SqlParameters } from '../../kernel/transaction.ts';
import { person } from './schema.ts';

export const PEOPLE_ROWS_MAX = 500;

const PersonRow = z.object({
  id: z.string(),
  siteId: z.string(),
  siteName: z.string().nullable(),
  name: z.string(),
  signInName: z.string(),
  role: z.enum(ROLES),
  jobProfile: z.string().transform(knownProfile),
  active: z.int().transform((flag) => flag === 1),
});
export type PersonRow = z.infer<typeof PersonRow>;

const COLUMNS = {
  siteId: 'p.siteId',
  organisationId: 'p.organisationId',
  providerId: 'p.providerId',
  teamId: 'p.teamId',
  ownerId: 'p.id',
};

/** People, by name; for choosing an assignee and for the people page. */
export const list = defineQuery({
  name: 'people.list',
  feature: 'people.read',
  input: z.object({
    siteId: z.string().max(36).nullable().default(null),
    activeOnly: z.boolean().default(true),
  }),
  reads: ['people', 'settings'],
  run(context, input) {
    return rowsOf(context, '(:siteId IS NULL OR p.siteId = :siteId) AND (:activeOnly = 0 OR p.active = 1)', {
      siteId: input.siteId,
      activeOnly: input.activeOnly ? 1 : 0,
    });
  },
});

/** One person, whole: what they are, where they belong, what was decided for them alone. */
export const detail = defineQuery({
  name: 'people.detail',
  feature: 'people.read',
  input: z.object({ id: RecordId }),
  reads: ['people', 'settings'],
  shows: ({ id }) => ({ entity: person, id }),
  run(context, { id }) {
    const row = rowsOf(context, 'p.id = :id', { id })[0];
    const record = context.db.record(person, id);
    if (row === undefined || record === undefined) {
      throw new DomainError({
        code: 'not-found',
        message: 'There is no such person here, or not for you.',
        remedy: 'They may belong to another site.',
        field: 'id',
      });
    }
    const { granted, denied, createdAt, overrideNotes = [] } = record;
    const { organisationId = null, providerId = null, teamId = null, rowScope = null } = record;
    const place = { organisationId, providerId, teamId, rowScope };
    return { ...row, ...place, granted, denied, overrideNotes, createdAt };
  },
});

function rowsOf(context: QueryContext, where: string, parameters: SqlParameters): PersonRow[] {
  const scope = rowCondition(COLUMNS, context);
  return context.db.all(
    PersonRow,
    `SELECT p.id, p.siteId, s.name AS siteName, p.name, p.signInName, p.role, p.jobProfile, p.active
     FROM person p LEFT JOIN site s ON s.id = p.siteId
     WHERE ${scope.sql} AND ${where}
     ORDER BY p.name COLLATE NOCASE, p.id LIMIT ${PEOPLE_ROWS_MAX}`,
    { ...scope.parameters, ...parameters },
  );
}

export const peopleQueries = { list, detail };
