import { z } from 'zod';
import { assertOwn, onlyOwn } from '../../access/own.ts';
import { targetOf } from '../../access/target.ts';
import { type CommandContext, defineCommand } from '../../kernel/define-command.ts';
import { growingName } from '../../kernel/fields.ts';
import { RecordId } from '../../kernel/ids.ts';
import { person } from '../people/schema.ts';
import { notificationError } from './errors.ts';
import { RECIPIENTS_MAX, tell, Told } from './raise.ts';
import {
  delivery,
  type Notification,
  notification,
  notificationPreferences,
  preferenceFields,
  type Preferences,
} from './schema.ts';
import { stateOf } from './states.ts';
import { removeOld } from './removal.ts';
import { resetTemplate, saveTemplate, sendTest } from './template-commands.ts';
import { advanceDelivery, recordAttempt, sendDigest } from './delivery-commands.ts';

const RAISED = [
  'severity',
  'titleKey',
  'titleParams',
  'bodyKey',
  'bodyParams',
  'dedupeKey',
  'route',
  'count',
  'occurrences',
  'raisedAt',
  'readAt',
];
const OVER = ['acknowledgedAt', 'acknowledgedByName', 'readAt'];
const CALLED_OFF = ['suppressedAt', 'suppressedBecause', 'deliveredAt'];
/** With their deliveries they fit one entry of the journal. */
const IDS_MAX = 100;

/** Tells people of the console's own site. What was told before is not told again, whoever looks twice. */
export const raise = defineCommand({
  name: 'notifications.raise',
  feature: 'notifications.manage',
  system: true,
  lane: 1,
  input: z.object({ told: Told, personIds: z.array(z.string().max(36)).min(1).max(RECIPIENTS_MAX) }),
  writes: [notification, delivery],
  allows: [
    { entity: notification, insert: true, patch: RAISED },
    { entity: delivery, insert: true },
  ],
  label: ({ personIds }) => ({ key: 'notifications.raise.label', params: { count: personIds.length } }),
  target: ({ site }) => site.id,
  run(context, { told, personIds }) {
    for (const personId of personIds) tell(context, told, personId);
    return {};
  },
});

/** What it was about is acknowledged or over: everybody of this site is left in peace, and nothing more goes out. */
export const settle = defineCommand({
  name: 'notifications.settle',
  feature: 'notifications.manage',
  system: true,
  lane: 0,
  input: z.object({
    category: growingName(60),
    linkId: z.string().max(36),
    byName: z.string().max(80),
    /** Only lines that tell of this and of nothing else. */
    occurrence: z.string().max(36).optional(),
  }),
  writes: [notification, delivery],
  allows: [
    { entity: notification, patch: OVER },
    { entity: delivery, patch: CALLED_OFF },
  ],
  label: () => ({ key: 'notifications.settle.label' }),
  target: ({ site }) => site.id,
  run(context, { category, linkId, byName, occurrence }) {
    const lines = context.tx.find(notification, { linkId, category, siteId: context.site.id });
    const settled = lines.filter(
      ({ occurrences }) => occurrence === undefined || occurrences.every((one) => one === occurrence),
    );
    for (const line of settled) acknowledgeLine(context, line, byName);
    return {};
  },
});

const Lines = z.object({ ids: z.array(RecordId).min(1).max(IDS_MAX) });

/** Somebody has seen it: the notices on their consoles' desktops have arrived. */
export const read = defineCommand({
  name: 'notifications.read',
  feature: 'notifications.read',
  lane: 2,
  input: Lines,
  writes: [notification, delivery],
  allows: [
    { entity: notification, patch: ['readAt'] },
    { entity: delivery, patch: ['deliveredAt'] },
  ],
  label: ({ ids }) => ({ key: 'notifications.read.label', params: { count: ids.length } }),
  target: ({ site, actor }) => ({ siteId: site.id, ownerId: actor.id }),
  run(context, { ids }) {
    for (const line of ownLines(context, ids)) {
      if (line.readAt === null) context.tx.patch(notification, line.id, { readAt: context.now });
      noteSeen(context, line.id);
    }
    return {};
  },
  check: onlyOwn('personId', ofAnother),
});

/** Says "I have seen to it": what is still to go out to this person about it does not. */
export const acknowledge = defineCommand({
  name: 'notifications.acknowledge',
  feature: 'notifications.read',
  lane: 1,
  input: Lines,
  writes: [notification, delivery],
  allows: [
    { entity: notification, patch: OVER },
    { entity: delivery, patch: CALLED_OFF },
  ],
  label: ({ ids }) => ({ key: 'notifications.acknowledge.label', params: { count: ids.length } }),
  target: ({ site, actor }) => ({ siteId: site.id, ownerId: actor.id }),
  run(context, { ids }) {
    const byName = context.actor.type === 'person' ? context.actor.name : '';
    for (const line of ownLines(context, ids)) {
      acknowledgeLine(context, line, byName);
      if (line.readAt === null) context.tx.patch(notification, line.id, { readAt: context.now });
      noteSeen(context, line.id);
    }
    return {};
  },
  check: onlyOwn('personId', ofAnother),
});

