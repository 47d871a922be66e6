import { describe, expect, it } from 'vitest';
import { type Actor, can, visibleSites } from './can.ts';
import { FEATURES } from './features.ts';
import { featuresOfRole, knownProfile, PROFILE_FEATURES, ROLE_FEATURES, ROLES } from './roles.ts';

const person = (changes: Partial<Extract<Actor, { type: 'person' }>>): Actor => ({
  type: 'person',
  id: 'p',
  name: 'P',
  role: 'IT',
  jobProfile: 'crew',
  siteId: 'ship',
  granted: [],
  denied: [],
  ...changes,
});

describe('what a person may do', () => {
  it('is what the role has, nothing more, for every role and feature, with a job that adds nothing', () => {
    for (const role of ROLES) {
      for (const feature of FEATURES) {
        expect(can(person({ role }), feature, { siteId: 'ship' }).allowed).toBe(
          ROLE_FEATURES[role].includes(feature),
        );
      }
    }
  });

  it('lets every administrator look after the store of a console, and nobody else', () => {
    const may = ROLES.filter((role) => can(person({ role }), 'store.manage', { siteId: 'ship' }).allowed);
    expect(may).toEqual(['SA', 'AD', 'AP']);
  });

  it('follows denial over grant over role over nothing', () => {
    const feature = 'incidents.close';
    const ask = (changes: object) => can(person(changes), feature, { siteId: 'ship' }).because;
    expect(ask({})).toBe('role-lacks-feature');
    expect(ask({ granted: [feature] })).toBe('granted-to-person');
    expect(ask({ role: 'SA' })).toBe('role');
    expect(ask({ role: 'SA', granted: [feature], denied: [feature] })).toBe('denied-to-person');
  });

  it('grows with the job, and for an inspector only by what changes nothing', () => {
    const ask = (changes: object, feature: 'incidents.close' | 'audit.read') =>
      can(person({ jobProfile: 'dpa', ...changes }), feature, { siteId: 'ship' });
    expect(ask({}, 'incidents.close')).toEqual({ allowed: true, because: 'profile' });
    expect(ask({ role: 'IN' }, 'incidents.close').because).toBe('role-lacks-feature');
    expect(ask({ role: 'IN', granted: ['incidents.close'] }, 'incidents.close').allowed).toBe(true);
  });

  it('has nothing from a role or a job that only a newer program knows', () => {
    expect([featuresOfRole('XX'), knownProfile('stargazer'), PROFILE_FEATURES.other]).toEqual([
      [],
      'other',
      [],
    ]);
  });

  it('ends at the own site unless the role sees all', () => {
    expect(can(person({ role: 'IP' }), 'incidents.read', { siteId: 'other' }).because).toBe('outside-scope');
    expect(can(person({ role: 'IC' }), 'incidents.read', { siteId: 'other' }).allowed).toBe(true);
    expect(visibleSites(person({}))).toEqual(['ship', '*']);
  });

  it('lets a console act by itself on its own site only', () => {
    const system: Actor = { type: 'system', id: 'd', siteId: 'ship' };
    expect(can(system, 'incidents.escalate', { siteId: 'ship' }).allowed).toBe(true);
    expect(can(system, 'incidents.escalate', { siteId: 'other' }).because).toBe('timer-of-another-site');
  });
});
