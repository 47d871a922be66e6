import { expect, it } from 'vitest';
import { type IncidentType, INCIDENT_TYPES } from '../schema.ts';
import { assessmentOf, isAssessment } from './assessment.ts';

const REPORTED = '2026-03-01T03:10:00.000Z';
type Told = Parameters<typeof assessmentOf>[0];

function asked(told: Partial<Told>, home: Partial<Parameters<typeof assessmentOf>[1]> = {}) {
  return assessmentOf(
    { type: 'other', severity: 'low', reportedAt: REPORTED, ...told },
    { siteKind: 'vessel', flagState: null, ...home },
  );
}
const dueAt = (...about: Parameters<typeof asked>) => asked(...about)?.reportDueAt;

it('INC-45: takes what was reported at its worst, and the first deadline that any clause sets for it', () => {
  expect(asked({ type: 'grounding' })).toEqual({
    ruleId: 'assess-reportability',
    framework: 'SOLAS',
    requirement: 'To be assessed: who must be told',
    because: expect.stringContaining('MARPOL Art. 8, Protocol I'),
    mustReport: true,
    isImmediate: true,
    authority: 'Flag Administration',
    countedFrom: REPORTED,
    reportDueAt: '2026-03-01T04:10:00.000Z',
    form: null,
  });
  const office = { siteKind: 'office', flagState: 'US' } as const;
  expect(dueAt({ dead: 1, injured: 2 }, office)).toBe('2026-03-01T11:10:00.000Z');
  expect(dueAt({ injured: 1 }, office)).toBe('2026-03-02T03:10:00.000Z');
  expect(dueAt({ type: 'privacy_breach' }, office)).toBe('2026-03-04T03:10:00.000Z');
  // No clause of ours is of that country: our own measure.
  expect(asked({ injured: 1 }, { ...office, flagState: 'GR' })).toMatchObject({
    reportDueAt: '2026-03-02T03:10:00.000Z',
    authority: '',
    isImmediate: false,
  });
});

it('counts from the event where a clause does', () => {
  expect(dueAt({ type: 'pollution', occurredAt: '2026-03-01T00:00:00.000Z' })).toBe(
    '2026-03-01T01:00:00.000Z',
  );
});

it('asks of a ship only about what may be reportable', () => {
  const types: readonly IncidentType[] = INCIDENT_TYPES.vessel;
  expect(types.filter((type) => asked({ type }) === undefined)).toEqual(['near_miss', 'machinery_failure']);
  expect(asked({ type: 'machinery_failure', severity: 'high' })).toBeDefined();
  expect(asked({ type: 'near_miss', injured: 1 })).toBeDefined();
});

it('tells its entries from the duties of clauses', () => {
  expect([isAssessment({ ruleId: 'assess-reportability' }), isAssessment({ ruleId: null })]).toEqual([
    true,
    false,
  ]);
});
