import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { NOBODYS_HASH } from '#tests/support/passphrase-hash.ts';
import { JOB_PROFILES } from '../access/roles.ts';
import { isoOf, msOf } from '../kernel/clock.ts';
import { must } from '../kernel/assert.ts';
import { HOUR_MS } from '../kernel/durations.ts';
import type { Incident } from '../domains/incidents/schema.ts';
import { obstacleToDeciding } from '../domains/incidents/rules/approvals.ts';
import { isMuted, stateOf } from '../domains/incidents/rules/silence.ts';
import { demonstrationFleet } from './fleet.ts';

const NOW = '2026-11-21T08:15:00.000Z';

const fleet = demonstrationFleet({ now: NOW, passphrase: NOBODYS_HASH });
const approvals = fleet.parts.filter((part) => part.kind === 'incident-approval');
const monitors = fleet.parts.filter((part) => part.kind === 'incident-monitor');

function codeOf(siteId: string): string {
  const found = fleet.sites.find(({ id }) => id === siteId);
  return must(found, siteId).code;
}

function incidentBy(id: string): Incident {
  return must(
    fleet.incidents.find((record) => record.id === id),
    id,
  );
}

function personCalled(signInName: string) {
  const found = fleet.people.find((one) => one.signInName === signInName);
  const { id, jobProfile } = must(found, signInName);
  return { id, jobProfile: z.enum(JOB_PROFILES).parse(jobProfile) };
}

describe('the approvals', () => {
  it('of a fortnight are one that waits, one that was refused and one that was given', () => {
    const [given, refused, waits] = approvals.slice(-3);
    const stands = [given, refused, waits].map((asked) => {
      const { incidentId, endedBecause, askedByName } = must(asked, 'an approval');
      const { stage, number } = incidentBy(incidentId);
      return [askedByName, endedBecause, stage, number.slice(0, 3)];
    });
    expect(stands).toEqual([
      ['Rajesh Nair', 'made', 'closed', 'AUR'],
      ['Rajesh Nair', 'refused', 'resolved', 'AUR'],
      ['Rajesh Nair', null, 'resolved', 'AUR'],
    ]);
    expect(refused?.note).not.toBe('');
  });

  it('wait for the master on board and the DPA ashore, and for nobody who asks', () => {
    const waiting = must(
      approvals.find(({ endedAt }) => endedAt === null),
      'one that waits',
    );
    const may = (signInName: string) => obstacleToDeciding(waiting, personCalled(signInName)) === undefined;
    expect(['master.aurora', 'dpa', 'safety.aurora', 'r.nair'].filter(may)).toEqual(['master.aurora', 'dpa']);
  });

  it('were asked for, and decided by another, wherever the policy wants it', () => {
    const closed = fleet.incidents.filter(
      ({ siteId, type, severityRank, stage }) =>
        codeOf(siteId) === 'AUR' && type === 'machinery_failure' && severityRank >= 3 && stage === 'closed',
    );
    const made = approvals.filter(({ endedBecause }) => endedBecause === 'made');
    expect(new Set(made.map(({ incidentId }) => incidentId))).toEqual(new Set(closed.map(({ id }) => id)));
    expect(made.length).toBeGreaterThan(3);
    expect(approvals.filter(({ askedById, decidedById }) => askedById === decidedById)).toEqual([]);
  });
});

describe('the monitors', () => {
  it('are some at every site, and at the office one for each ship', () => {
    const counts = Map.groupBy(monitors, ({ siteId, source }) => `${codeOf(siteId)} ${source}`);
    expect(Object.fromEntries([...counts].map(([where, some]) => [where, some.length]))).toEqual({
      'AUR beats': 3,
      'BOR beats': 2,
      'CAS beats': 2,
      'RTM beats': 2,
      'OFF beats': 1,
      'OFF site': 3,
    });
  });

  it('are missed by nobody while nothing was ever heard, however long the demonstration runs', () => {
    for (const hours of [0, 1, 24 * 365]) {
      const now = isoOf(msOf(NOW) + hours * HOUR_MS);
      const states = new Set(monitors.map((monitor) => stateOf(monitor, { now, quietMs: null })));
      expect([...states].filter((state) => state !== 'never-beaten' && state !== 'muted')).toEqual([]);
    }
    expect(monitors.filter(({ silentSince }) => silentSince !== null)).toEqual([]);
  });

  it('went silent once, which is over, and that one is muted with a reason', () => {
    const silent = monitors.filter(({ incidentId }) => incidentId !== null);
    expect(silent.map(({ siteId, title }) => [codeOf(siteId), title])).toEqual([
      ['AUR', incidentBy(silent[0]?.incidentId ?? '').title],
    ]);
    expect(incidentBy(silent[0]?.incidentId ?? '').stage).toBe('closed');
    expect(monitors.filter((one) => isMuted(one, NOW))).toEqual(silent);
    expect(silent[0]?.mutedReason).not.toBe('');
  });
});

it('the text messages are a report, its acknowledgement, and another that came too late', () => {
  const calls = fleet.parts.filter((part) => part.kind === 'incident-call');
  const about = must(
    fleet.incidents.find(({ id }) => id === calls[0]?.incidentId),
    'what was reported',
  );
  expect(
    calls.map(({ outcome, incidentId, claimedName, refusedBecause }) => [
      claimedName,
      outcome,
      incidentId,
      refusedBecause,
    ]),
  ).toEqual([
    ['Ana Ferreira', 'reported', about.id, undefined],
    ['Joost van der Meulen', 'acknowledged', about.id, undefined],
    ['Marijke de Boer', 'refused', null, 'not-open'],
  ]);
  // Nobody signed for it: whoever holds a telephone is not thereby who they say.
  expect([about.reportedById, about.acknowledgedById]).toEqual([about.siteId, about.siteId]);
});
