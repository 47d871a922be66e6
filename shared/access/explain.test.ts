import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { can, may, type PersonActor } from './can.ts';
import { explain } from './explain.ts';
import { FEATURES } from './features.ts';
import { JOB_PROFILES, ROLES, ROW_SCOPES } from './roles.ts';
import { sayReason } from './say.ts';
import { accessWords } from './words.ts';

const CREW: PersonActor = {
  type: 'person',
  id: 'p',
  name: 'Ola Berg',
  role: 'IT',
  jobProfile: 'crew',
  siteId: 'ship',
  granted: [],
  denied: [],
};

const someId = fc.constantFrom('a', 'b', null);
const somebody: fc.Arbitrary<PersonActor> = fc.record({
  type: fc.constant('person'),
  id: fc.constantFrom('a', 'b'),
  name: fc.constant('Somebody'),
  role: fc.constantFrom(...ROLES),
  jobProfile: fc.constantFrom(...JOB_PROFILES),
  siteId: fc.constantFrom('ship', 'office'),
  granted: fc.subarray([...FEATURES], { maxLength: 4 }),
  denied: fc.subarray([...FEATURES], { maxLength: 4 }),
  organisationId: someId,
  providerId: someId,
  teamId: someId,
  rowScope: fc.constantFrom(...ROW_SCOPES, null),
});
const somewhere = fc.record({
  siteId: fc.constantFrom('ship', 'office', '*'),
  organisationId: someId,
  providerId: someId,
  teamId: someId,
  ownerId: someId,
});

describe('why', () => {
  it('always tells what was decided, by the rule that decided it', () => {
    fc.assert(
      fc.property(somebody, fc.constantFrom(...FEATURES), somewhere, (actor, feature, target) => {
        const told = explain(actor, feature, target);
        const decision = can(actor, feature, target);
        expect({ allowed: told.allowed, because: told.because }).toEqual(decision);
        const denials = told.steps.filter(({ outcome }) => outcome === 'denies');
        const allowances = told.steps.filter(({ outcome }) => outcome === 'allows');
        expect(denials.length + allowances.length).toBeLessThanOrEqual(2);
        expect(told.allowed).toBe(denials.length === 0 && allowances.length === 1);
      }),
      { seed: 5, numRuns: 2_000 },
    );
  });

  it('has words for everything it can say, with nothing left to fill in', () => {
    fc.assert(
      fc.property(
        somebody,
        fc.constantFrom(...FEATURES),
        somewhere,
        fc.boolean(),
        (actor, feature, target, isActive) => {
          const { label, steps } = explain(actor, feature, target, { isActive });
          for (const one of [label, ...steps.map((step) => step.label)]) {
            expect(Object.keys(accessWords)).toContain(one.key);
            expect(sayReason(one)).not.toMatch(/[{}]/);
          }
        },
      ),
      { seed: 6, numRuns: 500 },
    );
  });

  it('names the person, the role and the thing as people know them', () => {
    const { label, steps } = explain(CREW, 'incidents.close', { siteId: 'ship' });
    expect(sayReason(label)).toBe(
      'Neither the role Crew nor the job Crew includes "Close incidents", and nobody granted it to Ola Berg.',
    );
    expect(steps.map(({ rule, outcome }) => `${rule} ${outcome}`)).toEqual([
      'active passes',
      'denial passes',
      'partner passes',
      'grant passes',
      'role passes',
      'profile passes',
      'scope unasked',
    ]);
  });

  it('says of somebody deactivated that nothing else counts', () => {
    const told = explain({ ...CREW, role: 'SA' }, 'incidents.close', null, { isActive: false });
    expect([told.allowed, told.because]).toEqual([false, 'not-active']);
    expect(told.steps.map(({ outcome }) => outcome)).toEqual([
      'denies',
      'unasked',
      'unasked',
      'unasked',
      'unasked',
      'unasked',
    ]);
  });
});

describe('partners', () => {
  const broker: PersonActor = { ...CREW, role: 'SA', jobProfile: 'broker', organisationId: 'Lanes & Co' };

  it('have what their job records and nothing else, whatever their role or a grant says', () => {
    const granted = { ...broker, granted: [...FEATURES] };
    const allowed = FEATURES.filter((feature) => may(granted, feature).allowed);
    expect(allowed.toSorted()).toEqual([
      'comments.write',
      'files.attach',
      'files.read',
      'incidents.read',
      'incidents.report',
      'notifications.read',
      'sign-in.own',
    ]);
    expect(may(granted, 'people.manage').because).toBe('partner-records-only');
  });

  it('see what is theirs or their organisation’s, and nothing of the site or the company', () => {
    const sees = (target: object) => can(broker, 'incidents.read', { siteId: 'ship', ...target }).allowed;
    expect([
      sees({}),
      sees({ siteId: '*' }),
      sees({ organisationId: 'Others' }),
      sees({ organisationId: 'Lanes & Co' }),
      sees({ ownerId: 'p' }),
    ]).toEqual([false, false, false, true, true]);
  });

  it('of a kind that only a newer program knows have nothing', () => {
    const newer = { ...broker, jobProfile: 'other' as const };
    expect(FEATURES.filter((feature) => may(newer, feature).allowed)).toEqual([]);
  });
});
