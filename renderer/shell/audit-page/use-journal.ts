import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { CompanyFilter, CompanyPage, CompanyPageInput } from '#shared/audit/company-view.ts';
import type { JournalFilter, RecordKey } from '#shared/audit/journal-view.ts';
import { connection } from '../connection/console-connection.ts';

const ENTRIES_A_PAGE = 50;
const CHANGES_A_PAGE = 20;
const REFRESH_MS = 15_000;

export function useJournal(filter: JournalFilter) {
  return useInfiniteQuery({
    queryKey: ['audit.page', filter],
    queryFn: ({ pageParam }) =>
      connection.api.audit.page.query({
        filter,
        before: pageParam === 0 ? null : pageParam,
        limit: ENTRIES_A_PAGE,
      }),
    initialPageParam: 0,
    getNextPageParam: ({ items, more }) => (more ? items.at(-1)?.seq : undefined),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: REFRESH_MS,
  });
}

export type CompanyConsoles = CompanyPage['consoles'];

/** The server is asked when somebody looks, not again and again: a link may be dear. */
export function useCompanyJournal(filter: CompanyFilter) {
  return useInfiniteQuery({
    queryKey: ['audit.company', filter],
    queryFn: ({ pageParam }) =>
      connection.api.audit.company.query({ filter, after: pageParam, limit: ENTRIES_A_PAGE }),
    // An infinite query infers its place from the first one.
    initialPageParam: null as CompanyPageInput['after'],
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function useJournalChoices() {
  return useQuery({
    queryKey: ['audit.choices'],
    queryFn: () => connection.api.audit.choices.query(),
    staleTime: 0,
    refetchInterval: REFRESH_MS,
  });
}

/** What an entry says never changes; what became of it at the server may. */
export function useJournalEntry(seq: number, state: string) {
  return useQuery({
    queryKey: ['audit.entry', seq, state],
    queryFn: () => connection.api.audit.entry.query({ seq }),
  });
}

/** Changes of others come in by themselves; those made here are asked for with the page. */
export function useRecordHistory(key: RecordKey) {
  return useInfiniteQuery({
    queryKey: ['audit.historyOf', key],
    queryFn: ({ pageParam }) =>
      connection.api.audit.historyOf.query({
        key,
        before: pageParam === 0 ? null : pageParam,
        limit: CHANGES_A_PAGE,
      }),
    initialPageParam: 0,
    getNextPageParam: ({ items, more }) => (more ? items.at(-1)?.seq : undefined),
    staleTime: 0,
    refetchInterval: REFRESH_MS,
  });
}
