import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { notificationCommands } from '#shared/domains/notifications/commands.ts';
import { notificationQueries } from '#shared/domains/notifications/queries.ts';
import { stateOf } from '#shared/domains/notifications/states.ts';
import type { MailRelay } from '#tests/support/mail-relay.ts';
import { type NotifiedSite, startMailingSite } from '#tests/support/notified-site.ts';
import { until } from '../transport/fleet.ts';

let relay: MailRelay;
let site: NotifiedSite;
let stop: () => Promise<void>;

beforeEach(async () => {
  ({ relay, site, stop } = await startMailingSite());
});
afterEach(() => stop());

describe('an escalation', () => {
  it('becomes a line in the inbox, a notice on the desktop and a mail that the relay accepted (NTF-1)', async () => {
    const officer = site.join('safety-officer', { email: 'officer@example.com' });
    site.join('crew', { email: 'crew@example.com' });
    const { id } = site.run<{ id: string }>(incidentCommands.report, {
      title: 'Fire in the <galley> {site}',
      severity: 'critical',
      place: 'Deck 3',
    });
    await until(() => site.states().includes('sent'));
    expect(
      site
        .lines()
        .map(({ personId, category, severity, linkId, count }) => [
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
    expect(new Set(site.shown.map((notice) => notice.id)).size).toBe(1);
    expect(site.shown[0]).toMatchObject({ severity: 'critical', route: `/incidents/${id}` });
    expect(site.deliveries().map((one) => [one.channel, stateOf(one), one.attempts])).toEqual([
      ['desktop', 'sent', 1],
      ['email', 'sent', 1],
    ]);
  });

  it('that a relay refuses for now is tried again after a minute, and says so meanwhile (NTF-5)', async () => {
    site.join('safety-officer', { email: 'officer@example.com' });
    relay.refuse(451, 'Come back later');
    site.run(incidentCommands.report, { title: 'Fire', severity: 'critical' });
    await until(() => site.deliveries().some(({ problem }) => problem?.includes('Come back later') === true));
    expect(site.states()).toEqual(['queued']);
    site.pass(2);
    await until(() => site.states()[0] === 'sent');
    expect([
      relay.attempts,
      relay.mails.length,
      site.deliveries().find((one) => one.channel === 'email')?.problem,
    ]).toEqual([2, 1, null]);
  });

  it('that a relay will never take has failed, and is not tried again (NTF-5)', async () => {
    site.join('safety-officer', { email: 'officer@example.com' });
    relay.refuse(550, 'No such mailbox');
    site.run(incidentCommands.report, { title: 'Fire', severity: 'critical' });
    await until(() => site.states()[0] === 'failed');
    expect(site.deliveries().find((one) => one.channel === 'email')?.problem).toContain('No such mailbox');
    site.pass(60);
    expect(relay.mails).toEqual([]);
  });

  it('that somebody acknowledges stops what is still to go out, for everybody (NTF-6)', async () => {
    const officer = site.join('safety-officer', { email: 'officer@example.com' });
    site.join('officer-in-charge', { email: 'third@example.com' });
    relay.refuse(451, 'Come back later', 2);
    const { id } = site.run<{ id: string }>(incidentCommands.report, { title: 'Fire', severity: 'critical' });
    await until(() => site.deliveries().filter(({ problem }) => problem !== null).length === 2);
    site.run(incidentCommands.acknowledge, { id }, officer);
    await until(() => site.states().every((state) => state === 'suppressed'));
    const calls = site.lines().filter(({ category }) => category === 'incidents.escalated');
    expect(calls.map(({ acknowledgedByName }) => acknowledgedByName)).toEqual([officer.name, officer.name]);
    site.pass(10);
    expect(relay.mails).toEqual([]);
  });

  it('that a crash kept from being told is told after the next start, and once', async () => {
    site.join('safety-officer', { email: 'officer@example.com' });
    site.run(incidentCommands.report, { title: 'Fire', severity: 'critical' });
    // What comes after the commit has not happened yet.
    await site.startAgain();
    await until(() => site.states()[0] === 'sent');
    await site.startAgain();
    expect([site.lines().length, site.deliveries().length, relay.mails.length]).toEqual([1, 2, 1]);
  });
});

describe('an inbox', () => {
  it('is one’s own: nobody reads or acknowledges a line of somebody else', async () => {
    const officer = site.join('safety-officer');
    site.run(incidentCommands.report, { title: 'Fire', severity: 'critical' });
    await until(() => site.lines().length === 1);
    const ids = site.lines().map(({ id }) => id);
    expect(() => site.run(notificationCommands.acknowledge, { ids })).toThrow('belongs to somebody else');
    expect(site.host.services.runQuery(notificationQueries.inbox, {}, site.admin)).toEqual({
      rows: [],
      next: null,
    });
    site.run(notificationCommands.acknowledge, { ids }, officer);
    expect(site.deliveries().map(stateOf)).toEqual(['delivered']);
    expect(site.host.services.runQuery(notificationQueries.summary, {}, officer)).toMatchObject({
      unread: 0,
      critical: 0,
    });
  });

  it('tells administrators whom an alarm would not reach (NTF-7)', async () => {
    site.join('officer-in-charge');
    site.join('safety-officer', { email: 'officer@example.com' });
    site.host.services.jobs.runNow(site.admin, 'notifications.reachability');
    await until(() => site.lines().length > 0);
    expect(site.lines().map(({ personId, titleParams }) => [personId, titleParams])).toEqual([
      [site.admin.id, { name: 'Person 1' }],
    ]);
  });
});
