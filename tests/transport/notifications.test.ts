import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Actor } from '#shared/access/can.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import { notificationCommands } from '#shared/domains/notifications/commands.ts';
import { delivery, notification, USUAL_PREFERENCES } from '#shared/domains/notifications/schema.ts';
import { stateOf } from '#shared/domains/notifications/states.ts';
import { actorOfPerson } from '#shared/domains/people/actor.ts';
import { peopleCommands } from '#shared/domains/people/commands.ts';
import { person } from '#shared/domains/people/schema.ts';
import { emailChannel } from '#shared/delivery/email-channel.ts';
import { webhookChannel } from '#shared/delivery/webhook-channel.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import { systemClock } from '#host/clock/system-clock.ts';
import { composeHost, type Host } from '#host/compose.ts';
import { TestServer } from '#sync-server/testing/test-server.ts';
import { Gateway, GATEWAY_SECRET, receiptHeaders } from '#tests/support/gateway.ts';
import { MailRelay } from '#tests/support/mail-relay.ts';
import { NOBODYS_HASH } from '#tests/support/passphrase-hash.ts';
import { until } from './fleet.ts';

const INCOMING_SECRET = 'a secret for what comes in';

let folder: string;
let relay: MailRelay;
let gateway: Gateway;
let server: TestServer;
let hosts: Host[];

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-notify-server-'));
  hosts = [];
  relay = await MailRelay.start();
  gateway = await Gateway.start();
  server = await TestServer.start({
    channels: {
      email: emailChannel({ url: relay.url, from: 'Fairlead <alerts@example.com>' }),
      sms: webhookChannel({
        url: gateway.url,
        secret: GATEWAY_SECRET,
        channel: 'sms',
        takesReceipts: true,
        now: () => server.clock.now(),
      }),
    },
    receiptSecret: GATEWAY_SECRET,
    incomingSecret: INCOMING_SECRET,
  });
  server.clock.nowMs = Date.now();
});
afterEach(async () => {
  for (const host of hosts) await host.close();
  await server.stop();
  await relay.stop();
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function consoleOf(siteCode: 'AUR' | 'OFF'): Promise<{ host: Host; admin: Actor }> {
  const dataFolder = path.join(folder, siteCode);
  mkdirSync(dataFolder);
  const host = await composeHost({
    dataFolder,
    version: 'test',
    clock: systemClock(),
    log: pino({ level: 'silent' }),
  });
  hosts.push(host);
  const at = { sessionId: siteCode, kind: 'window' } as const;
  await host.services.setup.join(at, {
    serverUrl: server.url,
    code: await server.siteCode(siteCode),
    deviceName: siteCode,
  });
  await host.services.setup.createAdministrator(at, {
    name: `Admin ${siteCode}`,
    signInName: 'admin',
    passphrase: 'following seas',
  });
  const siteId = must(host.store.state.site, 'a site').id;
  const [first] = host.store.records(person, 'SELECT data FROM person WHERE siteId = :siteId', { siteId });
  return { host, admin: actorOfPerson(must(first, 'an administrator')) };
}

function run<Output>(host: Host, command: Command, input: unknown, actor: Actor): Output {
  return host.services.runCommand<Output>(command, { commandId: randomUUID(), input }, actor).output;
}

function add(
  host: Host,
  admin: Actor,
  jobProfile: string,
  addresses: { email?: string; phone?: string },
): Actor {
  const { id } = run<{ id: string }>(
    host,
    peopleCommands.add,
    {
      name: `The ${jobProfile}`,
      signInName: jobProfile,
      role: 'IP',
      jobProfile,
      siteId: must(host.store.state.site, 'a site').id,
      passphrase: NOBODYS_HASH,
    },
    admin,
  );
  const who = actorOfPerson(must(host.store.record(person, id), 'the person'));
  run(host, notificationCommands.setPreferences, { ...USUAL_PREFERENCES, ...addresses }, who);
  return who;
}

/** Whatever the server still has to carry; nothing is kept from others by asking. */
const EVERYTHING = { nowMs: Number.MAX_SAFE_INTEGER, untilMs: 0, rowsMax: 10 };

const mails = (host: Host) =>
  host.store.records(delivery, "SELECT data FROM delivery WHERE channel = 'email' ORDER BY createdAt, id");

it('an alarm goes from the ship over the server to a real relay, and the ship is told what came of it (NTF-8)', async () => {
  const { host, admin } = await consoleOf('AUR');
  add(host, admin, 'safety-officer', { email: 'officer@example.com' });
  relay.refuse(450, 'Mailbox busy');
  run(host, incidentCommands.report, { title: 'Fire in the galley', severity: 'critical' }, admin);
  await until(() => mails(host)[0]?.problem?.includes('Mailbox busy') === true, 20_000);
  expect(mails(host).map((one) => [stateOf(one), one.carrier, one.attempts])).toEqual([
    ['queued', 'server', 1],
  ]);
  server.clock.advance(2 * 60_000);
  await until(() => mails(host).map(stateOf)[0] === 'sent', 20_000);
  expect(relay.mails.map(({ to }) => to)).toEqual([['officer@example.com']]);
  expect(mails(host)[0]).toMatchObject({ attempts: 2, problem: null, deliveredAt: null });
}, 60_000);

it('an acknowledgement at the office stops what the server would still send for the ship (NTF-6)', async () => {
  const ship = await consoleOf('AUR');
  add(ship.host, ship.admin, 'safety-officer', { email: 'officer@example.com' });
  const office = await consoleOf('OFF');
  relay.refuse(450, 'Mailbox busy');
  const { id } = run<{ id: string }>(
    ship.host,
    incidentCommands.report,
    { title: 'Fire in the galley', severity: 'critical' },
    ship.admin,
  );
  await until(() => mails(ship.host)[0]?.attempts === 1, 20_000);
  await until(() => mails(office.host)[0]?.attempts === 1, 20_000);
  // The ship has no link any more; the office acknowledges.
  ship.host.services.sync.setPaused(true);
  run(office.host, incidentCommands.acknowledge, { id }, office.admin);
  await office.host.services.sync.now();
  server.clock.advance(2 * 60_000);
  await until(() => mails(office.host).map(stateOf)[0] === 'suppressed', 20_000);
  expect(relay.mails).toEqual([]);
}, 60_000);

it('a message to an address that is no longer its recipient’s goes nowhere (NTF-8)', async () => {
  const { host, admin } = await consoleOf('AUR');
  const officer = add(host, admin, 'safety-officer', { email: 'officer@example.com' });
  relay.refuse(450, 'Mailbox busy');
  run(host, incidentCommands.report, { title: 'Fire', severity: 'critical' }, admin);
  await until(() => mails(host)[0]?.attempts === 1, 20_000);
  run(host, notificationCommands.setPreferences, { ...USUAL_PREFERENCES, email: 'new@example.com' }, officer);
  await host.services.sync.now();
  server.clock.advance(2 * 60_000);
  await until(() => mails(host).map(stateOf)[0] === 'failed', 20_000);
  expect(mails(host)[0]?.problem).toBe('This is no longer the address of its recipient.');
  expect(relay.mails).toEqual([]);
}, 60_000);

const texts = (host: Host) =>
  host.store.records(delivery, "SELECT data FROM delivery WHERE channel = 'sms' ORDER BY createdAt, id");

it('what the gateway says later of a text message reaches the ship and the office (NTF-8)', async () => {
  const ship = await consoleOf('AUR');
  add(ship.host, ship.admin, 'safety-officer', { phone: '+302101234567' });
  const office = await consoleOf('OFF');
  gateway.answers({ status: 202, body: '{"receipt":true}' });
  run(ship.host, incidentCommands.report, { title: 'Fire', severity: 'critical' }, ship.admin);
  await until(() => texts(ship.host)[0]?.receipt === 'awaited', 20_000);
  expect(texts(ship.host).map(stateOf)).toEqual(['sent']);
  const [message] = gateway.messages;
  const body = JSON.stringify({ id: message?.id, state: 'failed', reason: 'Switched off' });
  const headers = receiptHeaders(body, new Date(server.clock.now()).toISOString());
  expect((await fetch(`${server.url}/v1/receipts`, { method: 'POST', headers, body })).status).toBe(200);
  for (const { host } of [ship, office]) {
    await until(() => texts(host).map(stateOf)[0] === 'failed', 20_000);
    expect(texts(host)[0]).toMatchObject({ problem: 'Switched off', deliveredAt: null });
  }
}, 60_000);

it('whoever acknowledges in their inbox gets nothing further from the server (NTF-6)', async () => {
  const { host, admin } = await consoleOf('AUR');
  const officer = add(host, admin, 'safety-officer', { phone: '+302101234567' });
  gateway.answers({ status: 503 });
  run(host, incidentCommands.report, { title: 'Fire', severity: 'critical' }, admin);
  await until(() => texts(host)[0]?.attempts === 1, 20_000);
  const ids = host.store
    .records(notification, 'SELECT data FROM notification WHERE personId = :id', { id: officer.id })
    .map(({ id }) => id);
  run(host, notificationCommands.acknowledge, { ids }, officer);
  await host.services.sync.now();
  server.clock.advance(2 * 60_000);
  // Whether the console or the server was first to call it off: it goes nowhere.
  await expect
    .poll(() => server.inStorage((tx) => tx.claimMessages(EVERYTHING)), { timeout: 20_000 })
    .toEqual([]);
  expect([texts(host).map(stateOf), gateway.requests]).toEqual([['suppressed'], 1]);
}, 60_000);

it('a text message of a call says how it is answered, and answering it so acknowledges (INC-86)', async () => {
  const ship = await consoleOf('AUR');
  add(ship.host, ship.admin, 'safety-officer', { phone: '+302101234567' });
  const office = await consoleOf('OFF');
  add(office.host, office.admin, 'dpa', { phone: '+302101234568' });
  await office.host.services.sync.now();
  const { id } = run<{ id: string }>(
    ship.host,
    incidentCommands.report,
    { title: 'Fire', severity: 'critical' },
    ship.admin,
  );
  const { number } = must(ship.host.store.record(incident, id), 'the incident');
  await until(() => gateway.messages.length > 0, 20_000);
  expect(gateway.messages[0]?.body).toMatch(/\) Answer ACK 1$/);
  const body = JSON.stringify({ id: 'an answer', kind: 'sms', from: '+302101234567', text: 'ACK 1' });
  const headers = receiptHeaders(body, new Date(server.clock.now()).toISOString(), INCOMING_SECRET);
  await fetch(`${server.url}/v1/gateway/incoming`, { method: 'POST', headers, body });
  await until(() => ship.host.store.record(incident, id)?.acknowledgedAt !== null, 20_000);
  // Whoever is elsewhere names the whole number.
  run(ship.host, incidentCommands.escalate, { id, reason: 'It spreads' }, ship.admin);
  run(ship.host, incidentCommands.escalate, { id, reason: 'It spreads on' }, ship.admin);
  await until(() => gateway.messages.some(({ to }) => to === '+302101234568'), 20_000);
  expect(gateway.messages.find(({ to }) => to === '+302101234568')?.body).toMatch(
    new RegExp(`\\) Answer ACK ${number}$`),
  );
}, 60_000);
