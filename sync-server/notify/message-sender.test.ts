import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webhookChannel } from '#shared/delivery/webhook-channel.ts';
import { notification } from '#shared/domains/notifications/schema.ts';
import { stateOf } from '#shared/domains/notifications/states.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { Gateway, GATEWAY_SECRET } from '#tests/support/gateway.ts';
import { LocalNewsBus } from '../news/news-bus.ts';
import { createLogger } from '../operations/logger.ts';
import type { Storage, StorageTx } from '../storage/storage.ts';
import {
  LINE_ID,
  MESSAGE_BODY,
  MESSAGE_ID,
  PHONE,
  putMessage,
  readMessage,
} from '../testing/carried-message.ts';
import { TestClock } from '../testing/test-clock.ts';
import { openTestStorage } from '../testing/test-storage.ts';
import { MessageSender } from './message-sender.ts';
import { patchAsServer } from './patch-as-server.ts';
import { takeReceipt } from './take-receipt.ts';
import { MINUTE_MS } from '#shared/kernel/durations.ts';

const ORGANISATION = { id: 'org', name: 'Meridian Lines', createdAtMs: 1, epoch: 'first' };

let folder: string;
let storage: Storage;
let gateway: Gateway;
let clock: TestClock;
let sender: MessageSender;
let logged: string;
const news = new LocalNewsBus();

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-sender-'));
  storage = await openTestStorage(folder);
  await storage.createOrganisation(ORGANISATION);
  gateway = await Gateway.start();
  clock = new TestClock();
  logged = '';
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString('utf8');
      done();
    },
  });
  const settings = {
    url: gateway.url,
    secret: GATEWAY_SECRET,
    channel: 'sms',
    takesReceipts: true,
    timeoutMs: 250,
  } as const;
  sender = new MessageSender({
    storage,
    news,
    clock,
    channels: { sms: webhookChannel({ ...settings, now: () => clock.now() }) },
    log: createLogger('trace', destination),
    random: () => 0.5,
  });
  await within((tx) => putMessage(tx, { nowMs: clock.now() }));
});
afterEach(async () => {
  await sender.stop();
  await storage.close();
  await gateway.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

function within<T>(work: (tx: StorageTx) => Promise<T>): Promise<T> {
  return storage.transaction(ORGANISATION.id, work);
}
const stored = () => within(readMessage);

describe('what a console queues for the server', () => {
  it('goes to the gateway once, signed, and is sent', async () => {
    await sender.sendDue();
    await sender.sendDue();
    expect(gateway.messages).toEqual([
      { id: MESSAGE_ID, channel: 'sms', to: PHONE, subject: 'Fire', body: MESSAGE_BODY, isUrgent: true },
    ]);
    expect(await stored()).toMatchObject({ receipt: 'none', sentAt: isoOf(clock.now()), deliveredAt: null });
  });

  it('is delivered when the gateway says so at once, and awaits a receipt when it promises one', async () => {
    gateway.answers({ status: 200, body: '{"state":"accepted","receipt":true,"id":"gw-7"}' });
    await sender.sendDue();
    expect(await stored()).toMatchObject({ receipt: 'awaited', relayId: 'gw-7', deliveredAt: null });
    await takeReceipt({ storage, news, clock }, { id: RecordId.parse(MESSAGE_ID), state: 'delivered' });
    expect(stateOf(await stored())).toBe('delivered');
  });

  it('is tried again after 1, 5 and 25 minutes while the gateway fails, then has failed', async () => {
    gateway.answers({ status: 500 }, 'silence', { status: 503 }, { status: 500 });
    const asked: number[] = [];
    for (let minute = 0; minute <= 40; minute += 1) {
      const before = gateway.requests;
      await sender.sendDue();
      if (gateway.requests > before) asked.push(minute);
      clock.advance(MINUTE_MS);
    }
    expect(asked).toEqual([0, 1, 6, 31]);
    expect(await stored()).toMatchObject({ attempts: 4, problem: 'The gateway answered 500.', sentAt: null });
    expect([stateOf(await stored()), gateway.messages]).toEqual(['failed', []]);
  });

  it('has failed at once where the gateway will never take it', async () => {
    gateway.answers({ status: 422 });
    await sender.sendDue();
    clock.advance(60 * MINUTE_MS);
    await sender.sendDue();
    expect([gateway.requests, stateOf(await stored()), (await stored()).problem]).toEqual([
      1,
      'failed',
      'The gateway answered 422.',
    ]);
  });

  it('and is acknowledged meanwhile, in the inbox of whoever it is for, goes nowhere any more (NTF-6)', async () => {
    gateway.answers({ status: 500 });
    await sender.sendDue();
    const acknowledged = { acknowledgedAt: isoOf(clock.now()), acknowledgedByName: 'Ioanna' };
    await within((tx) =>
      patchAsServer(
        tx,
        { entity: notification, id: LINE_ID, lane: 1, nowMs: clock.now() },
        () => acknowledged,
      ),
    );
    clock.advance(2 * MINUTE_MS);
    await sender.sendDue();
    expect(await stored()).toMatchObject({ suppressedBecause: 'acknowledged', sentAt: null });
    expect([gateway.requests, gateway.messages]).toEqual([1, []]);
  });

  it('whose receipt comes before the answer is delivered, and is not sent again', async () => {
    gateway.answers('silence');
    const sending = sender.sendDue();
    await expect.poll(() => gateway.requests).toBe(1);
    await takeReceipt({ storage, news, clock }, { id: RecordId.parse(MESSAGE_ID), state: 'delivered' });
    await sending;
    clock.advance(60 * MINUTE_MS);
    await sender.sendDue();
    expect(await stored()).toMatchObject({ attempts: 1, problem: null });
    expect([gateway.requests, stateOf(await stored())]).toEqual([1, 'delivered']);
  });

  it('leaves nothing in the log of whom it is for, what it says, and what it is signed with', async () => {
    gateway.answers({ status: 500, body: `no ${PHONE}` }, 'silence');
    await sender.sendDue();
    clock.advance(2 * MINUTE_MS);
    await sender.sendDue();
    await gateway.stop();
    clock.advance(10 * MINUTE_MS);
    await sender.sendDue();
    expect(await stored()).toMatchObject({ attempts: 3 });
    for (const text of [PHONE, MESSAGE_BODY, GATEWAY_SECRET]) expect(logged).not.toContain(text);
    gateway = await Gateway.start();
  });
});
