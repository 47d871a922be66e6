import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PersonActor } from '#shared/access/can.ts';
import { appRouter } from '#host/api/router.ts';
import type { Host } from '#host/compose.ts';
import type { Connection } from '#host/services.ts';
import { type SiteHost, startSiteHost } from '#tests/support/site-host.ts';

const CONNECTION: Connection = { sessionId: 'imports-0001', kind: 'window' };
const HEAD = 'Name;Sign-in name;Role;Job;Passphrase';

let started: SiteHost;
let host: Host;

beforeEach(async () => {
  started = await startSiteHost(CONNECTION);
  host = started.host;
});
afterEach(() => started.close());

function api(changes: Partial<PersonActor> = {}) {
  const actor = { ...host.services.session.mustActor(CONNECTION), ...changes } as PersonActor;
  const session = new Proxy(host.services.session, {
    get: (target, name) => (name === 'mustActor' ? () => actor : Reflect.get(target, name, target)),
  });
  return appRouter.createCaller({ services: { ...host.services, session }, connection: CONNECTION }).imports
    .people;
}

async function send(text: string): Promise<string> {
  const bytes = Buffer.from(text);
  const { importId } = await api().begin({ fileName: 'crew.csv', sizeBytes: bytes.length });
  await api().append({ importId, offset: 0, base64: bytes.toString('base64') });
  await api().check({ importId });
  return importId;
}

async function ended(during: string) {
  return vi.waitFor(
    async () => {
      const view = await api().current();
      if (view === null || view.state === during) throw new Error('still under way');
      return view;
    },
    { timeout: 20_000, interval: 20 },
  );
}

const journalEnd = () => host.store.db.prepare('SELECT max(seq) FROM journal').pluck().get();
const messageOf = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.message : 'unknown'),
  );

it('changes nothing before it is confirmed, then adds everybody who is right, and can be undone', async () => {
  const before = journalEnd();
  const importId = await send(
    [
      HEAD,
      'Mara Lind;m.lind;IT;Crew;',
      'Tom Hale;t.hale;IP;Master;fair winds',
      'Ines;i.duarte;IT;Crew;',
      'x',
    ].join('\n'),
  );
  const checked = await ended('checking');
  expect(checked).toMatchObject({ state: 'checked', problem: null, outcome: null });
  expect(checked.checked).toMatchObject({ rows: 4, rightRows: 2, wrongRows: 2, format: 'csv' });
  const { problems } = await api().problems({ importId, after: 0, limit: 1 });
  expect(problems).toEqual([
    {
      line: 4,
      column: 'Sign-in name',
      value: 'i.duarte',
      reason: 'Ines Duarte signs in as i.duarte at this site already.',
      remedy: 'Take the line out if it is the same person; choose another sign-in name if not.',
    },
  ]);
  expect(journalEnd()).toBe(before);

  await api().confirm({ importId });
  expect((await ended('applying')).outcome).toEqual({
    done: 2,
    refused: 0,
    notDone: 0,
    undone: 0,
    handOuts: 1,
  });
  const { lines } = await api().lines({ importId, after: 0, limit: 100 });
  expect(lines.map(({ line, title, state }) => [line, title, state])).toEqual([
    [2, 'Mara Lind', 'done'],
    [3, 'Tom Hale', 'done'],
  ]);
  const [mara] = lines;
  expect(mara?.handOut).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  const at: Connection = { sessionId: 'mara', kind: 'window' };
  await host.services.session.signIn(at, { signInName: 'm.lind', passphrase: mara?.handOut ?? '' });
  expect(host.services.session.status(at)).toMatchObject({ gate: { kind: 'change-passphrase' } });
  const journal = JSON.stringify(host.store.db.prepare('SELECT * FROM journal').all());
  expect([journal.includes(mara?.handOut ?? ''), journal.includes('fair winds')]).toEqual([false, false]);

  await api().undo({ importId });
  expect((await ended('undoing')).outcome).toMatchObject({ done: 0, undone: 2 });
  const active = host.store.db.prepare('SELECT name FROM person WHERE active = 1').pluck().all();
  expect(active).toEqual(['Ines Duarte']);
  await api().discard({ importId });
  expect(await api().current()).toBeNull();
}, 60_000);

it('stops when it is cancelled, keeps what was done, and says what was not', async () => {
  const people = Array.from({ length: 60 }, (_, index) => `Person ${index};p.${index};IT;Crew;`);
  const importId = await send([HEAD, ...people].join('\n'));
  await ended('checking');
  await api().confirm({ importId });
  await vi.waitFor(
    async () => expect((await api().current())?.outcome?.done ?? 0).toBeGreaterThan(0),
    20_000,
  );
  await api().cancel({ importId });
  const { outcome, state } = await ended('applying');
  expect(state).toBe('applied');
  expect(outcome?.notDone).toBeGreaterThan(0);
  const added = host.store.db
    .prepare("SELECT count(*) FROM person WHERE signInName LIKE 'p.%'")
    .pluck()
    .get();
  expect(added).toBe(outcome?.done);
}, 60_000);

it('is nobody else’s, and ends with the right to it', async () => {
  const importId = await send([HEAD, 'Mara Lind;m.lind;IT;Crew;'].join('\n'));
  await ended('checking');
  const other = api({ id: '01950000-0000-7000-8000-0000000000f1' });
  expect([await other.current(), await messageOf(other.confirm({ importId }))]).toEqual([
    null,
    'This import is over.',
  ]);
  expect(await messageOf(api({ denied: ['people.manage'] }).confirm({ importId }))).toMatch(
    /You may not do this/,
  );
}, 30_000);

it('refuses a file that is too large before a byte of it came, and one that is no table after it came', async () => {
  expect(await messageOf(api().begin({ fileName: 'a.csv', sizeBytes: 21 * 1024 * 1024 }))).toBe(
    'A file to import has at most 20 MB.',
  );
  await send('no headings at all');
  expect(await ended('checking')).toMatchObject({
    state: 'refused',
    problem: { code: 'invalid-input', message: expect.stringContaining('lacks the headings') },
  });
}, 30_000);
