import { domains, entityOf } from '#shared/domains/registry.ts';
import { site as siteEntity } from '#shared/domains/settings/schema.ts';
import { type Clock, isoOf, msOf } from '#shared/kernel/clock.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';
import type { Entity, RecordOf } from '#shared/kernel/define-entity.ts';
import type { Notice, NoticeDraft } from '#shared/kernel/define-notice.ts';
import { type RecordChange, recordOf } from '../store/record-writer.ts';
import type { Store } from '../store/store.ts';

/** What is older than this is history: a console that joins today need not ring for last year. */
export const FRESH_MS = DAY_MS;

export const allNotices: readonly Notice[] = domains.flatMap(({ notices }) => notices ?? []);

export type FoundDraft = {
  readonly notice: Notice;
  readonly draft: NoticeDraft;
  /** The record that it is about. */
  readonly subject: RecordOf<Entity> & { readonly id: string; readonly siteId: string };
};

/** What a record calls for, if it is fresh and nobody has settled it. */
export function draftsFor(store: Store, clock: Clock, kind: string, record: RecordOf<Entity>): FoundDraft[] {
  return allNotices.flatMap((notice) => {
    if (notice.on.kind !== kind) return [];
    const subject = subjectOf(store, notice, notice.subjectId(record));
    if (subject === undefined || notice.isOver(subject) || notice.isTakenBack?.(record) === true) return [];
    const site = store.record(siteEntity, subject.siteId);
    const draft = notice.draft({
      record,
      subject,
      site: site === undefined ? undefined : { id: site.id, kind: site.siteKind, name: site.name },
      find: (entity, where) => store.find(entity, where),
    });
    if (draft === undefined || clock.now() - msOf(draft.at) > FRESH_MS) return [];
    return [{ notice, draft, subject }];
  });
}

/** The new records of a commit that some notice looks at. */
export function draftsOf(store: Store, clock: Clock, records: readonly RecordChange[]): FoundDraft[] {
  const since = isoOf(clock.now() - FRESH_MS);
  return records.flatMap(({ document, previous }) => {
    if (previous !== undefined || document._deleted || !isLookedAt(document.kind)) return [];
    // The first exchange brings years of them.
    if (typeof document['at'] === 'string' && document['at'] < since) return [];
    const parsed = entityOf(document.kind)?.schema.safeParse(recordOf(document));
    return parsed?.success === true ? draftsFor(store, clock, document.kind, parsed.data) : [];
  });
}

export type Settled = {
  readonly notice: Notice;
  readonly linkId: string;
  /** Only what was told of this alone. */
  readonly occurrence?: string;
};

/**
 * What a commit settled: the subject came to a state in which nobody needs to be told any more, or what called for it
 * was taken back.
 */
export function settledBy(records: readonly RecordChange[]): Settled[] {
  return records.flatMap(({ document, previous }) => {
    if (previous === undefined || document._deleted) return [];
    return allNotices.flatMap((notice): Settled[] => {
      if (notice.subject.kind === document.kind) {
        const isOver = came(notice.subject, (subject) => notice.isOver(subject), { document, previous });
        return isOver === undefined ? [] : [{ notice, linkId: document.id }];
      }
      if (notice.on.kind !== document.kind) return [];
      const isTakenBack = (record: RecordOf<Entity>) => notice.isTakenBack?.(record) === true;
      const record = came(notice.on, isTakenBack, { document, previous });
      if (record === undefined) return [];
      return [{ notice, linkId: notice.subjectId(record), occurrence: document.id }];
    });
  });
}

/** The record, where this was not so of it before. */
function came(
  entity: Entity,
  isSo: (record: RecordOf<Entity>) => boolean,
  { document, previous }: Required<Pick<RecordChange, 'document' | 'previous'>>,
): RecordOf<Entity> | undefined {
  const now = entity.schema.safeParse(recordOf(document));
  if (!now.success || !isSo(now.data)) return undefined;
  const before = previous === undefined ? undefined : entity.schema.safeParse(recordOf(previous));
  return before?.success === true && isSo(before.data) ? undefined : now.data;
}

function subjectOf(store: Store, notice: Notice, id: string): FoundDraft['subject'] | undefined {
  // Every record has an id and a site (kernel/define-entity.ts).
  return store.record(notice.subject, id) as FoundDraft['subject'] | undefined;
}

function isLookedAt(kind: string): boolean {
  return allNotices.some(({ on }) => on.kind === kind);
}
