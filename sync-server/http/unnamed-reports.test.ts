import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UNKNOWN_ID } from '#shared/access/can.ts';
import { domains } from '#shared/domains/registry.ts';
import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import type { Change } from '#shared/sync/entry.ts';
import { changeOf, type TestDevice } from '../testing/test-device.ts';
import { TestServer } from '../testing/test-server.ts';
import { actorStamp, incidentFields, type Persona, reportIncident, signUp, testId } from '../testing/work.ts';

const NOBODY = { type: 'system', id: UNKNOWN_ID, name: '' } as const;

let server: TestServer;
let first: TestDevice;
let second: TestDevice;
let master: Persona;

beforeEach(async () => {
  server = await TestServer.start();
  first = await server.enrolled('AUR');
  master = await signUp(first);
  second = await server.enrolled('AUR');
});
afterEach(() => server.stop());

const unnamed = (values: JsonObject = {}): Change =>
  changeOf('incident', 'insert', testId(), master.siteId, {
    ...incidentFields({ id: UNKNOWN_ID, name: '' }, { severity: 'low', severityRank: 1 }),
    isAnonymous: true,
    ...values,
  });
const line = (incidentId: string, values: JsonObject = {}): Change =>
  changeOf('incident-event', 'insert', testId(), master.siteId, {
    incidentId,
    type: 'reported',
    at: '2026-03-01T08:00:00.000Z',
    byId: UNKNOWN_ID,
    byName: '',
    consoleSiteId: master.siteId,
    consoleSiteName: 'MV Aurora',
    labelKey: 'incidents.event.reported',
    labelParams: {},
    text: null,
    ...values,
  });

const picture = (incidentId: string, values: JsonObject = {}): Change =>
  changeOf('attachment', 'insert', testId(), master.siteId, {
    ownerCollection: 'incidents',
    ownerId: incidentId,
    sha256: 'a'.repeat(64),
    sizeBytes: 1_000,
    mediaType: 'image/jpeg',
    previewSha256: null,
    previewSizeBytes: null,
    fileName: 'Picture.jpg',
    addedAt: '2026-03-01T08:00:00.000Z',
    addedBy: UNKNOWN_ID,
    addedByName: '',
    ...values,
  });

async function codeOf(command: string, changes: Change[], device = first): Promise<string> {
  const verdict = await device.run({ command, actor: NOBODY, changes });
  return verdict.status === 'rejected' ? verdict.code : verdict.status;
}

describe('somebody unnamed', () => {
  test('INC-55: reports an incident with its timeline at any console of its own site', async () => {
    const report = unnamed();
    expect(await codeOf('incidents.report', [report, line(report.id)])).toBe('applied');
    expect(await codeOf('incidents.report', [unnamed({ runningNumber: 2 })], second)).toBe('applied');
  });

  test('INC-55: brings up to three pictures with it', async () => {
    const report = unnamed();
    const pictures = [picture(report.id), picture(report.id), picture(report.id)];
    expect(await codeOf('incidents.report', [report, line(report.id), ...pictures])).toBe('applied');
  });

  test('brings no more of them, no other file, and none to another incident', async () => {
    const id = reportIncident(first, master);
    await first.exchange();
    const withFiles = (...files: ((incidentId: string) => Change)[]) => {
      const report = unnamed();
      return codeOf('incidents.report', [report, ...files.map((file) => file(report.id))]);
    };
    const one = (of: string) => picture(of);
    expect([
      await withFiles(one, one, one, one),
      await withFiles((of) => picture(of, { mediaType: 'application/pdf' })),
      await withFiles((of) => picture(of, { addedByName: master.name })),
      await withFiles((of) => picture(of, { addedBy: master.id })),
      await withFiles((of) => picture(of, { ownerCollection: 'people' })),
      await withFiles(() => picture(id)),
      await codeOf('incidents.report', [picture(id)]),
    ]).toEqual(Array.from({ length: 7 }, () => 'forbidden'));
  });

  test('does nothing else, by whichever command', async () => {
    const codes = new Map<string, string>();
    for (const { name } of domains.flatMap(({ commands }) => Object.values(commands))) {
      if (name !== 'incidents.report') codes.set(name, await codeOf(name, []));
    }
    expect([...codes].filter(([, code]) => code !== 'forbidden')).toEqual([]);
  });

  test('reports at no other site', async () => {
    const other = await server.enrolled('BOR');
    const { siteId } = await signUp(other);
    const report = unnamed();
    expect(await codeOf('incidents.report', [{ ...report, siteId }])).toBe('record-out-of-scope');
    expect(await codeOf('incidents.report', [report], other)).toBe('record-out-of-scope');
  });

  test('puts nothing to an incident that is there, and changes none', async () => {
    const id = reportIncident(first, master);
    await first.exchange();
    const patch = changeOf('incident', 'patch', id, master.siteId, { place: 'Bridge' });
    expect([
      await codeOf('incidents.report', [line(id)]),
      await codeOf('incidents.report', [unnamed(), line(id)]),
      await codeOf('incidents.report', [patch]),
      await codeOf('incidents.report', [unnamed(), unnamed({ runningNumber: 2 })]),
    ]).toEqual(['forbidden', 'forbidden', 'write-not-declared', 'forbidden']);
  });

  test('speaks in nobody’s name, and gives it to nobody', async () => {
    const report = unnamed();
    expect([
      await codeOf('incidents.report', [unnamed({ reportedById: master.id })]),
      await codeOf('incidents.report', [unnamed({ reportedByName: master.name })]),
      await codeOf('incidents.report', [unnamed({ isAnonymous: false })]),
      await codeOf('incidents.report', [unnamed({ acknowledgedById: master.id })]),
      await codeOf('incidents.report', [unnamed({ assigneeId: master.id })]),
      await codeOf('incidents.report', [report, line(report.id, { byName: master.name })]),
    ]).toEqual(Array.from({ length: 6 }, () => 'forbidden'));
  });

  test('is no person, and no person is nobody', async () => {
    const verdict = await first.run({
      command: 'incidents.report',
      actor: { ...actorStamp(master), id: UNKNOWN_ID },
      changes: [unnamed()],
    });
    expect(verdict).toMatchObject({ status: 'rejected', code: 'forbidden' });
  });
});
