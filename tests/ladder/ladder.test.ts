import { describe, expect, it } from 'vitest';
import { simulateLadder } from './simulate.ts';
import { compare, type DueStep, type Step } from './steps.ts';

describe('the ladder over days of outages, restarts and cut links', () => {
  it.each([1, 2])(
    'misses no step, does none twice and none early (seed %d)',
    (seed) => {
      const { expected, worstResumeMs, ...done } = simulateLadder(seed, { incidents: 120, days: 4 });
      expect(worstResumeMs).toBeGreaterThan(0);
      expect(done).toEqual({
        incidents: 120,
        steps: expected,
        missed: 0,
        doubled: 0,
        early: 0,
        worstLateMs: 0,
        findings: [],
      });
    },
    60_000,
  );
});

describe('the comparison', () => {
  const due: DueStep = {
    incident: 1,
    kind: 'level',
    level: 2,
    people: ['master'],
    dueMs: 1_000,
    atMs: 2_000,
  };
  const done: Step = { incident: 1, kind: 'level', level: 2, people: ['master'], atMs: 2_000 };
  const counts = (expected: DueStep[], steps: Step[]) => {
    const { missed, doubled, early, worstLateMs } = compare(expected, steps);
    return { missed, doubled, early, worstLateMs };
  };

  it('tells what is missing, too many, before its time and late', () => {
    expect([
      counts([due], []),
      counts([due], [done, { ...done, atMs: 2_005 }]),
      counts([due], [{ ...done, atMs: 999 }]),
      counts([due], [{ ...done, atMs: 2_750 }]),
    ]).toEqual([
      { missed: 1, doubled: 0, early: 0, worstLateMs: 0 },
      { missed: 0, doubled: 1, early: 0, worstLateMs: 0 },
      { missed: 0, doubled: 0, early: 1, worstLateMs: 0 },
      { missed: 0, doubled: 0, early: 0, worstLateMs: 750 },
    ]);
  });

  it('takes a call of somebody else for one that is missing and one too many', () => {
    expect(counts([due], [{ ...done, people: ['officer 1'] }])).toMatchObject({ missed: 1, doubled: 1 });
  });
});
