import { z } from 'zod';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incidentQueries } from '#shared/domains/incidents/queries.ts';
import { Passphrase, SignInName } from '#shared/domains/people/schema.ts';
import { editSite, saveCalendar } from '#shared/domains/settings/commands.ts';
import { saveCompanyRetention, saveSiteRetention } from '#shared/domains/settings/retention-commands.ts';
import { settingsQueries } from '#shared/domains/settings/queries.ts';
import { SITE_KINDS, SiteCode, TimeZone } from '#shared/domains/settings/schema.ts';
import { workCommands } from '#shared/domains/work/commands.ts';
import { workQueries } from '#shared/domains/work/queries.ts';
import { line } from '#shared/kernel/fields.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { BLOB_BYTES_MAX, BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';
import { accessRouter } from '../access/access-procedures.ts';
import { peopleProcedures } from '../access/people-procedures.ts';
import { auditRouter } from './audit-procedures.ts';
import { commandProcedures, queryProcedures } from './domain-procedures.ts';
import { sessionRouter } from '../session/session-procedures.ts';
import { jobsRouter } from './job-procedures.ts';
import { exportsRouter } from './export-procedures.ts';
import { importsRouter } from '../imports/import-procedures.ts';
import { liveChanges, liveStatus } from './live.ts';
import { notificationProcedures } from '../notify/notification-procedures.ts';
import { searchRouter, statisticsRouter } from './read-model-procedures.ts';
import { storeRouter } from './store-procedures.ts';
import { syncRouter } from './sync-procedures.ts';
import { devicesRouter } from './device-procedures.ts';
import { diagnosticsRouter } from './diagnostics-procedures.ts';
import { holidayProcedures } from './holiday-procedures.ts';
import { consoleSettingsProcedures } from '../settings/settings-procedures.ts';
import { monitorsRouter } from './monitor-procedures.ts';
import { unnamedRouter } from './unnamed-procedures.ts';
import { updatesRouter } from './update-procedures.ts';
import { procedure, procedureFor, publicProcedure, router } from './trpc.ts';

const NewAdministrator = z.object({ name: line(80), signInName: SignInName, passphrase: Passphrase });

const consoleRouter = router({
  status: publicProcedure.query(({ ctx }) => ctx.services.status(ctx.connection)),
  live: publicProcedure.subscription(({ ctx, signal }) => liveStatus(ctx.services, ctx.connection, signal)),
  changes: procedure.subscription(({ ctx, signal }) => liveChanges(ctx.services, signal)),
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

/** As it comes from the computer; the host makes a name of it that can be shown, and refuses what has none. */
const FILE_PATH_CHARACTERS_MAX = 1_000;

const attacher = procedureFor('files.attach');

const attachmentsRouter = router({
  begin: attacher
    .input(z.object({ fileName: z.string().max(FILE_PATH_CHARACTERS_MAX), sizeBytes: z.int().nonnegative() }))
    .mutation(({ ctx, input }) => ctx.services.attachments.begin(input)),
  append: attacher
    .input(
      z.object({
        uploadId: UploadId,
        offset: z.int().nonnegative().max(BLOB_BYTES_MAX),
        base64: z.base64().max(CHUNK_BASE64_MAX),
      }),
    )
    .mutation(({ ctx, input }) => ctx.services.attachments.append(input)),
  finish: attacher
    .input(z.object({ uploadId: UploadId }))
    .mutation(({ ctx, input }) => ctx.services.attachments.finish(ctx.actor, input)),
  cancel: attacher
    .input(z.object({ uploadId: UploadId }))
    .mutation(({ ctx, input }) => ctx.services.attachments.cancel(input)),
  read: procedureFor('files.read')
    .input(
      z.object({
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        recordId: RecordId.optional(),
        offset: z.int().nonnegative().max(BLOB_BYTES_MAX),
        length: z.int().positive().max(BLOB_CHUNK_BYTES),
      }),
    )
    .query(({ ctx, input: { recordId, ...slice } }) =>
      ctx.services.attachments.read(ctx.actor, { ...slice, ...(recordId === undefined ? {} : { recordId }) }),
    ),
});

/** Everything a page can ask of the host: the same in the window and in the served console. */
export const appRouter = router({
  console: consoleRouter,
  session: sessionRouter,
  setup: setupRouter,
  sync: syncRouter,
  attachments: attachmentsRouter,
  incidents: router({ ...commandProcedures(incidentCommands), ...queryProcedures(incidentQueries) }),
  unnamed: unnamedRouter,
  monitors: monitorsRouter,
  people: router(peopleProcedures),
  access: accessRouter,
  settings: router({
    ...queryProcedures(settingsQueries),
    ...commandProcedures({ editSite, saveCalendar, saveCompanyRetention, saveSiteRetention }),
    ...consoleSettingsProcedures,
    ...holidayProcedures,
  }),
  work: router({ ...commandProcedures(workCommands), ...queryProcedures(workQueries) }),
  audit: auditRouter,
  store: storeRouter,
  exports: exportsRouter,
  imports: importsRouter,
  notifications: router(notificationProcedures),
  jobs: jobsRouter,
  updates: updatesRouter,
  diagnostics: diagnosticsRouter,
  devices: devicesRouter,
  search: searchRouter,
  statistics: statisticsRouter,
});
export type AppRouter = typeof appRouter;
