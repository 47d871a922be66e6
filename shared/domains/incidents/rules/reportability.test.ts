import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEVERITIES } from '../../../kernel/fields.ts';
import { ALL_INCIDENT_TYPES } from '../schema.ts';
import { NO_FACTS, POLLUTANTS, POLLUTIONS, VESSEL_KINDS } from '../schema/facts.ts';
import { type CaseFacts, casualtyClassOf, isAtLeast } from './casualty-class.ts';
import { dutiesOf, DUTY_RULES } from './reportability.ts';

const AT = { occurredAt: '2026-03-01T03:00:00.000Z', reportedAt: '2026-03-01T03:10:00.000Z' };
const CASE: CaseFacts = { ...NO_FACTS, type: 'injury', severity: 'medium', siteKind: 'vessel' };

function asked(facts: Partial<CaseFacts>): string[] {
  return dutiesOf({ ...CASE, ...facts }, AT).map(({ ruleId }) => ruleId);
}

const people = fc.integer({ min: 0, max: 6 });
const country = fc.constantFrom(null, 'US', 'GB', 'AU', 'PA', 'XX');
const anyCase: fc.Arbitrary<CaseFacts> = fc.record({
  occurredAt: fc.constant(null),
  flagState: country,
  coastalState: country,
  inUsWaters: fc.boolean(),
  onUsShelf: fc.boolean(),
  vesselKind: fc.constantFrom(...VESSEL_KINDS),
  dead: people,
  missing: people,
  seriouslyInjured: people,
  treated: people,
  totalLoss: fc.boolean(),
  materialDamage: fc.boolean(),
  lostControl: fc.boolean(),
  unseaworthy: fc.boolean(),
  pollution: fc.constantFrom(...POLLUTIONS),
  pollutant: fc.constantFrom(null, ...POLLUTANTS),
  pollutantTonnes: fc.option(fc.integer({ min: 0, max: 100 })),
  propertyDamageUsd: fc.option(fc.integer({ min: 0, max: 400_000 })),
  circumstances: fc.constant(''),
  type: fc.constantFrom(...ALL_INCIDENT_TYPES),
  severity: fc.constantFrom(...SEVERITIES),
  siteKind: fc.constantFrom('vessel', 'warehouse', 'office', 'dispatch'),
});

/** The worse of two, thing by thing. */
function worse(a: CaseFacts, b: CaseFacts): CaseFacts {
  const later = <Value>(order: readonly Value[], one: Value, other: Value) =>
    order.indexOf(one) > order.indexOf(other) ? one : other;
  const more = (one: number | null, other: number | null) =>
    one === null && other === null ? null : Math.max(one ?? 0, other ?? 0);
  return {
    ...a,
    inUsWaters: a.inUsWaters || b.inUsWaters,
    onUsShelf: a.onUsShelf || b.onUsShelf,
    dead: Math.max(a.dead, b.dead),
    missing: Math.max(a.missing, b.missing),
    seriouslyInjured: Math.max(a.seriouslyInjured, b.seriouslyInjured),
    treated: Math.max(a.treated, b.treated),
    totalLoss: a.totalLoss || b.totalLoss,
    materialDamage: a.materialDamage || b.materialDamage,
    lostControl: a.lostControl || b.lostControl,
    unseaworthy: a.unseaworthy || b.unseaworthy,
    pollution: later(POLLUTIONS, a.pollution, b.pollution),
    pollutantTonnes: more(a.pollutantTonnes, b.pollutantTonnes),
    propertyDamageUsd: more(a.propertyDamageUsd, b.propertyDamageUsd),
    severity: later(SEVERITIES, a.severity, b.severity),
  };
}

describe('the class of a casualty', () => {
  it.each<[Partial<CaseFacts>, string]>([
    [{ type: 'near_miss' }, 'near_miss'],
    [{ type: 'fire' }, 'marine_incident'],
    [{ treated: 1 }, 'marine_incident'],
    [{ seriouslyInjured: 1 }, 'serious'],
    [{ type: 'grounding', severity: 'low' }, 'serious'],
    [{ lostControl: true }, 'serious'],
    [{ dead: 1 }, 'very_serious'],
    [{ totalLoss: true }, 'very_serious'],
    [{ pollution: 'discharged', pollutantTonnes: 49 }, 'marine_incident'],
    [{ pollution: 'discharged', pollutantTonnes: 50 }, 'very_serious'],
    [{ dead: 1, siteKind: 'warehouse' }, 'none'],
  ])('INC-40: of %j is %s', (facts, found) => {
    expect(casualtyClassOf({ ...CASE, ...facts })).toBe(found);
  });
});

