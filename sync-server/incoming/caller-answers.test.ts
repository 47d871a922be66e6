import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webhookChannel } from '#shared/delivery/webhook-channel.ts';
import { type IncidentCall, incidentCall } from '#shared/domains/incidents/schema/call.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import { DAY_MS, MINUTE_MS } from '#shared/kernel/durations.ts';
import { Gateway, GATEWAY_SECRET } from '#tests/support/gateway.ts';
import { putAsServer } from '../enrolment/put-as-server.ts';
import { LocalNewsBus } from '../news/news-bus.ts';
import { createLogger } from '../operations/logger.ts';
import type { Storage, StorageTx } from '../storage/storage.ts';
import { TestClock } from '../testing/test-clock.ts';
import { openTestStorage } from '../testing/test-storage.ts';
import { testId } from '../testing/work.ts';
import { CallerAnswers } from './caller-answers.ts';
import { queueCallerAnswers } from './queue-caller-answers.ts';

const ORGANISATION = { id: 'org', name: 'Meridian Lines', createdAtMs: 1, epoch: 'first' };
const NUMBER = '+302101234567';
const SITE = {
  id: '01950000-0000-7000-8000-000000000001',
  code: 'AUR',
  name: 'MV Aurora',
  kind: 'vessel',
  timeZone: 'UTC',
} as const;

let folder: string;
let storage: Storage;
let gateway: Gateway;
let clock: TestClock;
let answers: CallerAnswers;
let logged: string;

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-answers-'));
  storage = await openTestStorage(folder);
  await storage.createOrganisation(ORGANISATION);
  gateway = await Gateway.start();
  clock = new TestClock();
  await within((tx) => tx.insertSite(SITE, clock.now()));
  logged = '';
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString('utf8');
      done();
    },
  });
  const { url } = gateway;
  answers = new CallerAnswers({
    storage,
    news: new LocalNewsBus(),
    clock,
    sms: webhookChannel({ url, secret: GATEWAY_SECRET, channel: 'sms', now: () => clock.now() }),
    log: createLogger('trace', destination),
    random: () => 0.5,
  });
});
afterEach(async () => {
  await answers.stop();
  await storage.close();
  await gateway.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

function within<T>(work: (tx: StorageTx) => Promise<T>): Promise<T> {
  return storage.transaction(ORGANISATION.id, work);
}

/** As an exchange brings it; again, when it comes once more. */
async function comes(more: Partial<IncidentCall> = {}): Promise<() => Promise<void>> {
  const id = testId();
  const fields = {
    callKind: 'sms',
    fromNumber: NUMBER,
    said: 'ACK 7',
    claimedId: null,
    claimedName: '',
    mayReport: true,
    mayAcknowledge: true,
    receivedAt: isoOf(clock.now()),
    handledAt: isoOf(clock.now()),
    outcome: 'refused',
    incidentId: null,
    refusedBecause: 'no-such-incident',
    ...more,
  };
  const nowMs = clock.now();
  await within((tx) =>
    putAsServer(tx, [
      { entity: incidentCall, id, siteId: SITE.id, fields, lane: 0, setAtMs: nowMs, arrivedAtMs: nowMs },
    ]),
  );
  const queue = () =>
    within(async (tx) => {
      const found = await tx.records([{ collection: incidentCall.collection, id }]);
      await queueCallerAnswers(tx, found, clock.now());
    });
  await queue();
  return queue;
}
const texts = () => gateway.messages.map(({ to, channel, body }) => ({ to, channel, body }));

describe('whoever sent a text message that their site refused (INC-85)', () => {
  it('is told so once, with the reason, however often the record comes', async () => {
    const again = await comes();
    await answers.sendDue();
    await again();
    await answers.sendDue();
    expect(texts()).toEqual([
      {
        to: NUMBER,
        channel: 'sms',
        body: 'MV Aurora made nothing of your message “ACK 7”: there is no incident of that number. Call somebody there.',
      },
    ]);
  });

  it('is told without a reason where an older console gave none, and of a long message its beginning', async () => {
    await comes({ said: `Fire\n${'x'.repeat(900)}`, refusedBecause: null });
    await answers.sendDue();
    expect(texts()[0]?.body).toBe(
      `MV Aurora made nothing of your message “Fire ${'x'.repeat(54)}…”. Call somebody there.`,
    );
  });

  it('is told later while the gateway fails, and under the same id', async () => {
    gateway.answers({ status: 500 }, { status: 503 });
    await comes();
    const asked: number[] = [];
    for (let minute = 0; minute <= 40; minute += 1) {
      const before = gateway.requests;
      await answers.sendDue();
      if (gateway.requests > before) asked.push(minute);
      clock.advance(MINUTE_MS);
    }
    expect([asked, texts().length]).toEqual([[0, 1, 6], 1]);
    for (const text of [NUMBER, 'ACK 7', GATEWAY_SECRET]) expect(logged).not.toContain(text);
  });

  it('is told no more where the gateway will never take it', async () => {
    gateway.answers({ status: 422 });
    await comes();
    await answers.sendDue();
    clock.advance(60 * MINUTE_MS);
    await answers.sendDue();
    expect([gateway.requests, texts()]).toEqual([1, []]);
  });

  it('is not told a day later, neither when it comes so late nor when the gateway is back', async () => {
    await comes({ receivedAt: isoOf(clock.now() - DAY_MS - 1) });
    await comes();
    clock.advance(DAY_MS + 1);
    await answers.sendDue();
    await answers.sendDue();
    expect(gateway.requests).toBe(0);
  });

  it.each([
    ['a call', { callKind: 'call' }],
    ['a message that was taken', { outcome: 'reported', refusedBecause: null }],
    ['a message that waits', { outcome: 'waiting', handledAt: null, refusedBecause: null }],
  ] as const)('is told nothing of %s', async (_what, more) => {
    await comes(more);
    await answers.sendDue();
    expect(gateway.requests).toBe(0);
  });
});
