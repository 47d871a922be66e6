import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '#shared/access/can.ts';
import type { DeliverySettings } from '#shared/delivery/settings.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { defaultPolicy } from '#shared/domains/incidents/rules/policy.ts';
import { ANY_TYPE } from '#shared/domains/incidents/schema/policy.ts';
import { notificationCommands } from '#shared/domains/notifications/commands.ts';
import { workCommands } from '#shared/domains/work/commands.ts';
import { USUAL_PREFERENCES as PREFERENCES } from '#shared/domains/work/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { Gateway, GATEWAY_SECRET } from '#tests/support/gateway.ts';
import { MailRelay } from '#tests/support/mail-relay.ts';
import { NotifiedSite } from '#tests/support/notified-site.ts';
import { InboxCounter } from './inbox-counts.ts';

const DAY_MINUTES = 24 * 60;
const PHONE = '+302101234567';

let site: NotifiedSite;
let relay: MailRelay;
let gateway: Gateway;

beforeEach(async () => {
  relay = await MailRelay.start();
  gateway = await Gateway.start();
});
afterEach(async () => {
  await site.stop();
  await relay.stop();
  await gateway.stop();
});

const bySms = (): DeliverySettings => ({
  FAIRLEAD_SMS_WEBHOOK_URL: gateway.url,
  FAIRLEAD_WEBHOOK_SECRET: GATEWAY_SECRET,
});
const at = (time: string) => Date.parse(`2026-11-21T${time}:00.000Z`);

const byText = (one = '', other = '') => one.localeCompare(other);

/** Gives somebody an incident, which tells them in its severity. */
function assign(to: PersonActor, severity: string, title: string): void {
  const { id } = site.run<{ id: string }>(incidentCommands.report, { title, severity });
  site.run(incidentCommands.assign, { id, assigneeId: to.id });
  // Or the ladder would tell people too.
  site.run(incidentCommands.acknowledge, { id });
}

/** Nobody is told of a report by itself. */
function callsAlone(): void {
  const siteId = must(site.host.store.state.site, 'a site').id;
  const policy = { ...defaultPolicy('vessel', ANY_TYPE), toldAtReport: [] };
  site.run(incidentCommands.savePolicy, { siteId, incidentType: ANY_TYPE, ...policy });
}

const mailsTo = (address: string) =>
  relay.mails.filter(({ to }) => to.includes(address)).map(({ text }) => /^Subject: (.*)$/m.exec(text)?.[1]);

it('a message says when as its recipient reads dates and times, in the site’s zone unless they keep one of their own', async () => {
  site = await NotifiedSite.start({ deliverySettings: relay.deliverySettings, nowMs: at('16:05') });
  const readsUsually = site.join('crew', { email: 'usual@example.com', emailFor: ['high'] });
  const readsOtherwise = site.join('crew', { email: 'other@example.com', emailFor: ['high'] });
  const own = { dateStyle: 'month-day-year', clockStyle: '12', zone: 'own', ownZone: 'Asia/Tokyo' } as const;
  site.run(workCommands.savePreferences, { ...PREFERENCES, ...own }, readsOtherwise);
  for (const who of [readsUsually, readsOtherwise]) assign(who, 'high', 'Smoke in hold 2');
  await expect.poll(() => relay.mails.length).toBe(2);
  const textTo = (address: string) =>
    must(
      relay.mails.find(({ to }) => to.includes(address)),
      'the mail',
    ).text.replaceAll(/=E2=80=AF|\u202f/g, ' ');
  expect(textTo('usual@example.com')).toContain('21 Nov 2026, 16:05 (UTC)');
  expect(textTo('other@example.com')).toContain('Nov 22, 2026, 1:05 AM (Asia/Tokyo)');
});

