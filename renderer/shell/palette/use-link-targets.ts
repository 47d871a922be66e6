import { entityOf } from '#shared/domains/registry.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type { FoundRecord } from '#shared/search/found.ts';
import { KINDS_WITH_PAGES } from './record-paths.ts';
import { useSearchAnswer } from './use-search-answer.ts';

/** A record that was found, as a link wants it. */
export type FoundTarget = {
  readonly collection: CollectionName;
  readonly kind: string;
  readonly id: string;
  readonly siteId: string;
  readonly label: string;
};

const TYPING_MS = 150;
const LABEL_MAX = 200;

/** Records that fit what is typed and have a page of their own; what is part of one stands for it. */
export function useLinkTargets(text: string): readonly FoundTarget[] {
  const found = useSearchAnswer(text, { typingMs: TYPING_MS })?.found ?? [];
  const targets = found
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
