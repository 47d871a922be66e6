import { z } from 'zod';
import { line } from '#shared/kernel/fields.ts';
import { IMPORT_BYTES_MAX, IMPORT_ROWS_MAX, type ImportDefinition } from '#shared/imports/define-import.ts';
import { peopleImport } from '#shared/imports/people-import.ts';
import { BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';
import { procedureFor, router } from '../api/trpc.ts';

const PAGE_MAX = 1_000;
/** Each cell of each line may have its own. */
const PROBLEMS_MAX = IMPORT_ROWS_MAX * 50;
const CHUNK_BASE64_MAX = Math.ceil(BLOB_CHUNK_BYTES / 3) * 4;

const Import = z.object({ importId: z.uuid() });
const Page = Import.extend({
  after: z.int().nonnegative().max(PROBLEMS_MAX),
  limit: z.int().positive().max(PAGE_MAX),
});

/** What a page needs to bring one kind of records in from a file. */
function importProcedures(definition: ImportDefinition) {
  const importer = procedureFor(definition.feature);
  return router({
    columns: importer.query(() =>
      Object.values(definition.columns).map(({ heading, required, remedy, example }) => ({
        heading,
        required,
        remedy,
        example,
      })),
    ),
    current: importer.query(({ ctx }) => ctx.services.imports.current(definition, ctx.actor)),
    begin: importer
      .input(z.object({ fileName: line(255), sizeBytes: z.int().nonnegative() }))
      .mutation(({ ctx, input }) => ctx.services.imports.begin(definition, ctx.actor, input)),
    append: importer
      .input(
        Import.extend({
          offset: z.int().nonnegative().max(IMPORT_BYTES_MAX),
          base64: z.base64().max(CHUNK_BASE64_MAX),
        }),
      )
      .mutation(({ ctx, input }) => ctx.services.imports.append(definition, ctx.actor, input)),
    check: importer
      .input(Import)
      .mutation(({ ctx, input }) => ctx.services.imports.check(definition, ctx.actor, input.importId)),
    problems: importer
      .input(Page)
      .query(({ ctx, input }) => ctx.services.imports.problems(definition, ctx.actor, input)),
    confirm: importer
      .input(Import)
      .mutation(({ ctx, input }) => ctx.services.imports.apply(definition, ctx.actor, input.importId)),
    lines: importer
      .input(Page)
      .query(({ ctx, input }) => ctx.services.imports.lines(definition, ctx.actor, input)),
    undo: importer
      .input(Import)
      .mutation(({ ctx, input }) => ctx.services.imports.undo(definition, ctx.actor, input.importId)),
    cancel: importer
      .input(Import)
      .mutation(({ ctx, input }) => ctx.services.imports.cancel(definition, ctx.actor, input.importId)),
    discard: importer
      .input(Import)
      .mutation(({ ctx, input }) => ctx.services.imports.discard(definition, ctx.actor, input.importId)),
  });
}

/** One router for each kind of file. */
export const importsRouter = router({ people: importProcedures(peopleImport) });
