import { afterEach, beforeEach, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { ladder } from '#shared/domains/incidents/queries/ladder.ts';
import { must } from '#shared/kernel/assert.ts';
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

const reportFire = () =>
  site.run<{ id: string }>(incidentCommands.report, { title: 'Fire', severity: 'critical' }).id;

function stepsOf(id: string) {
  const { escalations } = site.host.services.runQuery<ReturnType<typeof ladder.run>>(
    ladder,
    { id },
    site.admin,
  );
  return escalations.map(({ level, people }) => ({ level, people }));
}

it('each step says who was told over which channel, what became of it, and who could not be reached', async () => {
  relay.refuse(550, 'no such mailbox officer@example.com');
  const officer = site.join('safety-officer', { email: 'officer@example.com', phone: '+302101234567' });
  const other = site.join('safety-officer');
  const id = reportFire();
  await until(() => site.lines().length === 2 && site.states().every((state) => state === 'failed'));
  const [step] = stepsOf(id);
  const byId = new Map(step?.people.map((one) => [one.personId, one]));
  expect([byId.size, byId.get(other.id)]).toMatchObject([
    2,
    { isCalled: true, how: 'told', hasNoWay: true, messages: [{ channel: 'desktop', state: 'sent' }] },
  ]);
  expect(byId.get(officer.id)).toMatchObject({
    isCalled: true,
    hasNoWay: true,
    messages: [
      { channel: 'desktop', state: 'sent' },
      { channel: 'email', state: 'failed', problem: expect.stringContaining('no such mailbox …') },
      { channel: 'sms', state: 'failed', problem: expect.stringContaining('neither a relay') },
    ],
  });
  expect(JSON.stringify(step)).not.toMatch(/officer@example|302101234567/);
});

it('the full report has a line for each message, and for each person without any', async () => {
  site.join('safety-officer', { email: 'officer@example.com' });
  site.join('safety-officer');
  const id = reportFire();
  await until(() => site.states().includes('sent'));
  const rows = site.reportTable(id, 'How they were told');
  expect(rows.map((row) => [row[3], row[7]])).toEqual(
    expect.arrayContaining([
      ['E-mail', null],
      ['Desktop', null],
      [null, 'No way to reach away from a console'],
    ]),
  );
});

it('who has the incident is told beside those whom the next step calls', async () => {
  const officer = site.join('safety-officer', { email: 'officer@example.com' });
  const id = reportFire();
  site.run(incidentCommands.assign, { id, assigneeId: officer.id });
  site.run(incidentCommands.escalate, { id, reason: 'It spreads' });
  const told = () =>
    stepsOf(id)
      .at(-1)
      ?.people.find(({ personId }) => personId === officer.id);
  await until(() => told()?.messages.some(({ state }) => state === 'sent') === true);
  expect(told()).toMatchObject({
    isCalled: false,
    how: 'told',
    hasNoWay: false,
    messages: [{ channel: 'desktop' }, { channel: 'email' }],
  });
});

it('who was called by a step that is called off hears so, and its alarm falls silent (INC-58)', async () => {
  site.join('safety-officer');
  const master = site.join('master', { email: 'master@example.com' });
  const id = reportFire();
  site.run(incidentCommands.escalate, { id, reason: 'It spreads' });
  const ofMaster = () =>
    site
      .lines()
      .filter(({ personId }) => personId === master.id)
      .map(({ category, severity, acknowledgedAt }) => [category, severity, acknowledgedAt !== null]);
  await until(() => ofMaster().length === 1);
  expect(ofMaster()).toEqual([['incidents.escalated', 'critical', false]]);
  const { escalations } = site.host.services.runQuery<ReturnType<typeof ladder.run>>(
    ladder,
    { id },
    site.admin,
  );
  const stepId = must(escalations.at(-1), 'the step by hand').id;
  site.pass(1);
  site.run(incidentCommands.callOff, { id, stepId, reason: 'Wrong incident' });
  await until(() => ofMaster().length === 2);
  expect(ofMaster()).toEqual([
    ['incidents.escalated', 'critical', true],
    ['incidents.calledOff', 'high', false],
  ]);
});
