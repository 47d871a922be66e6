import { z } from 'zod';
import { knownProfile, ROLES } from '../../access/roles.ts';
import { defineQuery, type QueryContext, rowCondition } from '../../kernel/define-query.ts';
import { RecordId } from '../../kernel/ids.ts';
import type { SqlParameters } from '../../kernel/transaction.ts';
import { peopleError } from './errors.ts';
import { PeopleListInput, peopleCondition, peopleOrder } from './list.ts';
import { person } from './schema.ts';
import { signInPolicy } from './sign-in-schema.ts';

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

/** People, by name unless asked otherwise; for choosing an assignee and for the people page. */
export const list = defineQuery({
  name: 'people.list',
  feature: 'people.read',
  input: PeopleListInput,
  reads: ['people', 'settings'],
  run: (context, input) => peopleRows(context, input, PEOPLE_ROWS_MAX),
});

/** Those of the list, as far as the person who asks sees them. */
export function peopleRows(
  context: QueryContext,
  input: z.output<typeof PeopleListInput>,
  rowsMax: number,
): PersonRow[] {
  const wanted = peopleCondition(input, context.now);
  return rowsOf(context, wanted, { order: peopleOrder(input), rowsMax });
}

/** One person, whole: what they are, where they belong, what was decided for them alone. */
export const detail = defineQuery({
  name: 'people.detail',
  feature: 'people.read',
  input: z.object({ id: RecordId }),
  reads: ['people', 'settings'],
  shows: ({ id }) => ({ entity: person, id }),
  run(context, { id }) {
    const row = rowsOf(context, { sql: 'p.id = :id', parameters: { id } })[0];
    const record = context.db.record(person, id);
    if (row === undefined || record === undefined) {
      throw peopleError('person-unseen');
    }
    const { granted, denied, createdAt, overrideNotes = [] } = record;
    const { organisationId = null, providerId = null, teamId = null, rowScope = null } = record;
    const place = { organisationId, providerId, teamId, rowScope };
    return { ...row, ...place, granted, denied, overrideNotes, createdAt };
  },
});

const PolicyId = z.object({ id: RecordId });
const Enrolled = z.object({ personId: z.string() });

/** Whom a site asks for a second factor, and who has one: for who decides about it. */
export const policyOfSite = defineQuery({
  name: 'people.signInPolicy',
  feature: 'people.manage',
  input: z.object({ siteId: RecordId }),
  reads: ['people'],
  run({ db, sites }, { siteId }) {
    if (sites !== 'all' && !sites.includes(siteId)) {
      throw peopleError('site-unseen');
    }
    const row = db.get(PolicyId, 'SELECT id FROM sign_in_policy WHERE siteId = :siteId LIMIT 1', { siteId });
    const kept = row === undefined ? undefined : db.record(signInPolicy, row.id);
    const enrolled = db.all(
      Enrolled,
      'SELECT personId FROM second_factor WHERE siteId = :siteId ORDER BY personId',
      { siteId },
    );
    return {
      secondFactorRoles: kept?.secondFactorRoles ?? [],
      secondFactorPeople: kept?.secondFactorPeople ?? [],
      setAt: kept?.setAt ?? null,
      enrolled: enrolled.map(({ personId }) => personId),
    };
  },
});

function rowsOf(
  context: QueryContext,
  wanted: { readonly sql: string; readonly parameters: SqlParameters },
  { order = 'p.id', rowsMax = 1 } = {},
): PersonRow[] {
  const scope = rowCondition(COLUMNS, context);
  return context.db.all(
    PersonRow,
    `SELECT p.id, p.siteId, s.name AS siteName, p.name, p.signInName, p.role, p.jobProfile, p.active
     FROM person p LEFT JOIN site s ON s.id = p.siteId
     WHERE ${scope.sql} AND ${wanted.sql}
     ORDER BY ${order} LIMIT :rowsMax`,
    { ...scope.parameters, ...wanted.parameters, rowsMax },
  );
}

export const peopleQueries = { list, detail, signInPolicy: policyOfSite };
