import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { Answer, QuestionInput, QuestionName } from './questions.ts';
import { ask } from './use-answer.ts';

type Cursor = { readonly value: string | number; readonly id: string };
type Direction = 'ascending' | 'descending';
type PagedRow = { readonly id: string; readonly sortValue: string | number };
type PagedAnswer<Row> = { readonly rows: readonly Row[]; readonly next: Cursor | null };
type PagedInput = {
  readonly cursor?: Cursor | null | undefined;
  readonly direction?: Direction | undefined;
  readonly limit?: number | undefined;
};

/**
 * Questions that answer page by page: rows with `id` and `sortValue`, `next`; asked with `cursor`, `direction` and
 * `limit`.
 */
export type PagedQuestion = {
  [Name in QuestionName]: Answer<Name> extends PagedAnswer<PagedRow>
    ? QuestionInput<Name> extends PagedInput
      ? Name
      : never
    : never;
}[QuestionName];
type RowOf<Name extends PagedQuestion> =
  Answer<Name> extends PagedAnswer<infer Row extends PagedRow> ? Row & PagedRow : never;

const PAGE_ROWS = 100;
/** Something is shown after so many answers that hold little. */
const ASKED_AT_ONCE = 10;
/** Pages kept at once; those far from what is read are let go and asked for again when it comes back to them. */
const PAGES_KEPT = 8;

/** Where a page lies: `from` rows of the list before it when it follows a cursor, or ending there when it precedes one. */
type Place = { readonly cursor: Cursor | null; readonly isBackwards: boolean; readonly from: number };
type Page<Name extends PagedQuestion> = {
  readonly answer: Answer<Name>;
  readonly rows: readonly RowOf<Name>[];
  /** Where the next page goes on: a page that found little ends behind its last row. */
  readonly next: Cursor | null;
  readonly from: number;
  readonly hasBefore: boolean;
  readonly hasAfter: boolean;
};

const START: Place = { cursor: null, isBackwards: false, from: 0 };

/**
 * A window of pages that moves through a list of any length: a table over a million rows holds and refreshes some
 * hundreds. Going back asks the same question in the other direction.
 */
export function useRowPages<Name extends PagedQuestion>(
  question: Name,
  input: QuestionInput<Name>,
  refetchIntervalMs: number | false = false,
) {
  const [beginnings, setBeginnings] = useState(0);
  const query = useInfiniteQuery({
    queryKey: [question, input, 'pages', beginnings],
    queryFn: ({ pageParam, signal }) => pageAt(question, input, pageParam, signal),
    initialPageParam: START,
    getNextPageParam: (page): Place | undefined => {
      const last = page.rows.at(-1);
      if (!page.hasAfter || last === undefined) return undefined;
      return { cursor: page.next ?? cursorOf(last), isBackwards: false, from: page.from + page.rows.length };
    },
    getPreviousPageParam: (page): Place | undefined => {
      const [first] = page.rows;
      if (!page.hasBefore || first === undefined) return undefined;
      return { cursor: cursorOf(first), isBackwards: true, from: page.from };
    },
    maxPages: PAGES_KEPT,
    placeholderData: keepPreviousData,
    refetchInterval: refetchIntervalMs,
  });
  const { data, hasNextPage, hasPreviousPage, isFetching, fetchNextPage, fetchPreviousPage } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const onStart = useCallback(() => {
    if (hasPreviousPage && !isFetching) void fetchPreviousPage();
  }, [hasPreviousPage, isFetching, fetchPreviousPage]);
  // What lay between is not needed to begin again; until the first page is here, the old ones stand.
  const onRestart = useCallback(() => setBeginnings((before) => before + 1), []);
  return {
    query,
    rows,
    /** The newest answer, for its totals. */
    answer: data?.pages.at(-1)?.answer,
    /** For the table: spread it. */
    paging: {
      rowsBefore: data?.pages[0]?.from ?? 0,
      onEnd,
      onStart,
      onRestart,
      loadingMore: query.isFetchingNextPage,
    },
  };
}

async function pageAt<Name extends PagedQuestion>(
  question: Name,
  input: QuestionInput<Name>,
  place: Place,
  signal: AbortSignal,
): Promise<Page<Name>> {
  // A paged question has these beside what else it is asked (`PagedQuestion`); generic types lose that.
  const asked = input as PagedInput;
  const limit = asked.limit ?? PAGE_ROWS;
  const direction = place.isBackwards ? opposite(asked.direction ?? 'descending') : asked.direction;
  const found: RowOf<Name>[] = [];
  let { cursor } = place;
  let answer: Answer<Name>;
  let next: Cursor | null;
  // Where few rows fit, an answer looks through a part of the list only, so that the host stays free for others.
  for (let asking = 1; ; asking += 1) {
    answer = await ask(question, { ...asked, limit, direction, cursor } as QuestionInput<Name>);
    // As above, for what it answers.
    const part = answer as PagedAnswer<RowOf<Name>>;
    found.push(...part.rows);
    next = part.next;
    if (next === null || found.length >= limit || signal.aborted) break;
    if (found.length > 0 && asking >= ASKED_AT_ONCE) break;
    cursor = next;
  }
  const hasMore = next !== null;
  if (!place.isBackwards) {
    const hasBefore = place.cursor !== null;
    return { answer, rows: found, next, from: place.from, hasBefore, hasAfter: hasMore };
  }
  // What is before the first row was counted when it was passed; rows have come and gone since.
  const from = hasMore ? Math.max(0, place.from - found.length) : 0;
  return { answer, rows: found.toReversed(), next: null, from, hasBefore: hasMore, hasAfter: true };
}

function opposite(direction: Direction): Direction {
  return direction === 'ascending' ? 'descending' : 'ascending';
}

function cursorOf({ sortValue, id }: PagedRow): Cursor {
  return { value: sortValue, id };
}
