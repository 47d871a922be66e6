import type { Found, FoundRecord } from '#shared/search/found.ts';
import { percentOf } from '#shared/kernel/read-model.ts';
import { useSearchAnswer } from './use-search-answer.ts';

export type RecordLine = {
  readonly key: string;
  readonly kind: string;
  readonly label: string;
  readonly description: string;
  readonly path: string;
};

const TYPING_MS = 120;

export type FoundRecords = {
  readonly lines: readonly RecordLine[];
  /** Percent of the records that were looked through while the index is being built; null when all were. */
  readonly preparedPercent: number | null;
};

/** Records that fit what is typed, each leading to its page; none without a text. */
export function useFoundRecords(text: string): FoundRecords {
  const answer = useSearchAnswer(text, { kinds: Object.keys(PATHS), typingMs: TYPING_MS });
  if (answer === undefined) return { lines: [], preparedPercent: null };
  const lines = answer.found.map(lineOf).filter((line) => line !== undefined);
  // An incident and its own comments lead to one place: the best of them stands for all.
  const incomplete = answer.incomplete;
  return {
    lines: [...new Map(lines.toReversed().map((line) => [line.path, line])).values()].toReversed(),
    preparedPercent: incomplete === undefined ? null : percentOf(incomplete),
  };
}

/** Where a kind is shown: records of a kind without a page are not asked for. */
const PATHS: { readonly [kind: string]: (record: FoundRecord, whole: FoundRecord | null) => string } = {
  incident: (record) => `/incidents/${record.id}`,
  'incident-event': (_event, whole) => `/incidents/${whole?.id ?? ''}`,
  'incident-action': (_action, whole) => `/incidents/${whole?.id ?? ''}?tab=actions`,
  'incident-cause': (_cause, whole) => `/incidents/${whole?.id ?? ''}?tab=investigation`,
  'incident-investigation': (_text, whole) => `/incidents/${whole?.id ?? ''}?tab=investigation`,
  attachment: (_file, whole) => `/incidents/${whole?.id ?? ''}`,
  person: (record) => `/people/${record.id}`,
};

function lineOf(found: Found): RecordLine | undefined {
  const path = PATHS[found.kind]?.(found, found.partOf);
  if (path === undefined) return undefined;
  const named = found.partOf ?? found;
  const rest = found.partOf === null ? found.texts.slice(2) : found.texts;
  return {
    key: found.id,
    kind: found.kind,
    label: textsOf(named.texts.slice(0, 2), '  '),
    description: textsOf(rest, ', '),
    path,
  };
}

function textsOf(texts: FoundRecord['texts'], between: string): string {
  return texts.map(({ text }) => text).join(between);
}
