import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor, PersonActor } from '#shared/access/can.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import {
  AURORA,
  OFFICE,
  personActor,
  recordId,
  type TestConsole,
  testConsole,
} from '#tests/support/test-console.ts';
import { NOBODYS_HASH } from '#tests/support/passphrase-hash.ts';
import { actorOfPerson } from './actor.ts';
import { add } from './commands.ts';
import { changeRole, deactivate, override, reactivate, rename, setPassphrase, setPlace } from './manage.ts';
import { enrolSecondFactor, resetSecondFactor, setSignInPolicy } from './own-sign-in.ts';
import { policyOfSite } from './queries.ts';
import { credential, person } from './schema.ts';

const SYSTEM_ADMINISTRATOR = personActor('SA', 'administrator');

let test: TestConsole;

beforeEach(() => {
  test = testConsole();
});
afterEach(() => test.close());

let names = 0;
function addPerson(input: object, by: Actor = SYSTEM_ADMINISTRATOR): PersonActor {
  names += 1;
  const defaults = { name: `Person ${names}`, signInName: `person.${names}`, role: 'IT', jobProfile: 'crew' };
  const made = test.run<{ id: string }>(
    add,
    { ...defaults, siteId: AURORA.id, passphrase: NOBODYS_HASH, ...input },
    by,
  );
  return actor(made.id);
}

/** Somebody as they stand now. */
function actor(id: string): PersonActor {
  return actorOfPerson(recordOf(id));
}

function recordOf(id: string) {
  const found = test.store.record(person, recordId(id));
  if (found === undefined) throw new Error(`no person ${id}`);
  return found;
}

