import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '#shared/access/can.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import { systemClock } from '#host/clock/system-clock.ts';
import { composeHost, type Host } from '#host/compose.ts';
import { appRouter } from '#host/api/router.ts';
import { personActor } from '#tests/support/test-console.ts';

const OTHER_SITE = '01950000-0000-7000-8000-00000000000f';
const OTHER_PERSON = '01950000-0000-7000-8000-0000000000f1';

let folder: string;
let host: Host;
let siteId: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-access-test-'));
  const log = pino({ level: 'silent' });
  host = await composeHost({ dataFolder: folder, version: 'test', clock: systemClock(), log });
  await host.services.setup.foundSite(
    { sessionId: 'first', kind: 'window' },
    {
      code: 'AUR',
      name: 'MV Aurora',
      siteKind: 'vessel',
      timeZone: 'UTC',
      administrator: { name: 'Ines Duarte', signInName: 'i.duarte', passphrase: 'following seas' },
    },
  );
  siteId = host.store.state.site?.id ?? '';
  receive({
    id: OTHER_PERSON,
    kind: 'person',
    siteId: OTHER_SITE,
    name: 'Sam Reyes',
    signInName: 's.reyes',
    role: 'IT',
    jobProfile: 'stargazer',
    active: true,
    granted: ['stars.count'],
    denied: [],
    createdAt: '2026-03-01T08:00:00.000Z',
  });
});
afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

function receive(record: StoredRecord): void {
  host.store.receive((writer, changed) => {
    changed(writer.write('people', record, false));
  });
}

function as(changes: Partial<PersonActor>) {
  const actor = { ...personActor('AP', 'crew', siteId), ...changes } as PersonActor;
  const session = { ...host.services.session, mustActor: () => actor };
  const services = { ...host.services, session };
  return appRouter.createCaller({ services, connection: { sessionId: 'test', kind: 'window' } });
}

/** What a caller hears: `done`, or the code of the refusal and its words. */
const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.message : 'unknown'),
  );
const command = <Input>(input: Input) => ({ commandId: randomUUID(), input });

describe('rights over the API', () => {
  it('end at the other site: its people are neither shown, nor changed, nor explained', async () => {
    const api = as({});
    const rename = command({ id: OTHER_PERSON, name: 'Somebody Else' });
    expect([
      (await api.people.list({})).map(({ name }) => name),
      await outcomeOf(api.people.detail({ id: OTHER_PERSON })),
      await outcomeOf(api.people.rename(rename)),
      await outcomeOf(api.access.explain({ personId: OTHER_PERSON, feature: 'people.read' })),
    ]).toEqual([
      ['Ines Duarte'],
      'There is no such person here, or not for you.',
      'You may not do this (people.manage). The record is outside of what AP crew sees: their own site.',
      'There is no such person here, or not for you.',
    ]);
    expect(await outcomeOf(as({ role: 'AD' }).people.rename(rename))).toBe('done');
  });

  it('go with a denial, in the words that the explanation uses', async () => {
    const api = as({ denied: ['people.manage'] });
    expect(await outcomeOf(api.people.rename(command({ id: OTHER_PERSON, name: 'X' })))).toBe(
      'You may not do this (people.manage). "Manage people" was taken away from AP crew personally.',
    );
  });

  it('of somebody with a job that only a newer program knows are what their role gives, and all is kept', async () => {
    const api = as({ role: 'AD' });
    const { jobProfile, granted } = await api.people.detail({ id: OTHER_PERSON });
    expect({ jobProfile, granted }).toEqual({ jobProfile: 'other', granted: ['stars.count'] });
    await api.people.override(
      command({ id: OTHER_PERSON, feature: 'incidents.close', effect: 'denied', reason: 'For now.' }),
    );
    const kept = await api.people.detail({ id: OTHER_PERSON });
    expect([kept.granted, kept.denied]).toEqual([['stars.count'], ['incidents.close']]);
  });

  it('of partners are reading what is theirs: they find nothing, and see nobody', async () => {
    const api = as({ jobProfile: 'broker', organisationId: 'Lanes & Co' });
    const { found } = await api.search.find({ text: 'Ines', limit: 10 });
    expect(found).toEqual([]);
    expect(await outcomeOf(api.people.list({}))).toMatch(/works for a partner/);
    expect(await api.incidents.list({}).then(({ rows }) => rows)).toEqual([]);
  });

  it('make a person with a passphrase that no journal and no answer carries', async () => {
    const api = as({});
    const passphrase = 'fair winds and following';
    const input = { siteId, name: 'Tom Hale', signInName: 't.hale', passphrase } as const;
    const made = await api.people.add(command({ ...input, role: 'IT', jobProfile: 'crew' }));
    expect(JSON.stringify(made)).not.toContain(passphrase);
    const at = { sessionId: 'tom', kind: 'window' } as const;
    await host.services.session.signIn(at, { signInName: 't.hale', passphrase });
    const next = 'another day, another passphrase';
    await api.people.setPassphrase(command({ id: made.output.id, passphrase: next }));
    expect(await outcomeOf(host.services.session.signIn(at, { signInName: 't.hale', passphrase }))).toMatch(
      /do not match/,
    );
    await host.services.session.signIn(at, { signInName: 't.hale', passphrase: next });
    // It was told to him by somebody, so he chooses one of his own first.
    expect(host.services.session.status(at).gate).toMatchObject({
      kind: 'change-passphrase',
      name: 'Tom Hale',
    });
    await host.services.session.changePassphrase(at, { current: next, next: 'nobody else knows this' });
    expect(host.services.session.current(at)?.name).toBe('Tom Hale');
  });

  it('are told rule by rule', async () => {
    const { allowed, because, steps } = await as({ role: 'AD' }).access.explain({
      personId: OTHER_PERSON,
      feature: 'incidents.read',
      record: { kind: 'site', id: siteId },
    });
    expect([allowed, because]).toEqual([false, 'outside-scope']);
    expect(steps.filter(({ outcome }) => outcome !== 'passes').map(({ rule }) => rule)).toEqual([
      'role',
      'profile',
      'scope',
    ]);
  });
});
