import type { FastifyBaseLogger } from 'fastify';
import { domains } from '#shared/domains/registry.ts';
import { afterAttempt, type AttemptFields } from '#shared/domains/notifications/attempts.ts';
import { addressOf } from '#shared/domains/notifications/rules.ts';
import {
  type Delivery,
  delivery,
  notification,
  notificationPreferences,
} from '#shared/domains/notifications/schema.ts';
import { stateOf } from '#shared/domains/notifications/states.ts';
import type { DeliveryChannels, SendOutcome } from '#shared/delivery/channel.ts';
import { type Clock, isoOf, msOf } from '#shared/kernel/clock.ts';
import type { Lane } from '#shared/kernel/define-command.ts';
import type { Entity, RecordOf } from '#shared/kernel/define-entity.ts';
import { plainRecord } from '../exchange/records.ts';
import type { NewsBus } from '../news/news-bus.ts';
import type { Storage, StorageTx } from '../storage/storage.ts';
import { patchAsServer } from './patch-as-server.ts';
import { PolledWork } from './polled-work.ts';

/** What became of a message is no alarm itself. */
export const STATE_LANE: Lane = 1;

export type MessageSenderParts = {
  readonly storage: Storage;
  readonly news: NewsBus;
  readonly clock: Clock;
  readonly channels: DeliveryChannels;
  readonly log: Pick<FastifyBaseLogger, 'error' | 'info'>;
  readonly random?: () => number;
};

/**
 * Carries the messages that consoles queue for the server: each replica claims what is due, hands it to the relay,
 * and writes what came of it into the record, which travels to the consoles like any other change.
 */
export class MessageSender {
  readonly #parts: MessageSenderParts;
  readonly #polled: PolledWork<string>;

  constructor(parts: MessageSenderParts) {
    this.#parts = parts;
    this.#polled = new PolledWork({
      ...parts,
      claim: (tx, claim) => tx.claimMessages(claim),
      handle: (organisationId, id) => this.#carry(organisationId, id),
      failed: (error) => parts.log.error({ err: error }, 'messages were not sent'),
    });
  }

  start(): void {
    this.#polled.start();
  }

  /** Finishes what it has begun. */
  stop(): Promise<void> {
    return this.#polled.stop();
  }

  /** Sends everything that is due now. */
  sendDue(): Promise<void> {
    return this.#polled.doDue();
  }

  async #carry(organisationId: string, id: string): Promise<void> {
    const { storage, clock, channels, news, random = Math.random } = this.#parts;
    const look = await storage.transaction(organisationId, (tx) => lookAt(tx, id, isoOf(clock.now())));
    if (look.do === 'forget') {
      await storage.transaction(organisationId, (tx) => tx.settleMessage(id, null));
      return;
    }
    const outcome = look.do === 'send' ? await send(channels, look.message) : look.outcome;
    const nowMs = clock.now();
    const draw = random();
    const version = await storage.transaction(organisationId, async (tx) => {
      let nextMs: number | null = null;
      const written = await patchAsServer(
        tx,
        { entity: delivery, id, lane: STATE_LANE, nowMs },
        (standing) => {
          const now = isoOf(nowMs);
          if (outcome === 'over') return { suppressedAt: now, suppressedBecause: 'acknowledged' };
          const after: AttemptFields = afterAttempt(delivery.schema.parse(plainRecord(standing)), outcome, {
            now,
            random: draw,
          });
          nextMs = after.nextAt === undefined ? null : msOf(after.nextAt);
          return after;
        },
      );
      await tx.settleMessage(id, nextMs);
      return written;
    });
    if (version !== undefined) news.publish({ organisationId, version });
  }
}

type Look =
  | { readonly do: 'forget' }
  | { readonly do: 'note'; readonly outcome: 'over' | SendOutcome }
  | { readonly do: 'send'; readonly message: Delivery };

/** NTF-6, NTF-8: whether a message is still wanted, and goes where its recipient has said. */
async function lookAt(tx: StorageTx, id: string, now: string): Promise<Look> {
  const message = await readRecord(tx, delivery, id);
  if (message === undefined || stateOf(message) !== 'queued') return { do: 'forget' };
  const { channel } = message;
  if (channel === 'desktop') return { do: 'forget' };
  if (message.expiresAt <= now) return failed('Nobody carried it away within a day.', false);
  const line = await readRecord(tx, notification, message.notificationId);
  if (line !== undefined && (await isSettled(tx, line))) return { do: 'note', outcome: 'over' };
  const preferences = await readRecord(tx, notificationPreferences, message.personId);
  if (preferences === undefined)
    return failed('Where this person wants to be told has not arrived yet.', true);
  if (addressOf(preferences, channel) !== message.address) {
    return failed('This is no longer the address of its recipient.', false);
  }
  return { do: 'send', message };
}

function failed(reason: string, isRetriable: boolean): Look {
  return { do: 'note', outcome: { state: 'failed', reason, isRetriable } };
}

/** Acknowledged in the inbox, or where it happened: also when the recipient's own console has not heard of it. */
async function isSettled(tx: StorageTx, line: RecordOf<typeof notification>): Promise<boolean> {
  if (
    line.dismissedAt !== null ||
    (line.acknowledgedAt !== null && line.category !== 'notifications.digest')
  ) {
    return true;
  }
  const notice = domains.flatMap(({ notices }) => notices ?? []).find(({ name }) => name === line.category);
  if (notice === undefined) return false;
  const subject = await readRecord(tx, notice.subject, line.linkId);
  return subject !== undefined && notice.isOver(subject);
}

export async function readRecord<E extends Entity>(
  tx: Pick<StorageTx, 'records'>,
  entity: E,
  id: string,
): Promise<RecordOf<E> | undefined> {
  const [record] = await tx.records([{ collection: entity.collection, id }]);
  if (record === undefined || record.kind !== entity.kind || record.deletedByDeviceId !== null)
    return undefined;
  const fields = entity.upgrade(record.fields, record.schemaVersion);
  const parsed = entity.schema.safeParse(plainRecord({ ...record, fields }));
  // Parsed by this entity's own schema.
  return parsed.success ? (parsed.data as RecordOf<E>) : undefined;
}

async function send(channels: DeliveryChannels, message: Delivery): Promise<SendOutcome> {
  const { id, channel, address, subject, body, severity } = message;
  const way = channel === 'desktop' ? undefined : channels[channel];
  if (way === undefined) {
    return { state: 'failed', reason: `The server has no way out for ${channel}.`, isRetriable: false };
  }
  return way.send({ id, to: address, subject, body, isUrgent: severity === 'critical' });
}
