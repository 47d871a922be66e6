import { z } from 'zod';
import { type Actor, visibleSites } from '#shared/access/can.ts';
import type { FormerItem, FormerPage, FormerPageInput } from '#shared/audit/former-view.ts';
import { isHlc, isoOf, wallMsOf } from '#shared/kernel/clock.ts';
import { hexOfBytes } from '#shared/sync/hex.ts';
import { linksOf } from '../audit/company-journal.ts';
import { changesOf, itemOf, verdictOf } from '../audit/entry-view.ts';
import { beforeIn } from '../audit/field-changes.ts';
import type { Store } from '../store/store.ts';
import { parseEntry } from '../sync/outbox.ts';

const At = z
  .string()
  .refine(isHlc)
  .transform((hlc) => isoOf(wallMsOf(hlc)));

const FormerJournal = z.object({
  deviceId: z.string(),
  entries: z.int(),
  firstAt: At,
  lastAt: At,
  /** Never confirmed under the former identity: they went into the journal that followed. */
  carriedOn: z.int(),
});
/** What was done at this console while it had another identity. */
export type FormerJournal = z.infer<typeof FormerJournal>;

/** Newest first. */
export function formerJournals(store: Store): FormerJournal[] {
  return store.all(
    FormerJournal,
    `SELECT deviceId, count(*) AS entries, min(entry ->> '$.hlc') AS firstAt, max(entry ->> '$.hlc') AS lastAt,
       sum(state IN ('pending', 'rejected')) AS carriedOn
     FROM former_journal GROUP BY deviceId ORDER BY lastAt DESC`,
  );
}

const Row = z.object({
  deviceId: z.string(),
  seq: z.int(),
  entry: z.string(),
  hash: z.instanceof(Uint8Array),
  before: z.string(),
  state: z.enum(['pending', 'applied', 'rejected', 'discarded', 'retried']),
  verdict: z.string().nullable(),
  answeredAt: z.string().nullable(),
});
type Row = z.infer<typeof Row>;

/** What was done under a former identity, cut to the sites that somebody sees, each entry held against the one before. */
export function formerPage(
  store: Store,
  actor: Actor,
  { deviceId, before, limit }: FormerPageInput,
): FormerPage {
  // One more than is shown: the last one shown is held against it.
  const rows = store.all(
    Row,
    `SELECT deviceId, seq, entry, hash, before, state, verdict, answeredAt FROM former_journal
     WHERE deviceId = :deviceId AND seq < :before ORDER BY seq DESC LIMIT :limit`,
    { deviceId, before: before ?? Number.MAX_SAFE_INTEGER, limit: limit + 1 },
  );
  const links = linksOf(rows.map((row) => ({ ...row, text: row.entry, hash: hexOfBytes(row.hash) })));
  const shown = rows.slice(0, limit);
  const sites = visibleSites(actor);
  return {
    items: shown.flatMap((row, index) => {
      const item = itemIn(store, row, links[index] ?? 'alone');
      const isSeen = sites === 'all' || item.changes.every(({ siteId }) => sites.includes(siteId));
      return isSeen ? [item] : [];
    }),
    next: rows.length > limit ? (shown.at(-1)?.seq ?? null) : null,
  };
}

function itemIn(store: Store, row: Row, link: FormerItem['link']): FormerItem {
  const before = beforeIn(row);
  return {
    ...itemOf(store, row),
    link,
    verdict: verdictOf(row.verdict),
    answeredAt: row.answeredAt,
    changes: parseEntry(row.entry).changes.map((change) => changesOf(store, change, before)),
  };
}
