import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_FILTER } from '#shared/kernel/filter.ts';
import { WALKED_ROWS_MAX } from '#shared/kernel/walk.ts';
import { incidentAt, siteRecords } from '#tests/bench/read-models/incidents.ts';
import { OFFICE, personActor, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { list, type IncidentListInput } from './list.ts';

const READER = personActor('AD', 'crew', OFFICE.id);
const INCIDENTS = 2 * WALKED_ROWS_MAX + 500;
/** Of the bench's history: four records of five are incidents. */
const incidents = Array.from({ length: INCIDENTS }, (_one, index) => {
  const made = incidentAt(index + Math.floor(index / 4), INCIDENTS * 2);
  if (index % 2_000 === 7) return { ...made, stage: 'reported' as const, resolvedAt: null, closedAt: null };
  const isRare = index % 1_700 === 30;
  return isRare ? { ...made, type: 'data_loss' as const, place: 'Crow’s nest' } : made;
});
const rareIds = incidents.filter(({ type }) => type === 'data_loss').map(({ id }) => id);

const NEWEST_LAST = { state: 'all', sort: 'reportedAt', direction: 'ascending' } as const;

let board: TestConsole;
beforeAll(() => {
  board = testConsole({ site: OFFICE, runTimers: false });
  board.store.receive((writer, changed) => {
    for (const record of siteRecords()) changed(writer.write('settings', record, false));
    for (const record of incidents) changed(writer.write('incidents', record, false));
  });
});
afterAll(() => board.close());

type Page = {
  rows: { id: string; sortValue: string }[];
  next: { value: string; id: string } | null;
  total: number;
  totalIsLeast: boolean;
};

function pagesOf(input: IncidentListInput): Page[] {
  const pages: Page[] = [];
  let cursor: Page['next'] = null;
  do {
    const page: Page = board.queries.run<Page>(list, { ...input, cursor }, READER);
    pages.push(page);
    cursor = page.next;
  } while (cursor !== null);
  return pages;
}

function where(field: string, operator: string, value: string | string[]): IncidentListInput {
  const filter = { ...NO_FILTER, conditions: [{ field, operator, value }] };
  return { ...NEWEST_LAST, filter };
}

describe('a filter that few of many incidents pass', () => {
  it.each(['ascending', 'descending'] as const)(
    'is looked for a part at a time, and nothing is missed or told twice (%s)',
    (direction) => {
      const pages = pagesOf({ ...where('place', 'is', 'Crow’s nest'), direction });
      const wanted = direction === 'ascending' ? rareIds : rareIds.toReversed();
      expect(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(wanted);
      expect(pages.length).toBe(3);
      // The total is of the part that was looked through.
      expect(pages[0]).toMatchObject({ totalIsLeast: true, total: pages[0]?.rows.length });
    },
  );

  it('is found at once by a value that has an index', () => {
    const [page, ...others] = pagesOf(where('type', 'anyOf', ['data_loss']));
    expect(page?.rows.map(({ id }) => id)).toEqual(rareIds);
    expect([page?.total, page?.totalIsLeast, others]).toEqual([rareIds.length, false, []]);
  });

  it('is found by it together with other conditions, in any order of the list', () => {
    const input = where('type', 'anyOf', ['data_loss', 'privacy_breach']);
    const pages = pagesOf({ ...input, sort: 'severity', severities: ['low', 'medium', 'high', 'critical'] });
    expect(pages.flatMap(({ rows }) => rows.map(({ id }) => id)).toSorted()).toEqual(rareIds.toSorted());
    expect(pages.length).toBe(1);
  });

  it('means one of several conditions where any of them will do', () => {
    const { filter, ...rest } = where('type', 'anyOf', ['data_loss']);
    const any = { match: 'any' as const, groups: [], conditions: [...(filter?.conditions ?? [])] };
    any.conditions.push({ field: 'place', operator: 'is', value: 'Crow’s nest' });
    const found = pagesOf({ ...rest, filter: any }).flatMap(({ rows }) => rows.map(({ id }) => id));
    expect(found).toEqual(rareIds);
  });
});

it('stages in which somebody still owes something are found among the open incidents', () => {
  const wanted = incidents.filter(({ stage }) => stage === 'reported').map(({ id }) => id);
  expect(wanted.length).toBeGreaterThan(2);
  const [page, ...others] = pagesOf({ ...NEWEST_LAST, stages: ['reported'] });
  expect(page?.rows.map(({ id }) => id)).toEqual(wanted);
  expect([page?.total, page?.totalIsLeast, others]).toEqual([wanted.length, false, []]);
});
