import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { defaultPolicy } from '#shared/domains/incidents/rules/policy.ts';
import { incident, incidentEvent } from '#shared/domains/incidents/schema.ts';
import { incidentCall } from '#shared/domains/incidents/schema/call.ts';
import { ANY_TYPE } from '#shared/domains/incidents/schema/policy.ts';
import { notificationCommands } from '#shared/domains/notifications/commands.ts';
import { USUAL_PREFERENCES } from '#shared/domains/notifications/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { MINUTE_MS } from '#shared/kernel/durations.ts';
import { TimerRunner } from '#host/jobs/timer-runner.ts';
import { TimerTable } from '#host/jobs/timer-table.ts';
import { webhookChannel } from '#shared/delivery/webhook-channel.ts';
import { Gateway, GATEWAY_SECRET, receiptHeaders } from '../support/gateway.ts';
import type { SimConsole } from '../simulation/sim-console.ts';
import { Fleet, until } from './fleet.ts';

const SECRET = 'a secret for what comes in';
const MASTER = '+302101234567';
const STRANGER = '+306900000001';
const NUMBER = /^AUR-INC-\d{4}-0001$/;

let fleet: Fleet;
/** By which the server's own text messages leave. */
let gateway: Gateway;
let ship: SimConsole;
let timers: TimerRunner;
let sent: number;

beforeEach(async () => {
  sent = 0;
  gateway = await Gateway.start();
  const sms = webhookChannel({
    url: gateway.url,
    secret: GATEWAY_SECRET,
    channel: 'sms',
    now: () => fleet.server.clock.now(),
  });
  fleet = await Fleet.start({ incomingSecret: SECRET, channels: { sms } });
  ship = await fleet.join('AUR', await fleet.link(), {
    beforeStart(one) {
      const { store, commands } = one;
      const table = new TimerTable(store);
      store.follow((records) => table.follow(records));
      const silent = { info() {}, warn() {}, error: (said: unknown) => expect(said).toBeUndefined() };
      const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
      const wait = { set: () => () => undefined };
      // Three of the logger's many methods are all that the runner calls.
      const log = silent as unknown as ConstructorParameters<typeof TimerRunner>[0]['log'];
      timers = new TimerRunner({ store, table, commands, clock, wait, log, onJump() {} });
      timers.start();
    },
  });
  ship.run(notificationCommands.setPreferences, { ...USUAL_PREFERENCES, phone: MASTER });
  await ship.sync.service.now();
});
afterEach(async () => {
  await fleet.close();
  await gateway.stop();
});

type Said = { readonly text: string; readonly from?: string; readonly kind?: string; readonly id?: string };

async function post(body: string, time: string, secret = SECRET) {
  const answer = await fetch(`${fleet.server.url}/v1/gateway/incoming`, {
    method: 'POST',
    headers: receiptHeaders(body, time, secret),
    body,
  });
  return { status: answer.status, body: (await answer.json()) as { say?: string } };
}
const now = (deltaMs = 0) => new Date(fleet.server.clock.now() + deltaMs).toISOString();

async function say({ text, from = MASTER, kind = 'sms', id = `message ${(sent += 1)}` }: Said) {
  return (await post(JSON.stringify({ id, kind, from, text }), now())).body.say;
}

/** What is on its way comes, the ship takes it, and what it made of it goes back. */
async function arrives(): Promise<void> {
  await ship.sync.service.now();
  timers.runDue();
  await ship.sync.service.now();
  expect(ship.sync.service.status().needsAttention).toBe(0);
}

const incidents = () => ship.store.records(incident, 'SELECT data FROM incident ORDER BY id');
const calls = () =>
  ship.store.records(incidentCall, 'SELECT data FROM incident_call ORDER BY receivedAt, id');
const told = () =>
  ship.store
    .records(incidentEvent, `SELECT data FROM incident_event WHERE type = 'linked' ORDER BY id`)
    .map(({ labelKey, labelParams }) => ({ labelKey, ...labelParams }));

function takeUnknown(): void {
  const siteId = must(ship.store.state.site, 'the ship').id;
  const policy = { ...defaultPolicy('vessel', ANY_TYPE), siteId, incidentType: ANY_TYPE };
  ship.run(incidentCommands.savePolicy, { ...policy, takesUnknownReports: true });
}

