import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { auditCommand, auditLabelKey } from '#shared/audit/notes.ts';
import { must } from '#shared/kernel/assert.ts';
import { grantText } from '#shared/sync/grants.ts';
import { ownSchemas, schemasId } from '#shared/sync/schemas.ts';
import { isSignedBy } from '../crypto.ts';
import { serverKey } from '../server-key.ts';
import { changeOf, type TestDevice } from '../testing/test-device.ts';
import { TestServer } from '../testing/test-server.ts';
import {
  actorStamp,
  newPersonChanges,
  patchIncident,
  type Persona,
  reportIncident,
  signUp,
} from '../testing/work.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

let server: TestServer;
let vessel: TestDevice;
let keeper: Persona;
beforeEach(async () => {
  server = await TestServer.start();
  vessel = await server.enrolled('AUR');
  keeper = await signUp(vessel);
});
afterEach(() => server.stop());

describe('grants', () => {
  test('name the people of the site, are signed for this console, and hold ninety days on a vessel', async () => {
    await vessel.exchange();
    server.clock.advance(DAY_MS);
    const grants = must((await vessel.exchange()).grants, 'grants after a day');
    expect(grants.people).toEqual([{ id: keeper.id, role: 'AP' }]);
    expect(grants.expiresAtMs - grants.issuedAtMs).toBe(90 * DAY_MS);
    const { publicKeyHex } = await server.inStorage((tx) => serverKey(tx));
    const { signature, ...said } = grants;
    const isSigned = (deviceId: string) =>
      isSignedBy(Buffer.from(publicKeyHex, 'hex'), grantText(deviceId, said), signature);
    expect([isSigned(vessel.id), isSigned('another')]).toEqual([true, false]);
  });

  test('come once a day, again when the answer was lost, and when somebody changed', async () => {
    await vessel.exchange();
    server.clock.advance(DAY_MS);
    const came: boolean[] = [];
    came.push((await vessel.exchange()).grants !== undefined);
    vessel.turn -= 1;
    came.push((await vessel.exchange()).grants !== undefined);
    came.push((await vessel.exchange()).grants !== undefined);
    const changes = newPersonChanges(keeper.siteId, 'IT', 'Tor Vik');
    vessel.append({ command: 'people.add', actor: actorStamp(keeper), changes });
    const { grants } = await vessel.exchange();
    expect([...came, grants?.people.length]).toEqual([true, true, false, 2]);
  });

  test('are no part of the answer to an older program', async () => {
    server.clock.advance(DAY_MS);
    const { 'second-factor': _new, ...older } = ownSchemas();
    const answer = await vessel.exchange(
      vessel.exchangeRequest({ schemas: schemasId(older), schemaTable: older }),
    );
    expect(answer.grants).toBeUndefined();
  });
});

describe('broken glass', () => {
  let crew: Persona;
  beforeEach(async () => {
    const changes = newPersonChanges(keeper.siteId, 'IT', 'Tor Vik');
    await vessel.run({ command: 'people.add', actor: actorStamp(keeper), changes });
    crew = { id: changes[0].id, name: 'Tor Vik', siteId: keeper.siteId };
  });

  const note = (feature: string, state = 'taken') =>
    vessel.run({
      command: auditCommand('break-glass'),
      label: { key: auditLabelKey('break-glass'), params: { feature, state, reason: 'The master is hurt.' } },
      lane: 0,
      actor: actorStamp(crew),
    });

  /** Says more of an incident than its crew may. */
  async function amend(): Promise<string> {
    const incident = { id: incidentId, siteId: crew.siteId, base: 2 };
    const verdict = await vessel.run(patchIncident(crew, incident, { title: 'Smoke, and more of it' }));
    return verdict.status === 'rejected' ? verdict.code : verdict.status;
  }
  let incidentId: string;
  beforeEach(async () => {
    incidentId = reportIncident(vessel, keeper);
    await vessel.exchange();
  });

  test('lets in for an hour what was taken before it was used, and counts it for review', async () => {
    const before = await amend();
    await note('incidents.handle');
    const during = await amend();
    server.clock.advance(61 * 60_000);
    expect([before, during, await amend()]).toEqual(['forbidden', 'applied', 'forbidden']);
    const device = await server.inStorage((tx) => tx.device(vessel.id));
    expect(device?.signIn.taken).toMatchObject([
      {
        personId: crew.id,
        name: 'Tor Vik',
        feature: 'incidents.handle',
        reason: 'The master is hurt.',
        used: 1,
      },
    ]);
  });

  test('lets nothing in once it was given back, and nothing that can not be taken', async () => {
    await note('incidents.handle');
    await note('incidents.handle', 'ended');
    const ended = await amend();
    await note('people.manage');
    const change = changeOf('person', 'patch', crew.id, crew.siteId, { name: 'Master Vik' }, 1);
    const verdict = await vessel.run({
      command: 'people.rename',
      actor: actorStamp(crew),
      changes: [change],
    });
    expect([ended, verdict.status === 'rejected' && verdict.code]).toEqual(['forbidden', 'forbidden']);
  });
});
