import { z } from 'zod';
import { JOB_PROFILES, ROLES } from '../../access/roles.ts';
import { accessWords } from '../../access/words.ts';
import {
  type Filter,
  filterCondition,
  type FilterFields,
  filterOver,
  NO_FILTER,
} from '../../kernel/filter.ts';
import type { SqlParameters } from '../../kernel/transaction.ts';
import { SELECTED_MAX } from '../../reports/list-report.ts';

/** What a person may put a filter over people together from. */
export const PEOPLE_FILTER_FIELDS = {
  name: { type: 'text', column: 'p.name' },
  job: { type: 'choice', column: 'p.jobProfile', choices: JOB_PROFILES },
  role: { type: 'choice', column: 'p.role', choices: ROLES },
  site: { type: 'text', column: 's.name', nullable: true },
  signInName: { type: 'text', column: 'p.signInName' },
} as const satisfies FilterFields;

export const PEOPLE_SORTS = ['name', 'job', 'role', 'site', 'signInName', 'state'] as const;

/** Roles in the order of their rank, whatever their names. */
const SORT_COLUMNS: { readonly [Sort in (typeof PEOPLE_SORTS)[number]]: string } = {
  name: 'p.name COLLATE NOCASE',
  job: 'p.jobProfile',
  role: `instr('${ROLES.join(' ')}', p.role)`,
  site: 's.name COLLATE NOCASE',
  signInName: 'p.signInName',
  state: '1 - p.active',
};

export const PeopleListInput = z.object({
  siteId: z.string().max(36).nullable().default(null),
  activeOnly: z.boolean().default(true),
  /** Part of a name, a sign-in name, a site's name, or of what a job or a role is called. */
  text: z.string().trim().max(200).default(''),
  filter: filterOver(PEOPLE_FILTER_FIELDS).default(NO_FILTER),
  /** Only these. */
  ids: z.array(z.string().max(36)).max(SELECTED_MAX).nullable().default(null),
  sort: z.enum(PEOPLE_SORTS).default('name'),
  direction: z.enum(['ascending', 'descending']).default('ascending'),
});
type Input = z.output<typeof PeopleListInput>;

export function peopleOrder({ sort, direction }: Pick<Input, 'sort' | 'direction'>): string {
  return `${SORT_COLUMNS[sort]} ${direction === 'ascending' ? 'ASC' : 'DESC'}, p.name COLLATE NOCASE, p.id`;
}

export function peopleCondition(
  input: Input,
  now: string,
): { readonly sql: string; readonly parameters: SqlParameters } {
  const chosen = filterCondition(PEOPLE_FILTER_FIELDS, input.filter satisfies Filter, now);
  const text = input.text.toLowerCase();
  const called = (names: readonly string[], group: 'job' | 'role') =>
    JSON.stringify(names.filter((name) => wordOf(`${group}.${name}`).toLowerCase().includes(text)));
  return {
    sql: `(:siteId IS NULL OR p.siteId = :siteId) AND (:activeOnly = 0 OR p.active = 1)
          AND (:ids IS NULL OR p.id IN (SELECT value FROM json_each(:ids)))
          AND (:text = '' OR instr(lower(p.name), :text) OR instr(p.signInName, :text)
               OR instr(lower(coalesce(s.name, '')), :text)
               OR p.jobProfile IN (SELECT value FROM json_each(:jobs))
               OR p.role IN (SELECT value FROM json_each(:roles)))
          AND ${chosen.sql}`,
    parameters: {
      siteId: input.siteId,
      activeOnly: input.activeOnly ? 1 : 0,
      ids: input.ids === null ? null : JSON.stringify(input.ids),
      text,
      jobs: called(JOB_PROFILES, 'job'),
      roles: called(ROLES, 'role'),
      ...chosen.parameters,
    },
  };
}

function wordOf(key: string): string {
  const words: { readonly [key: string]: string } = accessWords;
  return words[key] ?? '';
}
