import {
  type Delivery,
  delivery,
  notification,
  notificationPreferences,
  USUAL_PREFERENCES,
} from '#shared/domains/notifications/schema.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import type { Entity } from '#shared/kernel/define-entity.ts';
import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import { putAsServer } from '../enrolment/put-as-server.ts';
import { plainRecord } from '../exchange/records.ts';
import type { StorageTx } from '../storage/storage.ts';

/** Of the inbox line that it belongs to. */
export const LINE_ID = '01950000-0000-7000-8000-0000000000b1';
const PERSON = '01950000-0000-7000-8000-0000000000b2';
export const MESSAGE_ID = '01950000-0000-7000-8000-0000000000b3';
export const PHONE = '+302101234567';
export const MESSAGE_BODY = 'Fire on deck 3, two people hurt';

/** A text message that some console has queued for the server, with the inbox line it belongs to. */
export async function putMessage(
  tx: StorageTx,
  { nowMs, changes = {} }: { nowMs: number; changes?: Partial<Omit<Delivery, 'receipt'>> },
): Promise<void> {
  const now = isoOf(nowMs);
  const put = (entity: Entity, id: string, fields: JsonObject) => ({
    entity,
    id,
    siteId: 'aur',
    fields,
    lane: 1 as const,
    setAtMs: nowMs,
    arrivedAtMs: nowMs,
  });
  await putAsServer(tx, [
    put(notificationPreferences, PERSON, { ...USUAL_PREFERENCES, phone: PHONE }),
    put(notification, LINE_ID, {
      personId: PERSON,
      severity: 'critical',
      category: 'notifications.jobFailed',
      titleKey: 'notifications.jobFailed.title',
      titleParams: { job: 'x' },
      bodyKey: 'notifications.jobFailed.body',
      bodyParams: { problem: 'x' },
      linkKind: '',
      linkId: '',
      route: '/jobs',
      dedupeKey: 'x',
      groupKey: 'x',
      occurrences: ['x'],
      count: 1,
      createdAt: now,
      raisedAt: now,
      readAt: null,
      acknowledgedAt: null,
      acknowledgedByName: null,
      dismissedAt: null,
    }),
    put(delivery, MESSAGE_ID, {
      notificationId: LINE_ID,
      personId: PERSON,
      channel: 'sms',
      carrier: 'server',
      severity: 'critical',
      address: PHONE,
      subject: 'Fire',
      body: MESSAGE_BODY,
      createdAt: now,
      nextAt: now,
      expiresAt: isoOf(nowMs + 24 * 60 * 60_000),
      attempts: 0,
      problem: null,
      sentAt: null,
      deliveredAt: null,
      failedAt: null,
      suppressedAt: null,
      suppressedBecause: null,
      relayId: null,
      ...changes,
    }),
  ]);
  await tx.queueMessages([{ deliveryId: MESSAGE_ID, dueAtMs: 0 }]);
}

export async function readMessage(tx: StorageTx): Promise<Delivery> {
  const [record] = await tx.records([{ collection: delivery.collection, id: MESSAGE_ID }]);
  return delivery.schema.parse(plainRecord(record ?? neverPut()));
}

function neverPut(): never {
  throw new Error('The message was never put into the storage.');
}