describe('somebody whose number is known', () => {
  it('reports by text message: one incident, by nobody, with whose number it was', async () => {
    expect(await say({ text: 'Fire in hold 3', id: 'one' })).toBe(
      'Thank you, Admin AUR. It goes to MV Aurora as an incident.',
    );
    await say({ text: 'Fire in hold 3', id: 'one' });
    await arrives();
    timers.runDue();
    expect(incidents()).toMatchObject([
      { title: 'Fire in hold 3', severity: 'high', reportedByName: '', reportedById: ship.deviceId },
    ]);
    expect(told()).toEqual([{ labelKey: 'incidents.event.reportedByCall.sms', name: 'Admin AUR' }]);
    expect(calls()).toMatchObject([{ outcome: 'reported', incidentId: incidents()[0]?.id }]);
  });

  it('acknowledges what is named, by nobody’s signature', async () => {
    ship.run(incidentCommands.report, { title: 'Gyro fails', severity: 'critical' });
    const { number } = must(incidents()[0], 'the incident');
    expect(number).toMatch(NUMBER);
    await ship.sync.service.now();
    expect(await say({ text: `ACK ${number}` })).toBe(
      'Thank you, Admin AUR. MV Aurora is told that you have it.',
    );
    await arrives();
    expect(incidents()).toMatchObject([{ acknowledgedByName: '', acknowledgedById: ship.deviceId }]);
    expect(incidents()[0]?.acknowledgedAt).not.toBeNull();
    expect(told()).toEqual([{ labelKey: 'incidents.event.acknowledgedByCall.sms', name: 'Admin AUR' }]);
  });

  it('is told that it waits where the ship was not heard', async () => {
    fleet.server.clock.advance(90 * MINUTE_MS);
    expect(await say({ text: '1', kind: 'call' })).toBe(
      'Thank you, Admin AUR. MV Aurora is told that you have it. ' +
        'Nothing was heard of MV Aurora for 90 minutes: it waits for the link.',
    );
    await arrives();
    expect(calls()).toMatchObject([{ outcome: 'refused', incidentId: null, refusedBecause: 'not-called' }]);
    // A call was answered while it lasted: only a text message is answered by another one.
    await arrives();
    expect(gateway.requests).toBe(0);
  });

  it('is told by text message, once, that nothing came of theirs', async () => {
    expect(await say({ text: 'ACK 7' })).toBe('Thank you, Admin AUR. MV Aurora is told that you have it.');
    await arrives();
    await until(() => gateway.messages.length > 0);
    await arrives();
    expect(gateway.messages.map(({ to, body }) => ({ to, body }))).toEqual([
      {
        to: MASTER,
        body: 'MV Aurora made nothing of your message “ACK 7”: there is no incident of that number. Call somebody there.',
      },
    ]);
    expect(calls()).toMatchObject([{ outcome: 'refused', refusedBecause: 'no-such-incident' }]);
  });
});

describe('somebody whose number is not known', () => {
  it('is told what to do, and nothing is kept', async () => {
    expect([
      await say({ text: 'Fire', from: STRANGER }),
      await say({ text: 'AUR: Fire', from: STRANGER }),
      await say({ text: 'ACK 1', from: STRANGER }),
      await say({ text: '99', from: STRANGER }),
    ]).toEqual([
      'This number is not known. Begin with the code of the site and a colon, such as AUR: fire in hold 3.',
      'MV Aurora takes no reports from numbers that are not known. Call somebody there, or use a console.',
      'This number is not known. Only people whose number is known acknowledge.',
      'This was not understood. Write what happened, or ACK and the number of an incident.',
    ]);
    await arrives();
    expect([calls(), incidents()]).toEqual([[], []]);
  });

  it('reports without a name where the site takes it', async () => {
    takeUnknown();
    await ship.sync.service.now();
    expect(await say({ text: 'AUR: Man overboard', from: '0030 690 000 0001' })).toBe(
      'Thank you. It goes to MV Aurora as an incident, without your name.',
    );
    await arrives();
    expect(incidents()).toMatchObject([{ title: 'Man overboard', reportedByName: '' }]);
    expect(told()).toEqual([{ labelKey: 'incidents.event.reportedByCallUnknown.sms', number: STRANGER }]);
  });

  it('is listened to so often and no more', async () => {
    const answers = [];
    for (let count = 0; count < 21; count += 1) answers.push(await say({ text: '99', from: STRANGER }));
    expect(answers.at(-1)).toMatch(/^Too many/);
  });
});

describe('a call of no gateway of ours', () => {
  const body = JSON.stringify({ id: 'x', kind: 'sms', from: MASTER, text: 'Fire' });

  it.each([
    ['signed with another secret', body, 0, 'some other secret', 401],
    ['recorded on the way and sent later', body, -6 * MINUTE_MS, SECRET, 401],
    ['that is none', '{"id":"x"}', 0, SECRET, 400],
    ['with no number', body.replace(MASTER, 'my phone'), 0, SECRET, 400],
    ['that is no JSON', 'Fire', 0, SECRET, 400],
  ])('%s is refused, and keeps nothing', async (_what, text, deltaMs, secret, status) => {
    expect((await post(text, now(deltaMs), secret)).status).toBe(status);
    await arrives();
    expect(calls()).toEqual([]);
  });
});
