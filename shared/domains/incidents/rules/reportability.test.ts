import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEVERITIES } from '../../../kernel/fields.ts';
import { ALL_INCIDENT_TYPES } from '../schema.ts';
import { complianceEntry } from '../schema/compliance.ts';
import { NO_FACTS, POLLUTANTS, POLLUTIONS, VESSEL_KINDS } from '../schema/facts.ts';
import { AUTHORITIES } from './authorities.ts';
import { type CaseFacts, casualtyClassOf, isAtLeast } from './casualty-class.ts';
import { dutiesOf, DUTY_RULES } from './reportability.ts';

const AT = { occurredAt: '2026-03-01T03:00:00.000Z', reportedAt: '2026-03-01T03:10:00.000Z' };
const CASE: CaseFacts = { ...NO_FACTS, type: 'injury', severity: 'medium', siteKind: 'vessel' };

function asked(facts: Partial<CaseFacts>): string[] {
  return dutiesOf({ ...CASE, ...facts }, AT).map(({ ruleId }) => ruleId);
}

const people = fc.integer({ min: 0, max: 6 });
const country = fc.constantFrom(null, 'FR', 'XX', ...Object.keys(AUTHORITIES));
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

  it('a security threat goes to the flag, the coast and the company security officer', () => {
    const duties = dutiesOf({ ...CASE, type: 'security_threat', flagState: 'LR', coastalState: 'SG' }, AT);
    expect(
      duties
        .filter(({ requirement }) => /ISPS|XI-2|1334/.test(requirement))
        .map(({ requirement, authority, isImmediate, mustReport }) => [
          requirement,
          authority,
          isImmediate,
          mustReport,
        ]),
    ).toEqual([
      ['SOLAS XI-2/6', 'Liberia Maritime Authority (LISCR)', true, true],
      ['ISPS Code A/9.4.12, A/10.1.2', 'Company Security Officer', true, false],
      [
        'ISPS Code A/9.4.11, A/9.5',
        'Company Security Officer; recognized security organization',
        false,
        false,
      ],
      [
        'MSC.1/Circ.1334',
        'Maritime and Port Authority of Singapore; Liberia Maritime Authority (LISCR)',
        true,
        true,
      ],
    ]);
    expect(asked({ type: 'security_threat', siteKind: 'warehouse' })).toEqual([]);
  });

  it('of a detention flag, class and company hear at once', () => {
    expect(asked({ type: 'detention', severity: 'low', flagState: 'MT' })).toEqual([
      'ism-9.1',
      'ism-9.2',
      'psc-flag',
      'psc-class',
      'ism-psc',
    ]);
  });

  it('an injury on board is the flag’s under the Maritime Labour Convention, a death at once', () => {
    const labour = (facts: Partial<CaseFacts>) => asked(facts).filter((id) => id.startsWith('mlc-'));
    expect([labour({ treated: 1 }), labour({ dead: 1 }), labour({ dead: 1, siteKind: 'office' })]).toEqual([
      ['mlc-a4.3-injury'],
      ['mlc-a4.3-casualty', 'mlc-a4.3-injury'],
      [],
    ]);
  });

  it('Singapore hears of its ship within two hours, and of a loss of life the Bureau too', () => {
    const hours = dutiesOf({ ...CASE, flagState: 'SG', dead: 1 }, AT)
      .filter(({ ruleId }) => ruleId.startsWith('national-sg'))
      .map(({ ruleId, reportDueAt }) => [ruleId, reportDueAt]);
    expect(hours).toEqual([
      ['national-sg-alert', '2026-03-01T05:00:00.000Z'],
      ['national-sg-report', '2026-03-02T03:00:00.000Z'],
      ['national-sg-tsib-immediate', '2026-03-01T05:00:00.000Z'],
      ['national-sg-tsib-ordinary', '2026-03-08T03:00:00.000Z'],
    ]);
  });

  it('a Member State asks by its own law where that stands here, else by the directive', () => {
    const european = (facts: Partial<CaseFacts>) =>
      asked({ lostControl: true, ...facts }).filter((id) => /^(eu|national)-/.test(id));
    expect([
      european({ coastalState: 'FR' }),
      european({ flagState: 'DE', coastalState: 'MT' }),
      european({ flagState: 'PT' }),
    ]).toEqual([
      ['eu-2002-59-17', 'eu-2009-18-6'],
      ['eu-2002-59-17', 'national-de-accident', 'national-mt-accident'],
      ['eu-2009-18-6'],
    ]);
  });

  it('INC-46: a time that was not compared with the law says that the DPA confirms it', () => {
    const [duty] = dutiesOf({ ...CASE, flagState: 'MH', lostControl: true }, AT).filter(
      ({ ruleId }) => ruleId === 'national-mh-casualty',
    );
    expect(duty).toMatchObject({
      isImmediate: true,
      because:
        'under the flag of Marshall Islands; time and clause by the authority’s own notice: the DPA confirms them',
    });
  });

  it('INC-46: every duty has a clause, a source and an authority, and fits a record', () => {
    const { requirement, authority, form, because, ruleId } = complianceEntry.schema.shape;
    fc.assert(
      fc.property(anyCase, (facts) => {
        for (const duty of dutiesOf(facts, AT)) {
          expect([
            requirement.safeParse(duty.requirement).success,
            authority.safeParse(duty.authority).success && duty.authority !== '',
            form.safeParse(duty.form).success,
            because.safeParse(duty.because).success && duty.because !== '',
            ruleId.safeParse(duty.ruleId).success,
          ]).toEqual([true, true, true, true, true]);
        }
      }),
      { seed: 46, numRuns: 400 },
    );
    expect(DUTY_RULES.filter(({ source }) => source.length < 20).map(({ id }) => id)).toEqual([]);
  });

  it('every rule has an id of its own, and applies to some case', () => {
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
      ...['FR', ...Object.keys(AUTHORITIES)].flatMap((country) =>
        asked({ ...worst, flagState: country, coastalState: country }),
      ),
      ...asked({ ...worst, type: 'security_threat' }),
      ...asked({ ...worst, type: 'detention' }),
      ...asked({ ...worst, siteKind: 'warehouse', flagState: 'US' }),
      ...asked({ ...worst, siteKind: 'office', type: 'data_loss' }),
      ...asked({ ...worst, siteKind: 'office', type: 'privacy_breach' }),
    ]);
    expect(ids.filter((id) => !found.has(id))).toEqual([]);
  });
});
