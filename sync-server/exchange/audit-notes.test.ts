import { afterEach, beforeEach, expect, test } from 'vitest';
import { auditCommand, auditLabelKey } from '#shared/audit/notes.ts';
import { changeOf, type TestDevice } from '../testing/test-device.ts';
import { TestServer } from '../testing/test-server.ts';
import { actorStamp, incidentFields, type Persona, signUp, testId } from '../testing/work.ts';

let server: TestServer;
let vessel: TestDevice;
let master: Persona;
beforeEach(async () => {
  server = await TestServer.start();
  vessel = await server.enrolled('AUR');
  master = await signUp(vessel);
});
afterEach(() => server.stop());

const note = {
  command: auditCommand('signed-in'),
  label: { key: auditLabelKey('signed-in'), params: { from: 'window' } },
  lane: 3 as const,
};

test('a note of a person of the site, or of the console itself, is kept with the journal', async () => {
  expect(await vessel.run({ ...note, actor: actorStamp(master) })).toMatchObject({ status: 'applied' });
  expect(await vessel.run(note)).toMatchObject({ status: 'applied' });
  expect(await server.inStorage((tx) => tx.entries(vessel.id, [2, 3]))).toHaveLength(2);
});

test('a note carries nothing else', async () => {
  const changes = [changeOf('incident', 'insert', testId(), master.siteId, incidentFields(master))];
  const other = { key: 'incidents.report.label' };
  const actor = actorStamp(master);
  expect(await vessel.run({ ...note, actor, changes })).toMatchObject({ code: 'command-unknown' });
  expect(await vessel.run({ ...note, actor, label: other })).toMatchObject({ code: 'command-unknown' });
  expect(await vessel.run({ ...note, actor, command: 'audit.hired' })).toMatchObject({
    code: 'command-unknown',
  });
});

test('a note is nobody’s of another site', async () => {
  const other = await signUp(await server.enrolled('BOR'));
  expect(await vessel.run({ ...note, actor: actorStamp(other) })).toMatchObject({ code: 'forbidden' });
  expect(
    await vessel.run({ ...note, actor: { type: 'person', id: testId(), name: 'Nobody' } }),
  ).toMatchObject({
    code: 'forbidden',
  });
});
