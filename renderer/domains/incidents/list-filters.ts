import { useCallback, useMemo } from 'react';
import { useSearch } from 'wouter';
import { z } from 'zod';
import { During } from '#shared/domains/incidents/queries/during.ts';
import { KINDS, LADDER_FILTERS, SLA_FILTERS } from '#shared/domains/incidents/queries/list.ts';
import type { RowsAsked } from '#shared/domains/incidents/rules/rows-of-numbers.ts';
import { INCIDENT_FILTER_FIELDS } from '#shared/domains/incidents/queries/filter-fields.ts';
import { Severity } from '#shared/kernel/fields.ts';
import { filterOver, isNoFilter, NO_FILTER } from '#shared/kernel/filter.ts';
import { goTo } from '#renderer/shell/hash-location.ts';
import type { Arrangement } from '#renderer/ui/data-table.tsx';
import { filterInAddress } from '#renderer/ui/filter-in-address.ts';

/** What the list shows, as it stands in the address: a link, the back button and a bookmark keep it. */
const Filters = z.object({
  state: z.enum(['open', 'done', 'all']).catch('open'),
  severities: z.array(Severity).catch([]),
  sla: z.enum(SLA_FILTERS).nullable().catch(null),
  ladder: z.enum(LADDER_FILTERS).nullable().catch(null),
  siteId: z.string().max(36).nullable().catch(null),
  kinds: z.enum(KINDS).catch('all'),
  assignee: z.string().max(36).nullable().catch(null),
  mine: z.boolean().catch(false),
  during: During.nullable().catch(null),
  withArchived: z.boolean().catch(false),
  text: z.string().max(200).catch(''),
  filter: filterOver(INCIDENT_FILTER_FIELDS).catch(NO_FILTER),
  sort: z.enum(['severity', 'dueAt', 'reportedAt', 'number']).catch('severity'),
  direction: z.enum(['ascending', 'descending']).catch('descending'),
});
export type ListFilters = z.infer<typeof Filters>;

export function readFilters(search: string): ListFilters {
  const params = new URLSearchParams(search);
  return Filters.parse({
    state: params.get('state') ?? undefined,
    severities: params.get('severity')?.split(',') ?? [],
    sla: params.get('sla'),
    ladder: params.get('ladder'),
    siteId: params.get('site'),
    kinds: params.get('kinds') ?? undefined,
    assignee: params.get('assignee'),
    mine: params.get('reporter') === 'me',
    during: duringIn(params),
    withArchived: params.get('archive') === 'with',
    text: params.get('text') ?? '',
    filter: filterInAddress(params.get('filter')),
    sort: params.get('sort') ?? undefined,
    direction: params.get('direction') ?? undefined,
  });
}

function duringIn(params: URLSearchParams): unknown {
  const step = params.get('during');
  return step === null ? null : { step, from: params.get('from'), to: params.get('to') };
}

/** Only what differs from the defaults, so that the plain list has a plain address. */
export function writeFilters(filters: ListFilters): string {
  const params = new URLSearchParams();
  if (filters.state !== 'open') params.set('state', filters.state);
  if (filters.severities.length > 0) params.set('severity', filters.severities.join(','));
  if (filters.sla !== null) params.set('sla', filters.sla);
  if (filters.ladder !== null) params.set('ladder', filters.ladder);
  if (filters.siteId !== null) params.set('site', filters.siteId);
  if (filters.kinds !== 'all') params.set('kinds', filters.kinds);
  if (filters.assignee !== null) params.set('assignee', filters.assignee);
  if (filters.mine) params.set('reporter', 'me');
  if (filters.during !== null) {
    const { step, from, to } = filters.during;
    params.set('during', step);
    params.set('from', from);
    params.set('to', to);
  }
  if (filters.withArchived) params.set('archive', 'with');
  if (filters.text !== '') params.set('text', filters.text);
  if (!isNoFilter(filters.filter)) params.set('filter', JSON.stringify(filters.filter));
  if (filters.sort !== 'severity') params.set('sort', filters.sort);
  if (filters.direction !== 'descending') params.set('direction', filters.direction);
  const text = params.toString();
  return text === '' ? '/incidents' : `/incidents?${text}`;
}

/** The address of the list with just these rows. */
export function addressOf(rows: RowsAsked): string {
  return writeFilters(Filters.parse({ ...readFilters(''), ...rows }));
}

/** What the quick filters say, apart from sort and the filter put together: a saved view keeps it. */
export function quickOf(filters: ListFilters): { [name: string]: string } {
  const { filter: _filter, sort: _sort, direction: _direction, ...quick } = filters;
  const plain = { ...quick, filter: NO_FILTER, sort: 'severity', direction: 'descending' } as const;
  return Object.fromEntries(new URLSearchParams(writeFilters(plain).split('?')[1] ?? ''));
}

export function filtersOf({ sort, filter, quick }: Arrangement): ListFilters {
  const params = new URLSearchParams(quick);
  params.set('filter', JSON.stringify(filter));
  if (sort !== null) {
    params.set('sort', sort.column);
    params.set('direction', sort.direction);
  }
  return readFilters(params.toString());
}

export function useListFilters() {
  const search = useSearch();
  const filters = useMemo(() => readFilters(search), [search]);
  const change = useCallback(
    (changes: Partial<ListFilters>) => goTo(writeFilters({ ...filters, ...changes }), { replace: true }),
    [filters],
  );
  const narrowed =
    filters.severities.length > 0 ||
    filters.sla !== null ||
    filters.ladder !== null ||
    filters.siteId !== null ||
    filters.kinds !== 'all' ||
    filters.assignee !== null ||
    filters.mine ||
    filters.during !== null ||
    filters.text !== '' ||
    !isNoFilter(filters.filter);
  return { filters, change, narrowed };
}
