import { z } from 'zod';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incidentQueries } from '#shared/domains/incidents/queries.ts';
import { peopleQueries } from '#shared/domains/people/queries.ts';
import { SignInName } from '#shared/domains/people/schema.ts';
import { settingsQueries } from '#shared/domains/settings/queries.ts';
import { SITE_KINDS, SiteCode, TimeZone } from '#shared/domains/settings/schema.ts';
import { line } from '#shared/kernel/fields.ts';
import { BLOB_BYTES_MAX, BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';
import { commandProcedures, queryProcedures } from './domain-procedures.ts';
import { liveChanges, liveStatus } from './live.ts';
import { searchRouter, statisticsRouter } from './read-model-procedures.ts';
import { storeRouter } from './store-procedures.ts';
import { syncRouter } from './sync-procedures.ts';
import { procedure, publicProcedure, router } from './trpc.ts';

const Passphrase = z.string().min(8, 'At least 8 characters.').max(200, 'At most 200 characters.');
const NewAdministrator = z.object({ name: line(80), signInName: SignInName, passphrase: Passphrase });

const consoleRouter = router({
  status: publicProcedure.query(({ ctx }) => ctx.services.status(ctx.connection)),
  live: publicProcedure.subscription(({ ctx, signal }) => liveStatus(ctx.services, ctx.connection, signal)),
  changes: procedure.subscription(({ ctx, signal }) => liveChanges(ctx.services, signal)),
});

const sessionRouter = router({
  signIn: publicProcedure
    .input(
      z.object({
        signInName: z.string().trim().toLowerCase().min(1, 'Fill this in.').max(40),
        passphrase: z.string().min(1, 'Fill this in.').max(200),
      }),
    )
    .mutation(({ ctx, input }) => ctx.services.session.signIn(ctx.connection, input)),
  signOut: publicProcedure.mutation(({ ctx }) => {
    ctx.services.session.signOut(ctx.connection);
  }),
});

const setupRouter = router({
  foundSite: publicProcedure
    .input(
      z.object({
        code: SiteCode,
        name: line(80),
        siteKind: z.enum(SITE_KINDS),
        timeZone: TimeZone,
        administrator: NewAdministrator,
      }),
    )
    .mutation(({ ctx, input }) => ctx.services.setup.foundSite(ctx.connection, input)),
  join: publicProcedure
    .input(
      z.object({
        serverUrl: z
          .url({ protocol: /^https?$/, error: 'An address such as https://sync.example.com.' })
          .max(200),
        code: z.string().trim().toUpperCase().min(8, 'A code such as K7QM-2XPD-9FHT.').max(40),
        deviceName: line(80),
      }),
    )
    .mutation(({ ctx, input }) => ctx.services.setup.join(ctx.connection, input)),
  createAdministrator: publicProcedure
    .input(NewAdministrator)
    .mutation(({ ctx, input }) => ctx.services.setup.createAdministrator(ctx.connection, input)),
  loadDemonstration: publicProcedure
    .input(z.object({ siteCode: SiteCode }))
    .mutation(({ ctx, input }) => ctx.services.setup.loadDemonstration(input.siteCode)),
});

const UploadId = z.uuid();
/** base64 of a chunk is a third longer than the chunk. */
const CHUNK_BASE64_MAX = Math.ceil(BLOB_CHUNK_BYTES / 3) * 4;

const attachmentsRouter = router({
  begin: procedure
    .input(z.object({ fileName: line(120), sizeBytes: z.int().nonnegative() }))
    .mutation(({ ctx, input }) => ctx.services.attachments.begin(input)),
  append: procedure
    .input(
      z.object({
        uploadId: UploadId,
        offset: z.int().nonnegative().max(BLOB_BYTES_MAX),
        base64: z.base64().max(CHUNK_BASE64_MAX),
      }),
    )
    .mutation(({ ctx, input }) => ctx.services.attachments.append(input)),
  finish: procedure
    .input(z.object({ uploadId: UploadId }))
    .mutation(({ ctx, input }) => ctx.services.attachments.finish(input)),
  cancel: procedure
    .input(z.object({ uploadId: UploadId }))
    .mutation(({ ctx, input }) => ctx.services.attachments.cancel(input)),
  read: procedure
    .input(
      z.object({
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        offset: z.int().nonnegative().max(BLOB_BYTES_MAX),
        length: z.int().positive().max(BLOB_CHUNK_BYTES),
      }),
    )
    .query(({ ctx, input }) => ctx.services.attachments.read(input)),
});

/** Everything a page can ask of the host: the same in the window and in the served console. */
export const appRouter = router({
  console: consoleRouter,
  session: sessionRouter,
  setup: setupRouter,
  sync: syncRouter,
  attachments: attachmentsRouter,
  incidents: router({ ...commandProcedures(incidentCommands), ...queryProcedures(incidentQueries) }),
  people: router(queryProcedures(peopleQueries)),
  settings: router(queryProcedures(settingsQueries)),
  store: storeRouter,
  search: searchRouter,
  statistics: statisticsRouter,
});
export type AppRouter = typeof appRouter;
