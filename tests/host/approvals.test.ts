import { afterEach, beforeEach, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incidentQueries } from '#shared/domains/incidents/queries.ts';
import { defaultPolicy } from '#shared/domains/incidents/rules/policy.ts';
import { must } from '#shared/kernel/assert.ts';
import { NotifiedSite } from '#tests/support/notified-site.ts';
import { until } from '../transport/fleet.ts';

const { report, resolve, approve, refuseApproval, savePolicy } = incidentCommands;

let site: NotifiedSite;
beforeEach(async () => {
  site = await NotifiedSite.start();
});
afterEach(() => site.stop());

type Waiting = ReturnType<typeof incidentQueries.approvals.run>;

it('INC-82: who may approve is told and finds it among what waits for them; who asked hears what came of it', async () => {
  const master = site.join('master');
  const mate = site.join('master');
  const { siteId } = site.admin;
  const approvals = [{ move: 'resolved', fromSeverity: 'low', profiles: ['master'] }];
  const policy = { ...defaultPolicy('vessel', 'any'), toldAtReport: [], approvals };
  site.run(savePolicy, { siteId, incidentType: 'any', ...policy });
  const { id } = site.run<{ id: string }>(report, { title: 'Leak', severity: 'medium' }, mate);
  const ask = () => site.run(resolve, { id, resolution: 'Tight' }, mate);
  const told = () =>
    site
      .lines()
      .map(({ personId, category, acknowledgedAt }) => [
        personId === mate.id ? 'asker' : 'approver',
        category.replace('incidents.', ''),
        acknowledgedAt !== null,
      ])
      .toSorted(([one], [other]) => String(one).localeCompare(String(other)));
  const waiting = () => site.host.services.runQuery<Waiting>(incidentQueries.approvals, {}, master).rows;

  ask();
  await until(() => told().length === 1);
  expect(told()).toEqual([['approver', 'approvalAsked', false]]);
  const first = must(waiting()[0], 'what waits');
  expect(first).toMatchObject({ incidentId: id, move: 'resolved', askedByName: mate.name });
  expect(site.host.services.runQuery<Waiting>(incidentQueries.approvals, {}, mate).total).toBe(0);

  site.run(refuseApproval, { id, approvalId: first.id, reason: 'It still drips' }, master);
  await until(() => told().length === 2);
  expect(told()).toEqual([
    ['approver', 'approvalAsked', true],
    ['asker', 'approvalDecided', false],
  ]);
  expect(waiting()).toEqual([]);

  ask();
  site.run(approve, { id, approvalId: must(waiting()[0], 'it waits again').id }, master);
  const rows = site.reportTable(id, 'Approvals');
  expect(rows.map((row) => [row[0], row[2], row[3], row[4], row[6], row[7]])).toEqual([
    ['Resolved', mate.name, 'Master', 'Refused', master.name, 'It still drips'],
    ['Resolved', mate.name, 'Master', 'Approved and made', master.name, ''],
  ]);
});
