import { describe, expect, it } from 'vitest';
import { formatHlc } from '#shared/kernel/clock.ts';
import { type HealthFacts, healthOf } from './system-health.ts';

const NOW_MS = Date.parse('2026-03-01T03:10:00.000Z');
const WELL: HealthFacts = {
  nowMs: NOW_MS,
  storeBytes: 40_000_000,
  storeProblem: null,
  disk: { freeBytes: 80_000_000_000, totalBytes: 250_000_000_000 },
  newestStamp: formatHlc(NOW_MS - 1_000, 0),
  sync: {
    link: 'online',
    outboxEntries: 3,
    needsAttention: 0,
    lastContactAt: '2026-03-01T03:09:00.000Z',
    paused: false,
  },
  chain: 'sound',
  jobProblems: 0,
};

const reasons = (facts: Partial<HealthFacts>) => {
  const { health, findings } = healthOf({ ...WELL, ...facts });
  return [health, ...findings.filter((one) => one.health !== 'healthy').map(({ label }) => label.key)];
};

describe('the health of a console', () => {
  it('is that of its worst finding, with every check named', () => {
    const { health, at, findings } = healthOf(WELL);
    expect([health, at]).toEqual(['healthy', '2026-03-01T03:10:00.000Z']);
    expect(findings.map(({ check }) => check)).toEqual([
      'store',
      'disk',
      'clock',
      'queue',
      'chain',
      'link',
      'jobs',
    ]);
    expect(reasons({ jobProblems: 2, chain: 'broken' })).toEqual([
      'critical',
      'health.chain.broken',
      'health.jobs.failed',
    ]);
  });

  it.each<[string, Partial<HealthFacts>, string]>([
    ['no room for a copy of the store', { storeBytes: 90_000_000_000 }, 'health.disk.full'],
    ['room for one copy only', { storeBytes: 50_000_000_000 }, 'health.disk.low'],
    ['nearly full', { disk: { freeBytes: 200_000_000, totalBytes: 250_000_000_000 } }, 'health.disk.full'],
    ['a damaged store', { storeProblem: { code: 'store-corrupt', message: 'x' } }, 'health.store.damaged'],
    ['no backup', { storeProblem: { code: 'disk-full', message: 'x' } }, 'health.store.problem'],
    ['a clock behind', { newestStamp: formatHlc(NOW_MS + 180_000, 0) }, 'health.clock.behind'],
    ['refused changes', { sync: { ...WELL.sync, needsAttention: 1 } }, 'health.queue.refused'],
    ['a long queue', { sync: { ...WELL.sync, outboxEntries: 6_000 } }, 'health.queue.long'],
    ['a server that refuses', { sync: { ...WELL.sync, link: 'refused' } }, 'health.link.refused'],
    [
      'a day of silence',
      { sync: { ...WELL.sync, link: 'offline', lastContactAt: '2026-02-27T00:00:00.000Z' } },
      'health.link.silent',
    ],
    ['a link held down', { sync: { ...WELL.sync, link: 'offline', paused: true } }, 'health.link.paused'],
  ])('says what is wrong: %s', (_what, facts, key) => {
    expect(reasons(facts)).toEqual([expect.stringMatching(/warning|critical/), key]);
  });

  it('is well on a ship that lost its link an hour ago', () => {
    expect(
      reasons({ sync: { ...WELL.sync, link: 'offline', lastContactAt: '2026-03-01T02:00:00.000Z' } }),
    ).toEqual(['healthy']);
  });
});
