import { useCallback, useMemo } from 'react';
import { useSearch } from 'wouter';
import { z } from 'zod';
import { PEOPLE_FILTER_FIELDS, PEOPLE_SORTS } from '#shared/domains/people/list.ts';
import { filterOver, isNoFilter, NO_FILTER } from '#shared/kernel/filter.ts';
import { goTo } from '#renderer/shell/hash-location.ts';
import { catalogue, t } from '#renderer/shell/words.ts';
import type { Arrangement, FilterWords } from '#renderer/ui/data-table.tsx';
import { filterInAddress } from '#renderer/ui/filter-in-address.ts';

/** What the list of people shows, as it stands in the address. */
const Filters = z.object({
  activeOnly: z.boolean(),
  text: z.string().max(200).catch(''),
  filter: filterOver(PEOPLE_FILTER_FIELDS).catch(NO_FILTER),
  sort: z.enum(PEOPLE_SORTS).catch('name'),
  direction: z.enum(['ascending', 'descending']).catch('ascending'),
});
export type PeopleFilters = z.infer<typeof Filters>;

export function readPeopleFilters(search: string): PeopleFilters {
  const params = new URLSearchParams(search);
  return Filters.parse({
    activeOnly: params.get('inactive') !== 'shown',
    text: params.get('text') ?? '',
    filter: filterInAddress(params.get('filter')),
    sort: params.get('sort') ?? undefined,
    direction: params.get('direction') ?? undefined,
  });
}

/** Only what differs from the plain list. */
export function writePeopleFilters(filters: PeopleFilters): string {
  const params = new URLSearchParams(quickOf(filters));
  if (!isNoFilter(filters.filter)) params.set('filter', JSON.stringify(filters.filter));
  if (filters.sort !== 'name') params.set('sort', filters.sort);
  if (filters.direction !== 'ascending') params.set('direction', filters.direction);
  const text = params.toString();
  return text === '' ? '/people' : `/people?${text}`;
}

/** What the fields above the table say: a saved view keeps it beside sort and filter. */
function quickOf({ activeOnly, text }: PeopleFilters): { [name: string]: string } {
  return { ...(activeOnly ? {} : { inactive: 'shown' }), ...(text === '' ? {} : { text }) };
}

export function arrangementOf(filters: PeopleFilters): Arrangement {
  const { sort, direction, filter } = filters;
  return { sort: { column: sort, direction }, filter, quick: quickOf(filters) };
}

export function arranged({ sort, filter, quick }: Arrangement): PeopleFilters {
  const params = new URLSearchParams(quick);
  params.set('filter', JSON.stringify(filter));
  if (sort !== null) {
    params.set('sort', sort.column);
    params.set('direction', sort.direction);
  }
  return readPeopleFilters(params.toString());
}

/** The same column again turns it round. */
export function sortedBy(column: string, before: PeopleFilters): Partial<PeopleFilters> {
  const sort = PEOPLE_SORTS.find((name) => name === column);
  if (sort === undefined) return {};
  const isTurned = sort === before.sort && before.direction === 'ascending';
  return { sort, direction: isTurned ? 'descending' : 'ascending' };
}

export function usePeopleFilters() {
  const search = useSearch();
  const filters = useMemo(() => readPeopleFilters(search), [search]);
  const change = useCallback(
    (changes: Partial<PeopleFilters>) =>
      goTo(writePeopleFilters({ ...filters, ...changes }), { replace: true }),
    [filters],
  );
  return { filters, change };
}

/** Fields that people can be filtered by, in the words of the columns. */
export function peopleFilterWords(): FilterWords {
  return {
    fields: PEOPLE_FILTER_FIELDS,
    fieldText: (field) => t(`people.column.${PEOPLE_SORTS.find((name) => name === field) ?? 'name'}`),
    choiceText: (field, choice) => catalogue[`${field}.${choice}`] ?? choice,
  };
}
