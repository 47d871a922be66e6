import { useCallback, useMemo } from 'react';
import { useSearch } from 'wouter';
import { z } from 'zod';
import type { CompanyFilter } from '#shared/audit/company-view.ts';
import { JOURNAL_EVENTS, type JournalFilter } from '#shared/audit/journal-view.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import { msAtLocal } from '#shared/kernel/local-time.ts';
import { goTo } from '../hash-location.ts';

const Day = z.iso.date();

/** What the page shows, as it stands in the address. Days are those of the site. */
const Filters = z.object({
  /** Whose journal: this console's own, or those of all of the company. */
  of: z.literal('company').nullable().catch(null),
  record: z.string().max(200).nullable().catch(null),
  person: z.string().max(36).nullable().catch(null),
  command: z.string().max(80).nullable().catch(null),
  event: z.enum(JOURNAL_EVENTS).nullable().catch(null),
  site: z.string().max(36).nullable().catch(null),
  console: z.string().max(36).nullable().catch(null),
  from: Day.nullable().catch(null),
  to: Day.nullable().catch(null),
});
export type PageFilters = z.infer<typeof Filters>;

export function readFilters(search: string): PageFilters {
  const params = new URLSearchParams(search);
  return Filters.parse(
    Object.fromEntries(Object.keys(Filters.shape).map((name) => [name, params.get(name)])),
  );
}

export function writeFilters(filters: PageFilters): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value !== null && value !== '') params.set(name, value);
  }
  const text = params.toString();
  return text === '' ? '/audit' : `/audit?${text}`;
}

export function askedOf(filters: PageFilters, timeZone: string): JournalFilter {
  const { record, person, command, event, site } = filters;
  return {
    record,
    personId: person,
    command,
    event,
    siteId: site,
    ...spanOf(filters, timeZone),
  };
}

export function companyAskedOf(filters: PageFilters, timeZone: string): CompanyFilter {
  const { record, site, console } = filters;
  return { record, siteId: site, deviceId: console, ...spanOf(filters, timeZone) };
}

function spanOf({ from, to }: PageFilters, timeZone: string): Pick<JournalFilter, 'from' | 'to'> {
  return {
    from: from === null ? null : isoOf(startOfDay(from, 0, timeZone)),
    to: to === null ? null : isoOf(startOfDay(to, 1, timeZone)),
  };
}

function startOfDay(day: string, later: number, timeZone: string): number {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + later);
  const local = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
  return msAtLocal({ ...local, hour: 0, minute: 0 }, timeZone);
}

export function usePageFilters() {
  const search = useSearch();
  const filters = useMemo(() => readFilters(search), [search]);
  const change = useCallback(
    (changes: Partial<PageFilters>) => goTo(writeFilters({ ...filters, ...changes }), { replace: true }),
    [filters],
  );
  return { filters, change, isNarrowed: isNarrowed(filters) };
}

function isNarrowed({ of: _whose, ...filters }: PageFilters): boolean {
  return Object.values(filters).some((value) => value !== null);
}
