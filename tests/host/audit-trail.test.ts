import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '#shared/access/can.ts';
import { auditEventOf } from '#shared/audit/notes.ts';
import { acknowledge } from '#shared/domains/incidents/commands/acknowledge.ts';
import { appRouter } from '#host/api/router.ts';
import { composeHost, type Host } from '#host/compose.ts';
import { parseEntry } from '#host/sync/outbox.ts';
import { personActor } from '#tests/support/test-console.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';

const OTHER_SITE = '01950000-0000-7000-8000-00000000000f';
const OTHER_PERSON = '01950000-0000-7000-8000-0000000000f1';

let folder: string;
let host: Host;
let clock: VirtualClock;
let siteId: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-audit-trail-'));
  clock = new VirtualClock();
  const log = pino({ level: 'silent' });
  host = await composeHost({ dataFolder: folder, version: 'test', clock, log });
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
});
afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

function as(changes: Partial<PersonActor>) {
  // `personActor` makes people.
  const actor = { ...personActor('AD', 'crew', siteId), ...changes } as PersonActor;
  const session = { ...host.services.session, mustActor: () => actor };
  const services = { ...host.services, session };
  return appRouter.createCaller({ services, connection: { sessionId: 'test', kind: 'window' } });
}

/** What the journal tells besides changes and the sign-in of who founded the site. */
function told(): unknown[] {
  return host.store.db
    .prepare('SELECT entry FROM journal ORDER BY seq')
    .pluck()
    .all()
    .map((text) => parseEntry(String(text)))
    .flatMap(({ command, label }) => {
      const event = auditEventOf(command);
      return event === undefined || event === 'signed-in' ? [] : [[event, label.params]];
    });
}

const refused = (call: Promise<unknown>) => expect(call).rejects.toThrow(/You may not do this/);
const command = <Input>(input: Input) => ({ commandId: randomUUID(), input });

describe('a refusal', () => {
  it('is noted with who, what and why, and not again by a page that asks again and again', async () => {
    const crew = as({ role: 'IT' });
    for (let times = 0; times < 5; times += 1) await refused(crew.store.overview());
    const why = expect.stringContaining('(store.manage)');
    expect(told()).toEqual([['permission-denied', { what: 'store.overview', why }]]);
    clock.advanceMinutes(1);
    await refused(crew.store.overview());
    await refused(crew.jobs.overview());
    expect(told()).toHaveLength(3);
    expect(host.store.journal.verify()).toMatchObject({ sound: true });
  });

  it('of a command is noted once, by what ran it, with no id of the record', async () => {
    host.store.receive((writer, changed) => {
      const person = {
        id: OTHER_PERSON,
        kind: 'person',
        siteId: OTHER_SITE,
        name: 'Sam Reyes',
        signInName: 's.reyes',
        role: 'IT',
        jobProfile: 'crew',
        active: true,
        granted: [],
        denied: [],
        createdAt: '2026-03-01T08:00:00.000Z',
      };
      changed(writer.write('people', person, false));
    });
    await refused(as({ role: 'AP' }).people.rename(command({ id: OTHER_PERSON, name: 'Somebody Else' })));
    const why = expect.stringContaining('outside of what');
    expect(told()).toEqual([['permission-denied', { what: 'people.rename', why }]]);
  });

  it('of a command that no page sent is noted as well', async () => {
    const { output } = await as({}).incidents.report(command({ title: 'Smoke', severity: 'low' }));
    const inspector = personActor('IN', 'crew', siteId);
    expect(() => host.services.runCommand(acknowledge, command({ id: output.id }), inspector)).toThrow();
    expect(told()).toMatchObject([['permission-denied', { what: 'incidents.acknowledge' }]]);
  });

  it('and nothing else: what is wrong or missing is no matter of the journal', async () => {
    await expect(as({}).audit.entry({ seq: 9_999 })).rejects.toThrow('no such entry');
    await expect(as({}).store.changeKey()).rejects.toThrow('not kept by a keychain');
    expect(told()).toEqual([]);
  });
});

describe('what people do with the console itself', () => {
  it('is noted: work on the store, and its export as an export', async () => {
    const api = as({});
    await api.store.start({ kind: 'export' });
    await api.store.start({ kind: 'backup' });
    await api.store.archiveNow();
    await api.store.stopArchiving();
    await api.store.cancel({ kind: 'backup' });
    await api.statistics.recalculate();
    expect(told()).toEqual([
      ['exported', { what: 'store' }],
      ['store-steered', { act: 'backup' }],
      ['store-steered', { act: 'archive' }],
      ['store-steered', { act: 'stop archiving' }],
      ['store-steered', { act: 'cancel backup' }],
      ['store-steered', { act: 'recalculate statistics' }],
    ]);
  });

  it('is noted: the exchange, and what becomes of a refused change', async () => {
    const api = as({});
    await api.sync.setPaused({ paused: true });
    await api.sync.setPaused({ paused: false });
    await api.sync.setLinkClass({ linkClass: 'satellite' });
    await api.sync.sendEverything();
    await expect(api.sync.exportFile()).rejects.toThrow();
    await expect(api.sync.discard({ seq: 1 })).rejects.toThrow('needs no attention');
    const { seq } = await api.incidents.report(command({ title: 'Smoke', severity: 'low' }));
    refuse(seq ?? 0);
    await api.sync.discard({ seq: seq ?? 0 });
    expect(told()).toEqual([
      ['exchange-steered', { act: 'pause' }],
      ['exchange-steered', { act: 'go on' }],
      ['exchange-steered', { act: 'link class', linkClass: 'satellite' }],
      ['exchange-steered', { act: 'send everything' }],
      ['refused-change-settled', { seq, act: 'discarded' }],
    ]);
  });

  it('is noted: reading the journal and the exports of others, once in an hour', async () => {
    const api = as({});
    const look = async () => {
      await api.audit.page({ filter: {} });
      await api.exports.list({ limit: 10, of: 'me' });
      await api.exports.list({ limit: 10, of: 'everybody' });
    };
    await look();
    clock.advanceMinutes(59);
    await look();
    const once = [
      ['journal-read', { of: 'console' }],
      ['exports-read', {}],
    ];
    expect(told()).toEqual(once);
    clock.advanceMinutes(1);
    await look();
    expect(told()).toEqual([...once, ...once]);
  });
});

it('tells once, after a restore, that the store was put back', async () => {
  const at = '2026-03-01T03:00:00.000Z';
  host.store.bookkeeping(() => {
    host.store.state.restored = { at, journalSeq: 2 };
  });
  for (let starts = 0; starts < 2; starts += 1) {
    await host.close();
    host = await composeHost({ dataFolder: folder, version: 'test', clock, log: pino({ level: 'silent' }) });
  }
  expect(told()).toEqual([['store-restored', { at, lastEntry: 2 }]]);
});

function refuse(seq: number): void {
  const verdict = { seq, status: 'rejected', code: 'rule-broken', message: 'No.' };
  host.store.db
    .prepare(`UPDATE journal SET state = 'rejected', verdict = ? WHERE seq = ?`)
    .run(JSON.stringify(verdict), seq);
}
