import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TOMBSTONE_DAYS } from '#shared/sync/limits.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { formatHlc } from '#shared/kernel/clock.ts';
import { moveDevice, noteRestored } from '../enrolment/administer.ts';
import { changeOf, refusalOf, type TestDevice } from '../testing/test-device.ts';
import { TestServer } from '../testing/test-server.ts';
import { patchIncident, type Persona, reportIncident, signUp } from '../testing/work.ts';
import { applyChange } from './apply-change.ts';
import { ownJournal } from './own-journal.ts';
import { purgeTombstones } from './purge.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

let server: TestServer;
let vessel: TestDevice;
let office: TestDevice;
let master: Persona;

beforeEach(async () => {
  server = await TestServer.start();
  vessel = await server.enrolled('AUR');
  office = await server.enrolled('OFF');
  master = await signUp(vessel);
  await signUp(office);
  await vessel.exchange();
  await office.exchange();
});
afterEach(() => server.stop());

describe('a console that was put back from a backup', () => {
  test('is told that it is behind, gets its own entries, and its own fields when it asks for them', async () => {
    const id = reportIncident(vessel, master);
    const before = { cursors: vessel.cursors, since: vessel.since };
    await vessel.exchange();
    const lost = must(vessel.journal.pop(), 'the entry that the backup lacks');
    const behind = await vessel.tryExchange(
      vessel.exchangeRequest({ entries: [], head: vessel.headAt(1), incarnation: 'restored' }),
    );
    const own = await server.inStorage((tx) => ownJournal(tx, vessel.id, { from: 2, budgetBytes: 10_000 }));
    vessel.journal.push(lost);
    vessel.incarnation = 'restored';
    const { records } = await vessel.exchange(vessel.exchangeRequest({ ...before, echo: true }));

    expect(refusalOf(behind)).toEqual({ status: 409, code: 'chain-behind', lastSeq: 2 });
    expect(own).toMatchObject({ entries: [lost], verdicts: [{ seq: 2, status: 'applied' }], more: false });
    expect(records.map((record) => record.id)).toEqual([id]);
    expect(records[0]?.fields).toEqual(lost.changes[0]?.fields);
  });

  test('shuts the store out that goes on under the identity it had', async () => {
    await vessel.exchange(vessel.exchangeRequest({ incarnation: 'restored' }));
    expect(refusalOf(await vessel.tryExchange())).toEqual({ status: 409, code: 'cloned' });
  });

  test('asks for its journal in pages, each with one entry at least', async () => {
    reportIncident(vessel, master);
    reportIncident(vessel, master, { runningNumber: 2 });
    await vessel.exchange();
    const page = await server.inStorage((tx) => ownJournal(tx, vessel.id, { from: 1, budgetBytes: 1 }));
    expect([page.entries.map(({ seq }) => seq), page.more]).toEqual([[1], true]);
  });
});

describe('a server that was put back from a backup', () => {
  test('begins another epoch: devices start over, and nothing it drew before comes again', async () => {
    reportIncident(vessel, master);
    const { version, epoch } = await vessel.exchange();
    await noteRestored(server.storage, server.clock.now());
    const first = await office.exchange();
    const second = await office.exchange();
    reportIncident(vessel, master, { runningNumber: 2 });
    const { verdicts } = await vessel.exchange();

    expect(first).toMatchObject({ startOver: true, records: [], place: { station: 1 } });
    expect(first.epoch).not.toBe(epoch);
    expect(second.records).toHaveLength(7);
    expect(verdicts).toMatchObject([{ status: 'applied' }]);
    expect(must(first.version, 'a version')).toBeGreaterThan(version + 1_000);
  });

  test('holds what builds on a record it lost, for a day, and refuses it then', async () => {
    server.clock.advance(DAY_MS);
    await noteRestored(server.storage, server.clock.now());
    const lost = { id: '0192f0c1-7e2a-7c3d-9a4b-ffffffffffff', siteId: master.siteId, base: 99 };
    vessel.append(patchIncident(master, lost, { place: 'Bridge' }));
    const early = await vessel.exchange();
    server.clock.advance(2 * DAY_MS);
    const late = await vessel.exchange(vessel.exchangeRequest({ entries: vessel.journal.slice(1) }));

    expect(early.verdicts).toMatchObject([{ status: 'held' }]);
    expect(late.verdicts).toMatchObject([{ status: 'rejected', code: 'not-found' }]);
  });
});

