import { z } from 'zod';
import { defineCommand } from '../../kernel/define-command.ts';
import { RecordId } from '../../kernel/ids.ts';
import { afterAttempt } from './attempts.ts';
import { idOf } from './ids.ts';
import { insertLine } from './lines.ts';
import { queueDelivery } from './queue.ts';
import { quietUntil } from './rules.ts';
import { delivery, notification, notificationPreferences, RECEIPTS } from './schema.ts';
import { stateOf } from './states.ts';

const Outcome = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('sent'),
    relayId: z.string().nullable(),
    receipt: z.enum(RECEIPTS).default('none'),
  }),
  z.object({ state: z.literal('delivered'), relayId: z.string().nullable() }),
  z.object({ state: z.literal('failed'), reason: z.string(), isRetriable: z.boolean() }),
]);

/** What came of handing a message over from this site. */
export const recordAttempt = defineCommand({
  name: 'notifications.recordAttempt',
  feature: 'notifications.manage',
  system: true,
  lane: 2,
  input: z.object({ id: RecordId, outcome: Outcome, random: z.number().min(0).max(1) }),
  writes: [delivery],
  allows: [
    {
      entity: delivery,
      patch: ['attempts', 'problem', 'nextAt', 'sentAt', 'deliveredAt', 'failedAt', 'relayId', 'receipt'],
    },
  ],
  label: ({ outcome }) => ({ key: 'notifications.recordAttempt.label', params: { state: outcome.state } }),
  target: ({ tx }, { id }) => tx.mustGet(delivery, id).siteId,
  run({ tx, now }, { id, outcome, random }) {
    const before = tx.mustGet(delivery, id);
    const after = tx.patch(delivery, id, afterAttempt(before, outcome, { now, random }));
    return { state: stateOf(after) };
  },
});

/**
 * Timer: a notice on the desktop that quiet hours held back is shown now; a message that nobody carried away within
 * its life has failed.
 */
export const advanceDelivery = defineCommand({
  name: 'notifications.advanceDelivery',
  feature: 'notifications.manage',
  system: true,
  lane: 2,
  input: z.object({ id: RecordId }),
  writes: [delivery],
  allows: [{ entity: delivery, patch: ['sentAt', 'attempts', 'failedAt', 'problem'] }],
  label: () => ({ key: 'notifications.advanceDelivery.label' }),
  target: ({ tx }, { id }) => tx.mustGet(delivery, id).siteId,
  run({ tx, now }, { id }) {
    const before = tx.mustGet(delivery, id);
    if (stateOf(before) !== 'queued') return {};
    if (before.channel === 'desktop' && before.nextAt <= now) {
      tx.patch(delivery, id, { sentAt: now, attempts: before.attempts + 1 });
    } else if (before.expiresAt <= now) {
      tx.patch(delivery, id, {
        failedAt: now,
        problem: before.problem ?? 'Nobody carried it away within a day.',
      });
    }
    return {};
  },
});

/** What came since yesterday, in one e-mail: nobody needs to look at it in the inbox, where all of it stands anyway. */
export const sendDigest = defineCommand({
  name: 'notifications.sendDigest',
  feature: 'notifications.manage',
  system: true,
  lane: 3,
  input: z.object({
    personId: RecordId,
    count: z.int().positive(),
    text: z.object({ subject: z.string().max(200), body: z.string().max(4_000) }),
    carrier: z.enum(['site', 'server']).nullable(),
  }),
  writes: [notification, delivery],
  allows: [
    { entity: notification, insert: true },
    { entity: delivery, insert: true },
  ],
  label: () => ({ key: 'notifications.sendDigest.label' }),
  target: ({ site }) => site.id,
  run(context, { personId, count, text, carrier }) {
    const { tx, now, site } = context;
    const preferences = tx.get(notificationPreferences, personId);
    const address = preferences?.email ?? null;
    const id = idOf('digest', personId, now.slice(0, 10));
    if (address === null || tx.get(notification, id) !== undefined) return {};
    insertLine(context, {
      id,
      siteId: site.id,
      personId,
      severity: 'low',
      category: 'notifications.digest',
      titleKey: 'notifications.digest.title',
      titleParams: { count },
      bodyKey: 'notifications.digest.sent',
      bodyParams: {},
      readAt: now,
      acknowledgedAt: now,
      acknowledgedByName: '',
    });
    queueDelivery(context, {
      id: idOf('delivery', id),
      siteId: site.id,
      notificationId: id,
      personId,
      channel: 'email',
      carrier,
      severity: 'low',
      address,
      ...text,
      nextAt: quietUntil(preferences?.quietHours ?? null, now, site.timeZone) ?? now,
    });
    return {};
  },
});
