import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import { addPerson, crewedVessel } from '../testing/crewed.ts';
import { changeOf, type TestDevice } from '../testing/test-device.ts';
import type { TestServer } from '../testing/test-server.ts';
import { actorStamp, credentialFields, type Persona, signUp, testId } from '../testing/work.ts';

let server: TestServer;
let vessel: TestDevice;
let keeper: Persona;

beforeEach(async () => {
  ({ server, vessel, master: keeper } = await crewedVessel());
});
afterEach(() => server.stop());

/** What the server says to a console that sets these fields of somebody, whatever its own program would. */
async function patched(command: string, whose: Persona, fields: JsonObject, by = keeper): Promise<unknown> {
  const changes = [changeOf('person', 'patch', whose.id, whose.siteId, fields, 1)];
  const verdict = await vessel.run({ command: `people.${command}`, actor: actorStamp(by), changes });
  return verdict.status === 'rejected' ? verdict.code : verdict.status;
}

test('a console that was tampered with raises nobody, takes no site its last administrator, and nobody serves themselves', async () => {
  const crew = await addPerson(vessel, keeper, 'IT');
  const role = { role: 'SA', jobProfile: 'administrator' };
  expect([
    await patched('changeRole', crew, role),
    await patched('changeRole', crew, { role: 'IC', jobProfile: 'crew' }),
    await patched('override', crew, { granted: ['settings.manage'] }),
    await patched('setPlace', crew, { rowScope: 'all' }),
    await patched('rename', crew, { role: 'SA' }),
    await patched('override', keeper, { granted: ['settings.manage'] }),
    await patched('deactivate', keeper, { active: false }, crew),
    await patched('changeRole', crew, { role: 'AP', jobProfile: 'administrator' }),
    await patched('deactivate', keeper, { active: false }, crew),
    await patched('deactivate', crew, { active: false }, keeper),
  ]).toEqual([
    'forbidden',
    'forbidden',
    'forbidden',
    'forbidden',
    'write-not-declared',
    'forbidden',
    'forbidden',
    'applied',
    'applied',
    'forbidden',
  ]);
});

test('the last administrator stays, whoever asks and in whatever order it arrives', async () => {
  const office = await server.enrolled('OFF');
  const admin = await signUp(office);
  const change = changeOf('person', 'patch', keeper.id, keeper.siteId, { active: false }, 1);
  const verdict = await office.run({
    command: 'people.deactivate',
    actor: actorStamp(admin),
    changes: [change],
  });
  expect(verdict).toMatchObject({ status: 'rejected', code: 'rule-broken' });
});

test('a passphrase is set for one person who may do no more than whoever sets it', async () => {
  const office = await server.enrolled('OFF');
  const admin = await signUp(office);
  const crew = await addPerson(vessel, keeper, 'IT');
  const set = async (whose: Persona, extra: JsonObject = {}) => {
    const fields = { ...credentialFields(whose.id), ...extra };
    const changes = [changeOf('credential', 'insert', testId(), keeper.siteId, fields)];
    const verdict = await vessel.run({ command: 'people.setPassphrase', actor: actorStamp(keeper), changes });
    return verdict.status === 'rejected' ? verdict.code : verdict.status;
  };
  expect([await set(crew), await set(admin), await set(crew, { personId: testId() })]).toEqual([
    'applied',
    'rule-broken',
    'rule-broken',
  ]);
});

test('somebody with a job, a right and a reach that only a newer console knows acts by what is known', async () => {
  const newer = await addPerson(vessel, keeper, 'IT');
  const [found] = await server.inStorage((tx) => tx.records([{ collection: 'people', id: newer.id }]));
  if (found === undefined) throw new Error('the person is there');
  const fields = { ...found.fields, jobProfile: 'stargazer', granted: ['stars.count'] };
  await server.inStorage((tx) => tx.putRecords([{ ...found, fields }]));
  const changes = [changeOf('person', 'patch', newer.id, newer.siteId, { name: 'Ada Lind' }, 1)];
  expect(await vessel.run({ command: 'people.rename', actor: actorStamp(keeper), changes })).toMatchObject({
    status: 'applied',
  });
  expect(await patched('rename', newer, { name: 'X' }, newer)).toBe('forbidden');
});
