import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { entityOf } from '#shared/domains/registry.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type { FoundRecord, SearchAnswer, SearchInput } from '#shared/search/found.ts';
import { connection } from '../connection/console-connection.ts';
import { KINDS_WITH_PAGES } from './record-paths.ts';

/** A record that was found, as a link wants it. */
export type FoundTarget = {
  readonly collection: CollectionName;
  readonly kind: string;
  readonly id: string;
  readonly siteId: string;
  readonly label: string;
};

const TYPING_MS = 150;
const FOUND_MAX = 12;
const LABEL_MAX = 200;

/** Records that fit what is typed and have a page of their own; what is part of one stands for it. */
export function useLinkTargets(text: string): readonly FoundTarget[] {
  const [asked] = useDebouncedValue(text.trim(), TYPING_MS);
  const input: SearchInput = { text: asked, limit: FOUND_MAX };
  const answer = useQuery({
    queryKey: ['search.find', input],
    queryFn: () => find(input),
    placeholderData: keepPreviousData,
    staleTime: 0,
    enabled: asked !== '',
  });
  if (asked === '' || text.trim() === '') return [];
  const targets = (answer.data?.found ?? [])
    .map(({ partOf, ...record }) => targetOf(partOf ?? record))
    .filter((target) => target !== undefined);
  return [...new Map(targets.map((target) => [target.id, target])).values()];
}

function targetOf({ kind, id, siteId, texts }: FoundRecord): FoundTarget | undefined {
  const collection = entityOf(kind)?.collection;
  if (collection === undefined || !KINDS_WITH_PAGES.includes(kind)) return undefined;
  const label = texts
    .slice(0, 2)
    .map((one) => one.text)
    .join('  ')
    .slice(0, LABEL_MAX)
    .toWellFormed();
  return { collection, kind, id, siteId, label };
}

function find(input: SearchInput): Promise<SearchAnswer> {
  // The host's `search.find` answers with exactly this type.
  return connection.call('query', 'search.find', input) as Promise<SearchAnswer>;
}
