import { z } from 'zod';
import { type CommandContext, defineCommand } from '../../kernel/define-command.ts';
import { growingName } from '../../kernel/fields.ts';
import { notificationError } from './errors.ts';
import { idOf } from './ids.ts';
import { insertLine } from './lines.ts';
import { queueDelivery } from './queue.ts';
import { addressOf } from './rules.ts';
import {
  delivery,
  messageTemplate,
  notification,
  notificationPreferences,
  OUTBOUND_CHANNELS,
  TemplateText,
} from './schema.ts';
import { unknownPlaceholders } from './templates.ts';

const OutboundChannel = z.enum(OUTBOUND_CHANNELS);
const Place = z.object({ category: growingName(60), channel: OutboundChannel });
const Saved = Place.extend(TemplateText.shape).superRefine((template, context) => {
  for (const field of ['subject', 'body'] as const) {
    const [unknown] = unknownPlaceholders(template[field]);
    if (unknown === undefined) continue;
    context.addIssue({ code: 'custom', path: [field], message: `${unknown} is no placeholder.` });
  }
});

/** A text of the site's own in the place of the built-in one. */
export const saveTemplate = defineCommand({
  name: 'notifications.saveTemplate',
  feature: 'templates.manage',
  lane: 2,
  input: Saved,
  writes: [messageTemplate],
  allows: [
    { entity: messageTemplate, insert: true, patch: ['subject', 'body', 'changedAt', 'changedByName'] },
  ],
  label: ({ category, channel }) => ({
    key: 'notifications.saveTemplate.label',
    params: { category, channel },
  }),
  target: ({ site }) => site.id,
  run({ tx, now, site, actor }, { category, channel, subject, body }) {
    const id = idOf('template', site.id, category, channel);
    const changedByName = actor.type === 'person' ? actor.name : '';
    const text = { subject, body, changedAt: now, changedByName };
    if (tx.get(messageTemplate, id) !== undefined) tx.patch(messageTemplate, id, text);
    else tx.insert(messageTemplate, { id, siteId: site.id, category, channel, ...text });
    return { id };
  },
});

/** Sets the text of the built-in template as the site's own again: a record that is gone could not be made anew. */
export const resetTemplate = defineCommand({
  name: 'notifications.resetTemplate',
  feature: 'templates.manage',
  lane: 2,
  input: Place,
  writes: [messageTemplate],
  allows: [{ entity: messageTemplate, patch: ['subject', 'body', 'changedAt', 'changedByName'] }],
  label: ({ category, channel }) => ({
    key: 'notifications.resetTemplate.label',
    params: { category, channel },
  }),
  target: ({ site }) => site.id,
  run({ tx, now, site, actor }, { category, channel }) {
    const id = idOf('template', site.id, category, channel);
    if (tx.get(messageTemplate, id) === undefined) return { id };
    const changedByName = actor.type === 'person' ? actor.name : '';
    // An empty text stands for the built-in one.
    tx.patch(messageTemplate, id, { subject: '', body: '', changedAt: now, changedByName });
    return { id };
  },
});

/** Sends a text to oneself, the same way as an alarm would go; it stands in the inbox with what became of it. */
export const sendTest = defineCommand({
  name: 'notifications.sendTest',
  feature: 'templates.manage',
  lane: 1,
  input: TemplateText.extend({ channel: OutboundChannel, carrier: z.enum(['site', 'server']) }),
  writes: [notification, delivery],
  allows: [
    { entity: notification, insert: true },
    { entity: delivery, insert: true },
  ],
  label: ({ channel }) => ({ key: 'notifications.sendTest.label', params: { channel } }),
  target: ({ site, actor }) => ({ siteId: site.id, ownerId: actor.id }),
  run(context, { channel, carrier, subject, body }) {
    const { now, newId, site, actor } = context;
    const address = ownAddress(context, channel);
    const id = newId();
    insertLine(context, {
      id,
      siteId: site.id,
      personId: actor.id,
      severity: 'low',
      category: 'notifications.test',
      titleKey: 'notifications.test.title',
      titleParams: { channel },
      bodyKey: 'notifications.test.body',
      bodyParams: { subject },
      readAt: now,
    });
    queueDelivery(context, {
      id: newId(),
      siteId: site.id,
      notificationId: id,
      personId: actor.id,
      channel,
      carrier,
      severity: 'low',
      address,
      subject,
      body,
      nextAt: now,
    });
    return { id };
  },
});

function ownAddress({ tx, actor }: CommandContext, channel: z.infer<typeof OutboundChannel>): string {
  const preferences = tx.get(notificationPreferences, actor.id);
  const address = preferences === undefined ? null : addressOf(preferences, channel);
  if (address !== null) return address;
  throw notificationError('no-address');
}