describe('a morning summary', () => {
  beforeEach(async () => {
    site = await NotifiedSite.start({ deliverySettings: relay.deliverySettings, nowMs: at('06:00') });
    // The first look at schedules, which comes some seconds after a start.
    site.pass(1);
  });

  it('comes once at eight by the site’s clock, with what was not sent by itself, and only if there is anything', async () => {
    const mate = site.join('crew', {
      email: 'mate@example.com',
      emailFor: ['low', 'medium', 'high'],
      digest: 'daily',
    });
    assign(mate, 'low', 'Loose rail');
    assign(mate, 'medium', 'Leaking valve');
    assign(mate, 'high', 'Smoke in hold 2');
    await expect
      .poll(() => mailsTo('mate@example.com'))
      .toEqual([expect.stringContaining('Smoke in hold 2')]);
    site.setTime(at('08:00'));
    await expect.poll(() => mailsTo('mate@example.com').length).toBe(2);
    expect(mailsTo('mate@example.com')[1]).toBe('Fairlead: 2 notifications since yesterday');
    expect(relay.mails.at(-1)?.text).toMatch(/Loose rail[\s\S]*Leaking valve/);
    expect(relay.mails.at(-1)?.text).not.toContain('Smoke in hold 2');
    // The next morning brings nothing new.
    site.pass(DAY_MINUTES);
    await expect
      .poll(() => runsOf('notifications.digest').filter((state) => state === 'completed').length)
      .toBeGreaterThanOrEqual(2);
    expect(mailsTo('mate@example.com').length).toBe(2);
  });

  it('waits for the end of quiet hours, as everything does but what is critical (NTF-2, NTF-3)', async () => {
    callsAlone();
    const officer = site.join('safety-officer', {
      email: 'officer@example.com',
      emailFor: ['low', 'high', 'critical'],
      digest: 'daily',
      quietHours: { from: '05:00', to: '09:30' },
    });
    assign(officer, 'low', 'Loose rail');
    assign(officer, 'high', 'Smoke in hold 2');
    site.run(incidentCommands.report, { title: 'Fire in the galley', severity: 'critical' });
    await expect
      .poll(() => mailsTo('officer@example.com'))
      .toEqual([expect.stringContaining('Fire in the galley')]);
    const desktop = () => site.shown.map(({ severity }) => severity);
    expect(new Set(desktop())).toEqual(new Set(['critical']));
    site.setTime(at('08:00'));
    await expect.poll(() => site.sent().length).toBe(3);
    expect(mailsTo('officer@example.com').length).toBe(1);
    site.setTime(at('09:30'));
    await expect
      .poll(() => mailsTo('officer@example.com').toSorted(byText))
      .toEqual([
        expect.stringContaining('Fire in the galley'),
        expect.stringContaining('Smoke in hold 2'),
        'Fairlead: One notification since yesterday',
      ]);
    await expect
      .poll(() => desktop().toSorted())
      .toEqual(expect.arrayContaining(['critical', 'high', 'low']));
  });
});

function runsOf(name: string): string[] {
  const { runs } = site.host.services.jobs.history({ limit: 20, before: undefined, name });
  return runs.map(({ state }) => state);
}

describe('a site with a gateway of its own', () => {
  let logged: string;

  beforeEach(async () => {
    logged = '';
    const destination = new Writable({
      write(chunk: Buffer, _encoding, done) {
        logged += chunk.toString('utf8');
        done();
      },
    });
    site = await NotifiedSite.start({
      deliverySettings: bySms(),
      log: pino({ level: 'trace' }, destination),
    });
  });
  const message = () => must(site.sent()[0], 'a message');
  const fire = () =>
    site.run<{ id: string }>(incidentCommands.report, { title: 'Fire', severity: 'critical' });

  it('hands a message over signed; what the gateway says at once is what is known', async () => {
    gateway.answers({ status: 200, body: '{"state":"delivered","id":"gw-1"}' });
    site.join('safety-officer', { phone: PHONE });
    fire();
    await expect.poll(() => site.states()).toEqual(['delivered']);
    expect(gateway.messages).toMatchObject([{ id: message().id, channel: 'sms', to: PHONE, isUrgent: true }]);
    expect(message()).toMatchObject({ relayId: 'gw-1', carrier: 'site' });
  });

  it('tries again after about 1, 5 and 25 minutes while the gateway fails, then has failed (NTF-5)', async () => {
    gateway.answers({ status: 500 }, { status: 503 }, { status: 500 }, { status: 502 });
    site.join('safety-officer', { phone: PHONE });
    fire();
    const waits: number[] = [];
    for (const attempts of [1, 2, 3]) {
      await expect.poll(() => site.sent()[0]?.attempts).toBe(attempts);
      const nextMs = Date.parse(message().nextAt);
      waits.push((nextMs - site.clock.nowMs) / 60_000);
      site.setTime(nextMs);
    }
    await expect.poll(() => site.states()).toEqual(['failed']);
    expect(waits.every((wait, index) => Math.abs(wait / ([1, 5, 25][index] ?? 1) - 1) <= 0.2)).toBe(true);
    expect([gateway.requests, message().problem]).toEqual([4, 'The gateway answered 502.']);
    for (const text of [PHONE, message().body, GATEWAY_SECRET]) expect(logged).not.toContain(text);
  });

  it('is told at once by a gateway that will never take it', async () => {
    gateway.answers({ status: 400 });
    site.join('safety-officer', { phone: PHONE });
    fire();
    await expect.poll(() => site.states()).toEqual(['failed']);
    site.pass(120);
    expect([gateway.requests, message().problem]).toEqual([1, 'The gateway answered 400.']);
  });

  it('sends nothing further to whoever acknowledges in their inbox (NTF-6)', async () => {
    gateway.answers({ status: 500 });
    const officer = site.join('safety-officer', { phone: PHONE });
    fire();
    await expect.poll(() => site.sent()[0]?.attempts).toBe(1);
    site.run(notificationCommands.acknowledge, { ids: site.lines().map(({ id }) => id) }, officer);
    expect(site.states()).toEqual(['suppressed']);
    site.pass(10);
    await expect.poll(() => runsOf('notifications.send')).toEqual(['completed', 'completed']);
    expect(gateway.requests).toBe(1);
  });
});