/** Takes a line out of the inbox. What still waits for an acknowledgement stays. */
export const dismiss = defineCommand({
  name: 'notifications.dismiss',
  feature: 'notifications.read',
  lane: 2,
  input: Lines,
  writes: [notification, delivery],
  allows: [
    { entity: notification, patch: ['dismissedAt', 'readAt'] },
    { entity: delivery, patch: CALLED_OFF },
  ],
  label: ({ ids }) => ({ key: 'notifications.dismiss.label', params: { count: ids.length } }),
  target: ({ site, actor }) => ({ siteId: site.id, ownerId: actor.id }),
  run(context, { ids }) {
    const { tx, now } = context;
    for (const line of ownLines(context, ids)) {
      if (line.severity === 'critical' && line.acknowledgedAt === null) {
        throw notificationError('critical-stays');
      }
      if (line.dismissedAt === null)
        tx.patch(notification, line.id, { dismissedAt: now, readAt: line.readAt ?? now });
      callOff(context, line.id, 'dismissed');
      noteSeen(context, line.id);
    }
    return {};
  },
  check: onlyOwn('personId', ofAnother),
});

/** How one wants to be told. Administrators set it for others too. */
export const setPreferences = defineCommand({
  name: 'notifications.setPreferences',
  feature: 'notifications.read',
  lane: 2,
  input: z.object(preferenceFields),
  writes: [notificationPreferences],
  allows: [{ entity: notificationPreferences, insert: true, patch: Object.keys(preferenceFields) }],
  label: () => ({ key: 'notifications.setPreferences.label' }),
  target: ({ site, actor }) => ({ siteId: site.id, ownerId: actor.id }),
  run(context, fields) {
    return keepPreferences(context, RecordId.parse(context.actor.id), fields);
  },
  check: onlyOwn('id', ofAnother),
});

export const setPreferencesFor = defineCommand({
  name: 'notifications.setPreferencesFor',
  feature: 'notifications.manage',
  lane: 2,
  input: z.object({ personId: RecordId, ...preferenceFields }),
  writes: [notificationPreferences],
  allows: [{ entity: notificationPreferences, insert: true, patch: Object.keys(preferenceFields) }],
  label: () => ({ key: 'notifications.setPreferencesFor.label' }),
  target: ({ tx }, { personId }) => targetOf(person, tx.mustGet(person, personId)),
  run: (context, { personId, ...fields }) => keepPreferences(context, personId, fields),
});

export const notificationCommands = {
  raise,
  settle,
  read,
  acknowledge,
  dismiss,
  setPreferences,
  setPreferencesFor,
  recordAttempt,
  advanceDelivery,
  sendDigest,
  removeOld,
  saveTemplate,
  resetTemplate,
  sendTest,
};

function keepPreferences({ tx, site }: CommandContext, id: RecordId, fields: Preferences) {
  const siteId = tx.get(person, id)?.siteId ?? site.id;
  if (tx.get(notificationPreferences, id) === undefined) {
    tx.insert(notificationPreferences, { id, siteId, ...fields });
  } else tx.patch(notificationPreferences, id, fields);
  return { id };
}

function acknowledgeLine(context: CommandContext, line: Notification, byName: string): void {
  const { tx, now } = context;
  if (line.acknowledgedAt === null) {
    tx.patch(notification, line.id, { acknowledgedAt: now, acknowledgedByName: byName });
  }
  callOff(context, line.id, 'acknowledged');
}

/** NTF-6: what has not gone out does not go out any more. */
function callOff({ tx, now }: CommandContext, notificationId: string, because: string): void {
  for (const one of tx.find(delivery, { notificationId })) {
    if (stateOf(one) !== 'queued') continue;
    tx.patch(delivery, one.id, { suppressedAt: now, suppressedBecause: because });
  }
}

/** A notice on the desktop has arrived when its line is opened; no screen tells us that somebody looked. */
function noteSeen({ tx, now }: CommandContext, notificationId: string): void {
  for (const one of tx.find(delivery, { notificationId, channel: 'desktop' })) {
    if (stateOf(one) === 'sent') tx.patch(delivery, one.id, { deliveredAt: now });
  }
}

function ofAnother() {
  return notificationError('inbox-of-another');
}

function ownLines({ tx, actor }: CommandContext, ids: readonly RecordId[]): Notification[] {
  return ids.map((id) => {
    const line = tx.mustGet(notification, id);
    assertOwn(line.personId, actor, ofAnother);
    return line;
  });
}
