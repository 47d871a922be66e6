import { type Actor, can } from '#shared/access/can.ts';
import type { CompanyPage, CompanyPageInput } from '#shared/audit/company-view.ts';
import type { ExportRequest } from '#shared/audit/export-format.ts';
import type {
  JournalChoices,
  JournalDetail,
  JournalFilter,
  JournalPage,
  RecordHistory,
  RecordKey,
} from '#shared/audit/journal-view.ts';
import { historyFeatureOf } from '#shared/audit/read-features.ts';
import { entityOf } from '#shared/domains/registry.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { HostServices } from '../services.ts';
import type { Store } from '../store/store.ts';
import type { ServerLink } from '../sync/server-link.ts';
import type { ChainVerdict } from '../store/monitor/verify-chain.ts';
import type { JobProgress } from '../workers/job.ts';
import type { AuditNotes } from './audit-notes.ts';
import { companyPage } from './company-journal.ts';
import { detailOf } from './entry-view.ts';
import { journalError } from './errors.ts';
import { type JournalExport, JournalExports } from './export/journal-exports.ts';
import { JournalIndex } from './journal-index.ts';
import { noteRead } from './note-read.ts';
import { journalChoices, journalPage, type PagesParts, visibleRow } from './journal-pages.ts';
import { historyOf } from './record-history.ts';

export type LongWork = { readonly signal: AbortSignal | undefined; onProgress(progress: JobProgress): void };

/** The journal as people read it: cut to the sites they see, without what nobody is shown. */
export type JournalService = {
  page(actor: Actor, input: { filter: JournalFilter; before: number | null; limit: number }): JournalPage;
  choices(actor: Actor): JournalChoices;
  /** Throws `not-found` for an entry the person may not see. */
  entry(actor: Actor, seq: number): JournalDetail;
  historyOf(actor: Actor, input: { key: RecordKey; before: number | null; limit: number }): RecordHistory;
  /** What other consoles did; asks the server, so it needs the link. */
  company(actor: Actor, input: CompanyPageInput): Promise<CompanyPage>;
  verify(work: LongWork): Promise<ChainVerdict>;
  export(actor: Actor, request: ExportRequest, work: LongWork): Promise<JournalExport>;
  readExport(input: { id: string; offset: number }): { base64: string; sizeBytes: number };
  discardExport(id: string): void;
};

type Parts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly dataFolder: string;
  readonly notes: AuditNotes;
  readonly services: Pick<HostServices, 'search' | 'runJob'>;
  /** Throws where there is no server to ask. */
  link(): ServerLink;
};

const VERIFY_MS_MAX = 60 * 60_000;

export function createJournalService({ store, clock, dataFolder, notes, services, link }: Parts) {
  const index = new JournalIndex(store);
  const pages: PagesParts = { store, index, search: (actor, input) => services.search(actor, input) };
  const exports = new JournalExports({
    ...pages,
    dataFolder,
    clock,
    notes,
    write: (input, options) => services.runJob('audit.export', input, options),
  });
  const told = { db: store, notes };
  const service: JournalService = {
    page(actor, input) {
      const page = journalPage(pages, actor, input);
      notes.note(actor, { event: 'journal-read', params: { of: 'console' } });
      return page;
    },
    choices: (actor) => journalChoices(pages, actor),
    entry(actor, seq) {
      const row = visibleRow(pages, actor, seq);
      if (row === undefined) throw journalError('no-entry');
      const detail = detailOf(store, row);
      for (const { kind, id } of detail.changes) noteRead(told, actor, { entity: entityOf(kind), id });
      return detail;
    },
    historyOf(actor, input) {
      assertMayReadHistory(actor, input.key);
      const { entity, history } = historyOf(store, actor, input);
      noteRead(told, actor, { entity, id: input.key.id });
      return history;
    },
    async company(actor, input) {
      const page = await companyPage({ ...pages, link }, actor, input);
      notes.note(actor, { event: 'journal-read', params: { of: 'company' } });
      for (const { kind, id } of page.items.flatMap(({ changes }) => changes))
        noteRead(told, actor, { entity: entityOf(kind), id });
      return page;
    },
    verify: (work) =>
      services.runJob('store.verify-chain', undefined, { ...work, timeLimitMs: VERIFY_MS_MAX }),
    export: (actor, request, work) => exports.make(actor, request, work),
    readExport: (input) => exports.read(input),
    discardExport: (id) => exports.discard(id),
  };
  return { service, start: () => index.start(), stop: () => index.stop() };
}

function assertMayReadHistory(actor: Actor, { collection }: RecordKey): void {
  const features = [historyFeatureOf(collection), 'audit.read'] as const;
  const { siteId } = actor;
  if (features.some((feature) => can(actor, feature, { siteId }).allowed)) return;
  throw journalError('records-not-yours');
}