describe('who must be told', () => {
  it('INC-41: a near miss on board stays within the company', () => {
    expect(asked({ type: 'near_miss' })).toEqual(['ism-9.1', 'ism-9.2']);
  });

  it('a US ship that lost steering owes notice at once and CG-2692 within 5 days, with its reasons', () => {
    const duties = dutiesOf({ ...CASE, type: 'machinery_failure', flagState: 'US', lostControl: true }, AT);
    expect(duties.filter(({ framework }) => framework === 'US')).toEqual([
      expect.objectContaining({
        requirement: '46 CFR 4.05-1',
        isImmediate: true,
        reportDueAt: '2026-03-01T04:00:00.000Z',
        because: '(a)(3) loss of propulsion, steering or a control system',
      }),
      expect.objectContaining({
        requirement: '46 CFR 4.05-10',
        form: 'CG-2692',
        isImmediate: false,
        reportDueAt: '2026-03-06T03:00:00.000Z',
      }),
    ]);
  });

  it('property damage counts from above 75,000 USD, and from above 200,000 as a serious marine incident', () => {
    const us = (propertyDamageUsd: number) =>
      asked({ inUsWaters: true, propertyDamageUsd }).filter((id) => id.startsWith('us-'));
    expect([us(75_000), us(75_001), us(200_001)]).toEqual([
      [],
      ['us-46-4.05-1', 'us-46-4.05-10'],
      ['us-46-4.05-1', 'us-46-4.05-10', 'us-46-4.06-alcohol', 'us-46-4.06-drug'],
    ]);
  });

  it('ashore, harm to the environment, lost data and outages are the company’s own to correct', () => {
    const ashore = (facts: Partial<CaseFacts>) =>
      dutiesOf({ ...CASE, siteKind: 'office', type: 'other', ...facts }, AT).map(
        ({ ruleId, mustReport, reportDueAt }) => [ruleId, mustReport, reportDueAt?.slice(0, 10)],
      );
    const own = (ruleId: string) => [ruleId, false, '2026-03-31'];
    expect([
      ashore({ category: 'environmental' }),
      ashore({ type: 'dangerous_goods_leak' }),
      ashore({ pollution: 'discharged' }),
      ashore({ type: 'data_loss' }),
      ashore({ type: 'system_outage' }),
      ashore({}),
    ]).toEqual([
      [own('iso-14001-10.2')],
      [own('iso-45001-10.2'), own('iso-14001-10.2')],
      [own('iso-14001-10.2')],
      [own('iso-27001-a-5.26'), own('iso-9001-10.2')],
      [own('iso-27001-a-5.26'), own('iso-9001-10.2')],
      [],
    ]);
    expect(asked({ pollution: 'discharged', category: 'environmental' })).not.toContain('iso-14001-10.2');
  });

  it('a discharge is reported to the nearest coastal State without delay', () => {
    const duties = dutiesOf({ ...CASE, coastalState: 'GB', pollution: 'probable', pollutant: 'oil' }, AT);
    expect(duties.find(({ framework }) => framework === 'MARPOL')).toMatchObject({
      authority: 'HM Coastguard',
      because: 'II(1)(a) or (d): a discharge is probable',
      isImmediate: true,
    });
  });

  it('on the shelf the written report has 10 days', () => {
    const duties = dutiesOf({ ...CASE, onUsShelf: true, seriouslyInjured: 1 }, AT);
    expect(duties.find(({ ruleId }) => ruleId === 'us-33-146.35')?.reportDueAt).toBe(
      '2026-03-11T03:00:00.000Z',
    );
  });

  it('a flag or coast of the table brings its own duties', () => {
    expect(asked({ flagState: 'AU', treated: 1 })).toEqual(
      expect.arrayContaining(['national-au-alert', 'national-au-report']),
    );
    expect(asked({ coastalState: 'GB', dead: 1 })).toContain('national-gb-accident');
    expect(asked({ coastalState: 'GB', treated: 1 })).not.toContain('national-gb-accident');
  });

  it('ashore it is the authorities of work and of data', () => {
    expect(asked({ siteKind: 'warehouse', flagState: 'US', dead: 1 })).toEqual([
      'iso-45001-10.2',
      'us-osha-fatality',
    ]);
    expect(asked({ siteKind: 'office', type: 'privacy_breach' })).toEqual(['iso-27001-a-5.26', 'eu-gdpr-33']);
  });

  it('INC-41: worse facts never take a duty away, soften the class or move a deadline back', () => {
    fc.assert(
      fc.property(anyCase, anyCase, (one, other) => {
        const worst = worse(one, other);
        expect(isAtLeast(casualtyClassOf(worst), casualtyClassOf(one))).toBe(true);
        const then = new Map(dutiesOf(worst, AT).map((duty) => [duty.ruleId, duty]));
        for (const duty of dutiesOf(one, AT)) {
          expect(then.get(duty.ruleId)).toMatchObject({
            reportDueAt: duty.reportDueAt,
            mustReport: duty.mustReport,
            requirement: duty.requirement,
          });
        }
      }),
      { seed: 41, numRuns: 400 },
    );
  });

  it('INC-42: what happened earlier is due no later', () => {
    fc.assert(
      fc.property(anyCase, fc.integer({ min: 0, max: 90 * 24 * 60 }), (facts, minutes) => {
        const earlier = new Date(Date.parse(AT.occurredAt) - minutes * 60_000).toISOString();
        const then = new Map(
          dutiesOf(facts, { ...AT, occurredAt: earlier }).map(({ ruleId, reportDueAt }) => [
            ruleId,
            reportDueAt,
          ]),
        );
        for (const { ruleId, reportDueAt } of dutiesOf(facts, AT)) {
          const moved = then.get(ruleId) ?? null;
          expect(moved === null ? reportDueAt : moved <= (reportDueAt ?? '')).toBe(
            moved === null ? null : true,
          );
        }
      }),
      { seed: 42 },
    );
  });

  it('every rule has an id and clause of its own that fit a record, and applies to some case', () => {
    const ids = DUTY_RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const worst: CaseFacts = {
      ...CASE,
      dead: 1,
      treated: 6,
      seriouslyInjured: 1,
      totalLoss: true,
      lostControl: true,
      pollution: 'severe',
      propertyDamageUsd: 1e6,
      inUsWaters: true,
      onUsShelf: true,
    };
    const found = new Set([
      ...asked({ ...worst, flagState: 'AU', coastalState: 'GB' }),
      ...asked({ ...worst, siteKind: 'warehouse', flagState: 'US' }),
      ...asked({ ...worst, siteKind: 'office', type: 'data_loss' }),
      ...asked({ ...worst, siteKind: 'office', type: 'privacy_breach' }),
    ]);
    expect(ids.filter((id) => !found.has(id))).toEqual([]);
  });
});
