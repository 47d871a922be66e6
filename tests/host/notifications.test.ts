import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#shared/access/can.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { actorOfPerson } from '#shared/domains/people/actor.ts';
import { peopleCommands } from '#shared/domains/people/commands.ts';
import { person } from '#shared/domains/people/schema.ts';
import { notificationCommands } from '#shared/domains/notifications/commands.ts';
import { notificationQueries } from '#shared/domains/notifications/queries.ts';
import { delivery, notification, USUAL_PREFERENCES } from '#shared/domains/notifications/schema.ts';
import { stateOf } from '#shared/domains/notifications/states.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import { systemClock } from '#host/clock/system-clock.ts';
import { composeHost, type Host } from '#host/compose.ts';
import type { Notice } from '#host/notify/desktop-notices.ts';
import { MailRelay } from '#tests/support/mail-relay.ts';
import { until } from '../transport/fleet.ts';

const HASH = {
  algorithm: 'scrypt',
  cost: 16_384,
  blockSize: 8,
  parallelization: 1,
  saltHex: 'a'.repeat(32),
  hashHex: 'b'.repeat(64),
} as const;

let folder: string;
let relay: MailRelay;
let host: Host;
let shown: Notice[];
let admin: Actor;
let clock: { nowMs: number };

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-notify-test-'));
  relay = await MailRelay.start();
  clock = { nowMs: Date.now() };
  await start();
  await host.services.setup.foundSite(
    { sessionId: 'first', kind: 'window' },
    {
      code: 'AUR',
      name: 'MV Aurora',
      siteKind: 'vessel',
      timeZone: 'UTC',
      administrator: { name: 'Ines Duarte', signInName: 'i.duarte', passphrase: 'following seas' },
    },
  );
  const first = must(host.store.records(person, 'SELECT data FROM person')[0], 'the administrator');
  admin = actorOfPerson(first);
});
afterEach(async () => {
  await host.close();
  await relay.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  shown = [];
  host = await composeHost({
    dataFolder: folder,
    version: 'test',
    clock: { ...systemClock(), now: () => clock.nowMs },
    log: pino({ level: 'silent' }),
    deliverySettings: { FAIRLEAD_SMTP_URL: relay.url, FAIRLEAD_MAIL_FROM: 'Fairlead <alerts@example.com>' },
    onNotice: (notice) => shown.push(notice),
  });
}

function run<Output>(command: Command, input: unknown, actor: Actor = admin): Output {
  return host.services.runCommand<Output>(command, { commandId: randomUUID(), input }, actor).output;
}

let names = 0;
function join(jobProfile: string, preferences: object = {}): Actor {
  names += 1;
  const siteId = must(host.store.state.site, 'a site').id;
  const { id } = run<{ id: string }>(peopleCommands.add, {
    name: `Person ${names}`,
    signInName: `person.${names}`,
    role: 'IP',
    jobProfile,
    siteId,
    passphrase: HASH,
  });
  const who = actorOfPerson(must(host.store.record(person, id), 'the person'));
  run(notificationCommands.setPreferences, { ...USUAL_PREFERENCES, ...preferences }, who);
  return who;
}

const lines = () => host.store.records(notification, 'SELECT data FROM notification ORDER BY createdAt, id');
const deliveries = () =>
  host.store.records(delivery, 'SELECT data FROM delivery ORDER BY createdAt, channel');
const states = () =>
  deliveries()
    .filter(({ channel }) => channel !== 'desktop')
    .map(stateOf);

describe('an escalation', () => {
  it('becomes a line in the inbox, a notice on the desktop and a mail that the relay accepted (NTF-1)', async () => {
    const officer = join('safety-officer', { email: 'officer@example.com' });
    join('crew', { email: 'crew@example.com' });
    const { id } = run<{ id: string }>(incidentCommands.report, {
      title: 'Fire in the <galley> {site}',
      severity: 'critical',
      place: 'Deck 3',
    });
    await until(() => states().includes('sent'));
    expect(
      lines().map(({ personId, category, severity, linkId, count }) => [
        personId,
        category,
        severity,
        linkId,
        count,
      ]),
    ).toEqual([[officer.id, 'incidents.escalated', 'critical', id, 1]]);
    expect(relay.mails.map(({ to }) => to)).toEqual([['officer@example.com']]);
    const text = relay.mails[0]?.text ?? '';
    expect(text).toContain('Fire in the <galley> {site}');
    expect(text).toContain('&lt;galley&gt;');
    expect(text).toMatch(/^Message-ID: <[0-9a-f-]{36}@example.com>/im);
    // Told at once and told to a person, under one id: main shows an id once.
    expect(new Set(shown.map((notice) => notice.id)).size).toBe(1);
    expect(shown[0]).toMatchObject({ severity: 'critical', route: `/incidents/${id}` });
    expect(deliveries().map((one) => [one.channel, stateOf(one), one.attempts])).toEqual([
      ['desktop', 'sent', 1],
      ['email', 'sent', 1],
    ]);
  });

  it('that a relay refuses for now is tried again after a minute, and says so meanwhile (NTF-5)', async () => {
    join('safety-officer', { email: 'officer@example.com' });
    relay.refuse(451, 'Come back later');
    run(incidentCommands.report, { title: 'Fire', severity: 'critical' });
    await until(() => deliveries().some(({ problem }) => problem?.includes('Come back later') === true));
    expect(states()).toEqual(['queued']);
    clock.nowMs += 2 * 60_000;
    host.resume();
    await until(() => states()[0] === 'sent');
    expect([
      relay.attempts,
      relay.mails.length,
      deliveries().find((one) => one.channel === 'email')?.problem,
    ]).toEqual([2, 1, null]);
  });

  it('that a relay will never take has failed, and is not tried again (NTF-5)', async () => {
    join('safety-officer', { email: 'officer@example.com' });
    relay.refuse(550, 'No such mailbox');
    run(incidentCommands.report, { title: 'Fire', severity: 'critical' });
    await until(() => states()[0] === 'failed');
    expect(deliveries().find((one) => one.channel === 'email')?.problem).toContain('No such mailbox');
    clock.nowMs += 60 * 60_000;
    host.resume();
    expect(relay.mails).toEqual([]);
  });

  it('that somebody acknowledges stops what is still to go out, for everybody (NTF-6)', async () => {
    const officer = join('safety-officer', { email: 'officer@example.com' });
    join('officer-in-charge', { email: 'third@example.com' });
    relay.refuse(451, 'Come back later', 2);
    const { id } = run<{ id: string }>(incidentCommands.report, { title: 'Fire', severity: 'critical' });
    await until(() => deliveries().filter(({ problem }) => problem !== null).length === 2);
    run(incidentCommands.acknowledge, { id }, officer);
    await until(() => states().every((state) => state === 'suppressed'));
    expect(lines().map(({ acknowledgedByName }) => acknowledgedByName)).toEqual([
      officer.type === 'person' ? officer.name : '',
      officer.type === 'person' ? officer.name : '',
    ]);
    clock.nowMs += 10 * 60_000;
    host.resume();
    expect(relay.mails).toEqual([]);
  });

  it('that a crash kept from being told is told after the next start, and once', async () => {
    join('safety-officer', { email: 'officer@example.com' });
    run(incidentCommands.report, { title: 'Fire', severity: 'critical' });
    // What comes after the commit has not happened yet.
    await host.close();
    await start();
    await until(() => states()[0] === 'sent');
    await host.close();
    await start();
    expect([lines().length, deliveries().length, relay.mails.length]).toEqual([1, 2, 1]);
  });
});

describe('an inbox', () => {
  it('is one’s own: nobody reads or acknowledges a line of somebody else', async () => {
    const officer = join('safety-officer');
    run(incidentCommands.report, { title: 'Fire', severity: 'critical' });
    await until(() => lines().length === 1);
    const ids = lines().map(({ id }) => id);
    expect(() => run(notificationCommands.acknowledge, { ids })).toThrow('belongs to somebody else');
    expect(host.services.runQuery(notificationQueries.inbox, {}, admin)).toEqual({ lines: [], more: false });
    run(notificationCommands.acknowledge, { ids }, officer);
    expect(deliveries().map(stateOf)).toEqual(['delivered']);
    expect(host.services.runQuery(notificationQueries.summary, {}, officer)).toMatchObject({
      unread: 0,
      critical: 0,
    });
  });

  it('tells administrators whom an alarm would not reach (NTF-7)', async () => {
    join('officer-in-charge');
    join('safety-officer', { email: 'officer@example.com' });
    host.services.jobs.runNow(admin, 'notifications.reachability');
    await until(() => lines().length > 0);
    expect(lines().map(({ personId, titleParams }) => [personId, titleParams])).toEqual([
      [admin.id, { name: `Person ${names - 1}` }],
    ]);
  });
});
