import { z } from 'zod';
import type { CommandContext } from '../../kernel/define-command.ts';
import { Severity, severityRank } from '../../kernel/fields.ts';
import { person } from '../people/schema.ts';
import { site as siteEntity } from '../settings/schema.ts';
import { idOf } from './ids.ts';
import { insertLine } from './lines.ts';
import { queueDelivery } from './queue.ts';
import { planFor, raisingOf } from './rules.ts';
import {
  type Notification,
  notification,
  notificationPreferences,
  OCCURRENCES_KEPT,
  OUTBOUND_CHANNELS,
  USUAL_PREFERENCES,
} from './schema.ts';

const { shape } = notification.schema;
/** Everybody at a ship is fewer; one entry of the journal holds them with all their deliveries. */
export const RECIPIENTS_MAX = 60;

const Text = z.object({ subject: z.string().max(200), body: z.string().max(4_000) });

/** Something to tell, with the words as each channel says them: texts are made where the catalogue is. */
export const Told = z.object({
  occurrence: z.string().min(1).max(36),
  severity: Severity,
  category: shape.category,
  titleKey: shape.titleKey,
  titleParams: shape.titleParams,
  bodyKey: shape.bodyKey,
  bodyParams: shape.bodyParams,
  linkKind: shape.linkKind,
  linkId: shape.linkId,
  route: shape.route,
  dedupeKey: shape.dedupeKey,
  groupKey: shape.groupKey,
  texts: z.object({ email: Text, sms: Text, push: Text }),
  /** Who carries what leaves the console; null: there is no way out of this site. */
  carriers: z.record(z.enum(OUTBOUND_CHANNELS), z.enum(['site', 'server']).nullable()),
});
export type Told = z.infer<typeof Told>;

/** Tells one person; what they get over which channel and when follows from their preferences. */
export function tell(context: CommandContext, told: Told, personId: string): void {
  const { tx, now } = context;
  const whom = tx.get(person, personId);
  if (whom === undefined || !whom.active) return;
  const standing = tx
    .find(notification, { personId, groupKey: told.groupKey })
    .toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  const { raising, of } = raisingOf(told, standing, now);
  if (raising === 'known') return;
  if (told.severity === 'critical') context.urgent();
  if (of !== undefined && raising === 'again') {
    tx.patch(notification, of.id, { count: of.count + 1, occurrences: withOccurrence(of, told.occurrence) });
    return;
  }
  const line = of === undefined ? open(context, told, whom) : reopen(context, told, of);
  queue(context, told, { line, siteId: whom.siteId });
}

function open(
  context: CommandContext,
  { occurrence, texts: _texts, carriers: _carriers, ...told }: Told,
  whom: { readonly id: string; readonly siteId: string },
): Notification {
  return insertLine(context, {
    ...told,
    id: idOf('notification', occurrence, told.groupKey, whom.id),
    siteId: whom.siteId,
    personId: whom.id,
    occurrences: [occurrence],
  });
}

function reopen({ tx, now }: CommandContext, told: Told, line: Notification): Notification {
  const { severity, titleKey, titleParams, bodyKey, bodyParams, dedupeKey, route } = told;
  return tx.patch(notification, line.id, {
    severity: severityRank(severity) > severityRank(line.severity) ? severity : line.severity,
    titleKey,
    titleParams,
    bodyKey,
    bodyParams,
    dedupeKey,
    route,
    count: line.count + 1,
    occurrences: withOccurrence(line, told.occurrence),
    raisedAt: now,
    readAt: null,
  });
}

function withOccurrence({ occurrences }: Notification, occurrence: string): string[] {
  return [...occurrences, occurrence].slice(-OCCURRENCES_KEPT);
}

function queue(
  context: CommandContext,
  told: Told,
  { line, siteId }: { line: Notification; siteId: string },
): void {
  const { tx, now, site } = context;
  const {
    id: _id,
    kind: _kind,
    siteId: _siteId,
    ...preferences
  } = tx.get(notificationPreferences, line.personId) ?? {
    id: '',
    kind: '',
    siteId: '',
    ...USUAL_PREFERENCES,
  };
  const timeZone = tx.get(siteEntity, siteId)?.timeZone ?? site.timeZone;
  for (const { channel, address, nextAt } of planFor(preferences, {
    severity: told.severity,
    now,
    timeZone,
  })) {
    queueDelivery(context, {
      id: idOf('delivery', line.id, told.occurrence, channel),
      siteId,
      notificationId: line.id,
      personId: line.personId,
      channel,
      carrier: channel === 'desktop' ? 'console' : told.carriers[channel],
      severity: told.severity,
      address,
      ...(channel === 'desktop' ? { subject: '', body: '' } : told.texts[channel]),
      nextAt,
    });
  }
}
