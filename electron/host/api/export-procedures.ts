import { z } from 'zod';
import { EXPIRY_DAYS, EXPORT_FORMATS } from '#shared/reports/formats.ts';
import { BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';
import { EXPORT_BYTES_MAX } from '../exports/render/output.ts';
import { procedureFor, router } from './trpc.ts';

const PAGE_MAX = 100;
/** A filter of a list and the ids of its selected rows; a report parses it by its own schema. */
const PARAMETERS_CHARACTERS_MAX = 100_000;

const Export = z.object({ id: z.uuid() });
const Request = z.object({
  report: z.string().min(1).max(80),
  parameters: z
    .record(z.string().max(80), z.json())
    .refine(
      (value) => JSON.stringify(value).length <= PARAMETERS_CHARACTERS_MAX,
      'These choices are too long.',
    ),
  formats: z.array(z.enum(EXPORT_FORMATS)).min(1).max(EXPORT_FORMATS.length),
  attachments: z.boolean().default(false),
  confidential: z.boolean().default(false),
  expiryDays: z
    .int()
    .refine((days) => EXPIRY_DAYS.some((offered) => offered === days), 'Choose 1, 7 or 30 days.')
    .optional(),
});

/** Besides the right to make exports, each report asks for the right to see what is in it. */
const exporter = procedureFor('exports.create');

export const exportsRouter = router({
  start: exporter.input(Request).mutation(({ ctx, input: { expiryDays, ...request } }) =>
    ctx.services.exports.start(ctx.actor, {
      ...request,
      ...(expiryDays === undefined ? {} : { expiryDays }),
    }),
  ),
  get: exporter.input(Export).query(({ ctx, input }) => ctx.services.exports.get(ctx.actor, input.id)),
  list: exporter
    .input(
      z.object({
        before: z.int().positive().optional(),
        limit: z.int().positive().max(PAGE_MAX),
        of: z.enum(['me', 'everybody']),
      }),
    )
    .query(({ ctx, input: { before, limit, of } }) =>
      ctx.services.exports.list(ctx.actor, { before, limit, of }),
    ),
  cancel: exporter
    .input(Export)
    .mutation(({ ctx, input }) => ctx.services.exports.cancel(ctx.actor, input.id)),
  remove: exporter
    .input(Export)
    .mutation(({ ctx, input }) => ctx.services.exports.remove(ctx.actor, input.id)),
  /** Counts and notes the download; the bytes follow by `read`. */
  download: exporter
    .input(Export)
    .mutation(({ ctx, input }) => ctx.services.exports.download(ctx.actor, input.id)),
  read: exporter
    .input(
      z.object({
        ticket: z.uuid(),
        offset: z.int().nonnegative().max(EXPORT_BYTES_MAX),
        length: z.int().positive().max(BLOB_CHUNK_BYTES),
      }),
    )
    .query(({ ctx, input }) => ctx.services.exports.read(ctx.actor, input)),
});
