import { z } from 'zod';
import { EmailAddress, PhoneNumber, preferenceFields } from '#shared/domains/notifications/schema.ts';
import { BackupPlan, LinkRule } from '#shared/domains/settings/console-plans.ts';
import { Gateways, MailRelayInput } from '#shared/domains/settings/message-ways.ts';
import { retentionFields } from '#shared/domains/settings/retention.ts';
import { procedureFor } from '../api/trpc.ts';
import { LinkClass } from '../sync/link-class.ts';

const messenger = procedureFor('notifications.manage');
const storeKeeper = procedureFor('store.manage');

/** What is this console's alone, beside the records that `settings` commands write. */
export const consoleSettingsProcedures = {
  /** Everybody of the company may look; the host leaves out what is not for them. */
  console: procedureFor('views.save').query(({ ctx }) => ctx.services.settings.view(ctx.actor)),
  retentionPreview: storeKeeper
    .input(z.object(retentionFields))
    .query(({ ctx, input }) => ctx.services.settings.retentionPreview(input)),

  saveMailRelay: messenger
    .input(z.object({ relay: MailRelayInput.nullable() }))
    .mutation(({ ctx, input }) => ctx.services.settings.saveMailRelay(ctx.actor, input.relay)),
  saveGateways: messenger
    .input(Gateways)
    .mutation(({ ctx, input }) => ctx.services.settings.saveGateways(ctx.actor, input)),
  newWebhookSecret: messenger.mutation(({ ctx }) => ctx.services.settings.newWebhookSecret(ctx.actor)),
  /** Sends by what is saved; answers what the relay or gateway answered. */
  testWay: messenger
    .input(
      z.discriminatedUnion('channel', [
        z.object({ channel: z.literal('email'), to: EmailAddress }),
        z.object({ channel: z.literal('sms'), to: PhoneNumber }),
        z.object({ channel: z.literal('push'), to: preferenceFields.pushToken.unwrap() }),
      ]),
    )
    .mutation(({ ctx, input }) => ctx.services.settings.test(input)),

  saveBackupPlan: storeKeeper
    .input(BackupPlan)
    .mutation(({ ctx, input }) => ctx.services.settings.saveBackupPlan(ctx.actor, input)),
  saveLinkRule: procedureFor('sync.manage')
    .input(z.object({ linkClass: LinkClass, rule: LinkRule.nullable() }))
    .mutation(({ ctx, input }) => ctx.services.settings.saveLinkRule(ctx.actor, input)),
};