describe('what a device may see', () => {
  test('changes when it belongs to another site: it starts over and is told where it is', async () => {
    await moveDevice(server.storage, { deviceId: vessel.id, siteCode: 'OFF' });
    const first = await vessel.exchange();
    const second = await vessel.exchange();

    expect(first).toMatchObject({ startOver: true, place: { site: { code: 'OFF' }, station: 2 } });
    expect(second.records.map(({ kind }) => kind).toSorted()).toEqual(
      ['credential', 'credential', 'person', 'person', 'site', 'site'].toSorted(),
    );
  });

  test('changes with a record that moves: its old site drops it, its new one gets it whole', async () => {
    const other = await server.enrolled('BOR');
    await other.exchange();
    const id = reportIncident(vessel, master);
    await vessel.exchange();
    const boreas = must(other.site, 'the other site').id;
    await moved(id, boreas);
    const [left, came] = [await vessel.exchange(), await other.exchange()];

    expect(left.records).toMatchObject([{ id, op: 'evict', fields: {} }]);
    expect(came.records).toMatchObject([{ id, op: 'upsert', siteId: boreas }]);
    expect(came.records[0]?.fields).toEqual(vessel.journal.at(-1)?.changes[0]?.fields);
    expect((await vessel.exchange()).records).toEqual([]);
  });

  test('is asked for where the table of schema versions is unknown, and leaves out what that table does not know', async () => {
    reportIncident(vessel, master);
    await vessel.exchange();
    const asked = await office.exchange(office.exchangeRequest({ schemas: 'abc' }));

    expect(asked).toMatchObject({ askSchemas: true, records: [], more: [0, 1, 2, 3] });
    const wrong = await office.tryExchange(
      office.exchangeRequest({ schemas: 'abc', schemaTable: { incident: 1 } }),
    );
    expect(refusalOf(wrong)).toMatchObject({ code: 'invalid-input' });
  });
});

/** As the office would move it: no command does yet. */
async function moved(id: string, siteId: string): Promise<void> {
  await server.inStorage(async (tx) => {
    const organisation = await tx.lockOrganisation();
    const version = organisation.version + 1;
    const [before] = await tx.records([{ collection: 'incidents', id }]);
    const device = must(await tx.device(office.id), 'the office');
    const site = must(await tx.site(device.siteId), 'its site');
    const nowMs = server.clock.now();
    const context = {
      device,
      site,
      version,
      hlc: formatHlc(nowMs, 0),
      lane: 1,
      nowMs,
      sentBy: '',
      nextRef: () => 0,
    } as const;
    const change = changeOf('incident', 'patch', id, master.siteId, { siteId }, version);
    const { record } = applyChange(context, incident, change, before);
    await tx.putRecords([must(record, 'the moved record')]);
    await tx.saveOrganisation({ ...organisation, version });
  });
}

describe('tombstones', () => {
  async function incidentAndTombstone(): Promise<string> {
    const id = reportIncident(vessel, master);
    await vessel.exchange();
    await office.exchange();
    const [record] = await server.inStorage((tx) => tx.records([{ collection: 'incidents', id }]));
    await server.inStorage(async (tx) => {
      const organisation = await tx.lockOrganisation();
      const version = organisation.version + 1;
      await tx.saveOrganisation({ ...organisation, version });
      const dead = { deletedByDeviceId: 'server', deletedAtMs: server.clock.now(), version };
      await tx.putRecords([{ ...must(record, 'it'), ...dead, laneVersions: [0, version, 0, 0] }]);
    });
    return id;
  }
  const purge = () => server.inStorage((tx) => purgeTombstones(tx, server.clock.now()));

  test('stay until every active device has passed them', async () => {
    const id = await incidentAndTombstone();
    const early = await purge();
    for (const device of [vessel, office, vessel, office]) await device.exchange();

    expect(early).toBe(0);
    expect(await purge()).toBe(1);
    expect(await server.inStorage((tx) => tx.records([{ collection: 'incidents', id }]))).toEqual([]);
    expect((await office.exchange()).startOver).toBe(false);
  });

  test('go after their days; a device that was away for longer sends its work and starts over', async () => {
    await incidentAndTombstone();
    server.clock.advance((TOMBSTONE_DAYS + 1) * DAY_MS);
    await vessel.exchange();
    const purged = await purge();
    reportIncident(office, { ...master, siteId: must(office.site, 'a site').id });
    const { startOver, verdicts } = await office.exchange();

    expect([purged, startOver, verdicts.length]).toEqual([1, true, 1]);
    expect((await office.exchange()).startOver).toBe(false);
  });
});