describe('who can’t be reached (NTF-7)', () => {
  const warned = () => [...new Set(warnings())];
  const warnings = () =>
    site
      .lines()
      .flatMap(({ category, titleParams }) =>
        category === 'notifications.unreachable' ? [titleParams['name']] : [],
      );
  const look = () => site.host.services.jobs.runNow(site.admin, 'notifications.reachability');

  it('is everybody on duty where nothing leaves the site, whatever addresses they have given', async () => {
    site = await NotifiedSite.start();
    const officer = site.join('safety-officer', {
      email: 'officer@example.com',
      phone: PHONE,
      pushToken: 'token-1234',
    });
    look();
    await expect.poll(warned).toEqual([officer.name]);
  });

  it('is whoever gave an address only for a channel that the site lacks', async () => {
    site = await NotifiedSite.start({ deliverySettings: relay.deliverySettings });
    site.join('safety-officer', { email: 'officer@example.com' });
    const master = site.join('master', { phone: PHONE });
    look();
    await expect.poll(warned).toEqual([master.name]);
  });
});

it('old lines go at night, with what was sent of them, and the rest stays (NTF-10)', async () => {
  site = await NotifiedSite.start({ nowMs: at('06:00') });
  const officer = site.join('safety-officer');
  for (const title of ['Smoke', 'Flood', 'Fire']) {
    site.run(incidentCommands.report, { title, severity: 'high' });
  }
  assign(officer, 'low', 'Loose rail');
  await expect.poll(() => site.lines().length).toBeGreaterThanOrEqual(1);
  const ids = site.lines().map(({ id }) => id);
  site.run(notificationCommands.read, { ids: ids.slice(0, 1) }, officer);
  site.pass(120 * DAY_MINUTES);
  site.host.services.jobs.runNow(site.admin, 'notifications.clean-up');
  await expect.poll(() => runsOf('notifications.clean-up')).toContain('completed');
  const left = new Set(site.lines().map(({ id }) => id));
  expect(ids.map((id) => left.has(id))).toEqual(ids.map((_id, index) => index > 0));
  expect(site.deliveries().some(({ notificationId }) => notificationId === ids[0])).toBe(false);
});

it('tray and badge count what waits for whoever is signed in, and alarms of the site when nobody is', async () => {
  site = await NotifiedSite.start();
  const window = { sessionId: 'first', kind: 'window' } as const;
  const shown = () => site.host.services.status(window).inbox;
  const officer = site.join('safety-officer');
  site.join('officer-in-charge');
  callsAlone();
  site.run(incidentCommands.report, { title: 'Fire', severity: 'critical' });
  assign(officer, 'low', 'Loose rail');
  await expect.poll(() => site.lines().length).toBe(3);
  // The administrator is signed in, and was told nothing.
  await expect.poll(shown).toEqual({ critical: 0, unread: 0 });
  const waiting = () => new InboxCounter(site.host.store).of(officer.id, undefined);
  expect(waiting()).toEqual({ critical: 1, unread: 1 });
  site.host.services.session.signOut(window);
  // Two were told of one fire.
  expect(shown()).toEqual({ critical: 1, unread: 0 });
  const ids = site.lines().flatMap(({ id, personId }) => (personId === officer.id ? [id] : []));
  site.run(notificationCommands.read, { ids }, officer);
  expect(waiting()).toEqual({ critical: 1, unread: 0 });
  site.run(notificationCommands.acknowledge, { ids }, officer);
  expect(waiting()).toEqual({ critical: 0, unread: 0 });
});
