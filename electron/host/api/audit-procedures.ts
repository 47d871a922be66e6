import { z } from 'zod';
import { CompanyPageInput } from '#shared/audit/company-view.ts';
import { ExportRequest } from '#shared/audit/export-format.ts';
import { JOURNAL_ROWS_MAX, JournalPageInput, RecordKey } from '#shared/audit/journal-view.ts';
import { jobStream } from './job-stream.ts';
import { procedure, procedureFor, router } from './trpc.ts';

const auditor = procedureFor('audit.read');
const exporter = procedureFor('audit.export');
const ExportId = z.uuid();

export const auditRouter = router({
  page: auditor
    .input(JournalPageInput)
    .query(({ ctx, input }) => ctx.services.journal.page(ctx.actor, input)),
  company: auditor
    .input(CompanyPageInput)
    .query(({ ctx, input }) => ctx.services.journal.company(ctx.actor, input)),
  choices: auditor.query(({ ctx }) => ctx.services.journal.choices(ctx.actor)),
  entry: auditor
    .input(z.object({ seq: z.int().positive() }))
    .query(({ ctx, input }) => ctx.services.journal.entry(ctx.actor, input.seq)),
  /** For everybody who may see the record: the service asks for the right to its kind. */
  historyOf: procedure
    .input(
      z.object({
        key: RecordKey,
        before: z.int().positive().nullable().default(null),
        limit: z.int().positive().max(JOURNAL_ROWS_MAX).default(20),
      }),
    )
    .query(({ ctx, input }) => ctx.services.journal.historyOf(ctx.actor, input)),
  /** Recomputes both chains beside the host; ending the subscription cancels it. */
  verify: auditor.subscription(({ ctx, signal }) =>
    jobStream((onProgress) => ctx.services.journal.verify({ signal, onProgress })),
  ),
  export: exporter
    .input(ExportRequest)
    .subscription(({ ctx, input, signal }) =>
      jobStream((onProgress) => ctx.services.journal.export(ctx.actor, input, { signal, onProgress })),
    ),
  readExport: exporter
    .input(z.object({ id: ExportId, offset: z.int().nonnegative() }))
    .query(({ ctx, input }) => ctx.services.journal.readExport(input)),
  discardExport: exporter
    .input(z.object({ id: ExportId }))
    .mutation(({ ctx, input }) => ctx.services.journal.discardExport(input.id)),
});