/** `done`, or the code of the refusal. */
function outcome(command: Command, input: object, by: Actor): string {
  try {
    test.run(command, input, by);
    return 'done';
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
}

describe('changing somebody', () => {
  it('sets name, role, job and place, and counts from then on', () => {
    const { id } = addPerson({});
    test.run(rename, { id, name: 'Maren Aas' }, SYSTEM_ADMINISTRATOR);
    test.run(changeRole, { id, role: 'IP', jobProfile: 'shift-lead' }, SYSTEM_ADMINISTRATOR);
    const place = { organisationId: null, providerId: 'North', teamId: 'Deck', rowScope: 'team' };
    test.run(setPlace, { id, ...place }, SYSTEM_ADMINISTRATOR);
    expect(actor(id)).toMatchObject({
      name: 'Maren Aas',
      role: 'IP',
      jobProfile: 'shift-lead',
      providerId: 'North',
      teamId: 'Deck',
      rowScope: 'team',
    });
  });

  it('grants, takes away and leaves alone one feature, with the last reason for each', () => {
    const { id } = addPerson({});
    const feature = 'incidents.close';
    for (const effect of ['granted', 'denied', 'cleared', 'granted']) {
      test.run(override, { id, feature, effect, reason: `It is ${effect}.` }, SYSTEM_ADMINISTRATOR);
    }
    const { granted, denied, overrideNotes } = recordOf(id);
    expect([granted, denied, overrideNotes?.map(({ reason }) => reason)]).toEqual([
      [feature],
      [],
      ['It is granted.'],
    ]);
  });

  it('keeps them out while they are deactivated', () => {
    const { id } = addPerson({});
    test.run(deactivate, { id, reason: 'Left the ship.' }, SYSTEM_ADMINISTRATOR);
    expect(recordOf(id).active).toBe(false);
    test.run(reactivate, { id, reason: 'Came back.' }, SYSTEM_ADMINISTRATOR);
    expect(recordOf(id).active).toBe(true);
  });

  it('gives a new passphrase in the place of the old one', () => {
    const { id } = addPerson({});
    const passphrase = { ...NOBODYS_HASH, hashHex: 'c'.repeat(64) };
    test.run(setPassphrase, { id, passphrase }, SYSTEM_ADMINISTRATOR);
    const rows = test.store.records(credential, 'SELECT data FROM credential WHERE personId = :id', { id });
    expect(rows.map(({ hashHex }) => hashHex)).toEqual(['c'.repeat(64)]);
  });

  it('ends the work for a partner with a job of the company', () => {
    const { id } = addPerson({ jobProfile: 'broker', organisationId: 'Lanes & Co' });
    expect(actor(id).organisationId).toBe('Lanes & Co');
    test.run(changeRole, { id, role: 'IT', jobProfile: 'crew' }, SYSTEM_ADMINISTRATOR);
    expect(actor(id).organisationId).toBeNull();
    const place = { organisationId: 'Lanes & Co', providerId: null, teamId: null, rowScope: null };
    expect(outcome(setPlace, { id, ...place }, SYSTEM_ADMINISTRATOR)).toBe('rule-broken');
  });
});

describe('nobody', () => {
  it('raises anybody above themselves: by role, by feature, by job or by reach', () => {
    const keeper = addPerson({ role: 'AP', jobProfile: 'administrator' });
    addPerson({ role: 'AP', jobProfile: 'administrator' });
    const { id } = addPerson({});
    const place = { organisationId: null, providerId: null, teamId: null };
    const grant = { id, effect: 'granted', reason: 'Please.' };
    expect([
      outcome(changeRole, { id, role: 'AD', jobProfile: 'crew' }, keeper),
      outcome(override, { ...grant, feature: 'settings.manage' }, keeper),
      outcome(setPlace, { id, ...place, rowScope: 'all' }, keeper),
      outcome(changeRole, { id, role: 'IC', jobProfile: 'crew' }, keeper),
      outcome(override, { ...grant, feature: 'store.manage' }, keeper),
      outcome(override, { ...grant, feature: 'people.manage' }, { ...keeper, denied: ['store.manage'] }),
    ]).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden', 'done', 'done']);
  });

  it('touches somebody higher, or takes over who may do more', () => {
    const keeper = addPerson({ role: 'AP', jobProfile: 'administrator' });
    const higher = addPerson({ role: 'AD' });
    const { id } = addPerson({});
    const granted = { id, feature: 'settings.manage', effect: 'granted', reason: 'For the refit.' };
    test.run(override, granted, SYSTEM_ADMINISTRATOR);
    expect([
      outcome(rename, { id: higher.id, name: 'X' }, keeper),
      outcome(deactivate, { id: higher.id, reason: 'X' }, keeper),
      outcome(setPassphrase, { id: higher.id, passphrase: NOBODYS_HASH }, keeper),
      outcome(setPassphrase, { id, passphrase: NOBODYS_HASH }, keeper),
      outcome(setPassphrase, { id, passphrase: NOBODYS_HASH }, SYSTEM_ADMINISTRATOR),
    ]).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden', 'done']);
  });

  it('changes their own rights', () => {
    const keeper = addPerson({ role: 'AP', jobProfile: 'administrator' });
    addPerson({ role: 'AP', jobProfile: 'administrator' });
    const { id } = keeper;
    expect([
      outcome(changeRole, { id, role: 'IT', jobProfile: 'crew' }, keeper),
      outcome(deactivate, { id, reason: 'X' }, keeper),
      outcome(override, { id, feature: 'audit.read', effect: 'denied', reason: 'X' }, keeper),
      outcome(rename, { id, name: 'Their New Name' }, keeper),
    ]).toEqual(['forbidden', 'forbidden', 'forbidden', 'done']);
  });

  it('takes a site its last administrator: by role, by denial or by leaving', () => {
    const { id } = addPerson({ role: 'AP', jobProfile: 'administrator' });
    const denial = { id, feature: 'people.manage', effect: 'denied', reason: 'X' };
    const all = () => [
      outcome(changeRole, { id, role: 'IT', jobProfile: 'crew' }, SYSTEM_ADMINISTRATOR),
      outcome(override, denial, SYSTEM_ADMINISTRATOR),
      outcome(deactivate, { id, reason: 'X' }, SYSTEM_ADMINISTRATOR),
    ];
    expect(all()).toEqual(['rule-broken', 'rule-broken', 'rule-broken']);
    addPerson({ role: 'AP', jobProfile: 'administrator' });
    expect(outcome(deactivate, { id, reason: 'X' }, SYSTEM_ADMINISTRATOR)).toBe('done');
  });

  it('who sees one site adds somebody who sees them all', () => {
    const keeper = addPerson({ role: 'AP', jobProfile: 'administrator' });
    expect(addPerson({ role: 'IN', jobProfile: 'auditor' }, keeper).rowScope).toBe('site');
    expect(addPerson({ role: 'IN', jobProfile: 'auditor' }).rowScope).toBeNull();
  });
});

describe('the sign-in policy of a site', () => {
  const KEEPER = personActor('AP', 'administrator');
  const asked = (siteId: string) => test.queries.run(policyOfSite, { siteId }, KEEPER);

  it('starts with nobody, and says who is asked for a second factor and who has one', () => {
    const nobody = { secondFactorRoles: [], secondFactorPeople: [], setAt: null, enrolled: [] };
    expect(asked(AURORA.id)).toEqual(nobody);
    const tor = addPerson({});
    test.run(enrolSecondFactor, { secretBase32: 'A'.repeat(32), recoveryHashes: [] }, tor);
    const policy = { secondFactorRoles: ['AP'], secondFactorPeople: [tor.id] };
    test.run(setSignInPolicy, { siteId: AURORA.id, ...policy }, KEEPER);
    expect(asked(AURORA.id)).toEqual({ ...policy, setAt: expect.any(String), enrolled: [tor.id] });
    test.run(resetSecondFactor, { id: tor.id, reason: 'The telephone is lost.' }, KEEPER);
    expect(asked(AURORA.id)).toMatchObject({ enrolled: [] });
  });

  it('is told only to those who see the site', () => {
    expect(() => asked(OFFICE.id)).toThrow('not for you');
  });
});
