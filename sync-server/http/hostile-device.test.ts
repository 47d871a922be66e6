import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#shared/kernel/assert.ts';
import { formatHlc } from '#shared/kernel/clock.ts';
import { HOUR_MS } from '#shared/kernel/durations.ts';
import { encodeFrame } from '#shared/sync/codec.ts';
import { withReferences } from '#shared/sync/compact/references.ts';
import { CONFLICTS_PATH } from '#shared/sync/conflicts.ts';
import { PART_TYPE, PARTS_PATH } from '#shared/sync/parts.ts';
import { compression } from '../compression.ts';
import { hex, sha256 } from '../crypto.ts';
import { revokeDevice } from '../enrolment/administer.ts';
import { HostileStage, OCTETS } from '../testing/hostile-stage.ts';
import { CBOR, changeOf, refusalOf, type TestDevice } from '../testing/test-device.ts';
import type { TestServer } from '../testing/test-server.ts';
import {
  actorStamp,
  newPersonChanges,
  patchIncident,
  type Persona,
  reportIncident,
} from '../testing/work.ts';

let stage: HostileStage;
let server: TestServer;
let device: TestDevice;
let master: Persona;
let other: TestDevice;
let otherMaster: Persona;
let otherIncident: string;
beforeEach(async () => {
  stage = await HostileStage.start();
  ({ server, device, master, other, otherMaster, otherIncident } = stage);
});
afterEach(() => stage.stop());

describe('a chain', () => {
  test('whose head is made up is refused', async () => {
    reportIncident(device, master);
    const head = { seq: 2, hash: hex(randomBytes(32)) };
    await stage.expectNothing(() => device.tryExchange(device.exchangeRequest({ head })), {
      status: 409,
      code: 'chain-forked',
    });
  });

  test('in which an entry that was judged has another text now is refused', async () => {
    const first = must(device.journal[0], 'the first entry');
    device.journal[0] = { ...first, label: { key: 'never.happened' } };
    const entries = [...device.journal];
    await stage.expectNothing(() => device.tryExchange(device.exchangeRequest({ entries })), {
      status: 409,
      code: 'chain-forked',
    });
  });

  test('that leaves out entries is refused', async () => {
    reportIncident(device, master);
    reportIncident(device, master);
    const entries = device.journal.slice(2);
    const before = await stage.records();
    expect(refusalOf(await device.tryExchange(device.exchangeRequest({ entries })))).toMatchObject({
      status: 409,
      code: 'chain-broken',
    });
    // The server can't tell it from having lost entries itself, and begins an epoch; at most one a day.
    expect(await stage.records()).toEqual(before);
  });

  test('whose entries come in another order is refused', async () => {
    reportIncident(device, master);
    reportIncident(device, master);
    const entries = device.journal.slice(1).toReversed();
    await stage.expectNothing(() => device.tryExchange(device.exchangeRequest({ entries })), {
      status: 400,
      code: 'invalid-input',
    });
  });

  test('of another console can not be continued', async () => {
    reportIncident(other, otherMaster);
    const { entries, head, lastSeq } = other.exchangeRequest({ entries: [...other.journal] });
    await stage.expectNothing(() => device.tryExchange(device.exchangeRequest({ entries, head, lastSeq })), {
      status: 409,
      code: 'chain-forked',
    });
  });

  test('sent a second time changes nothing, signed anew or not', async () => {
    reportIncident(device, master);
    const request = device.exchangeRequest();
    await device.exchange(request);
    const before = await stage.dump();
    expect((await device.tryExchange(request)).status).toBe(200);
    expect(await stage.dump()).toEqual(before);
  });
});

describe('work that is not theirs', () => {
  test.each(['amend', 'comment', 'resolve'])("another ship's record stays as it is: %s", async (verb) => {
    const before = await stage.records();
    const record = { id: otherIncident, siteId: otherMaster.siteId, base: 0 };
    const claimed = { ...record, siteId: master.siteId };
    const command = `incidents.${verb}`;
    const verdicts = [
      await device.run(patchIncident(master, record, { place: 'Bridge' }, command)),
      await device.run(patchIncident(master, claimed, { place: 'Bridge' }, command)),
    ];
    expect(verdicts.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await stage.records()).toEqual(before);
  });

  test("a short reference to another ship's record leads nowhere, whatever its number", async () => {
    const refs = await server.inStorage(async (tx) => {
      const { lastRef } = await tx.organisation();
      return Array.from({ length: lastRef + 2 }, (_, index) => index + 1);
    });
    const record = { id: otherIncident, siteId: otherMaster.siteId, base: 0 };
    device.append(patchIncident(master, record, { place: 'Bridge' }));
    const guessed = reportIncident(device, master);
    for (const ref of refs) {
      const wire = withReferences(device.exchangeRequest(), (_collection, id) =>
        id === guessed ? undefined : ref,
      );
      const before = await stage.records();
      const answer = await device.tryExchange(wire);
      // Only who knows the id can name it under the chain; then it is refused for what it is.
      if (answer.status === 200) expect(await placeOfTheirs()).not.toBe('Bridge');
      else {
        expect([400, 409]).toContain(answer.status);
        expect(await stage.records()).toEqual(before);
      }
    }
  });

  async function placeOfTheirs(): Promise<unknown> {
    const key = { collection: 'incidents', id: otherIncident } as const;
    return (await server.inStorage((tx) => tx.records([key])))[0]?.fields['place'];
  }

  test('nobody acts as a person of another site, or as nobody', async () => {
    const before = await stage.records();
    const id = reportIncident(device, { ...otherMaster, siteId: master.siteId });
    const verdicts = [(await device.exchange()).verdicts[0]];
    reportIncident(device, {
      id: '0192f0c1-7e2a-7c3d-9a4b-ffffffffffff',
      name: 'Nobody',
      siteId: master.siteId,
    });
    verdicts.push((await device.exchange()).verdicts[0]);
    expect(verdicts).toMatchObject([{ code: 'forbidden' }, { code: 'forbidden' }]);
    expect(await stage.records()).toEqual(before);
    expect(JSON.stringify(before)).not.toContain(id);
  });
});

describe('rights', () => {
  async function refusedWith(draft: Parameters<TestDevice['run']>[0]): Promise<string> {
    const before = await stage.records();
    const verdict = await device.run(draft);
    expect(await stage.records()).toEqual(before);
    return verdict.status === 'rejected' ? verdict.code : verdict.status;
  }

  test('are not handed out beyond the own ones', async () => {
    const actor = actorStamp(master);
    const changes = newPersonChanges(master.siteId, 'SA');
    expect(await refusedWith({ command: 'people.add', actor, changes })).toBe('forbidden');
  });

  test('are not taken for another site', async () => {
    const actor = actorStamp(master);
    const changes = newPersonChanges(otherMaster.siteId, 'HC');
    expect(await refusedWith({ command: 'people.add', actor, changes })).toBe('record-out-of-scope');
  });

  test('are not set under the name of another command', async () => {
    const actor = actorStamp(master);
    const patch = changeOf('person', 'patch', master.id, master.siteId, { role: 'SA' });
    for (const command of [
      'people.add',
      'incidents.amend',
      'settings.foundSite',
      'people.createFirstAdministrator',
    ]) {
      expect(['write-not-declared', 'forbidden']).toContain(
        await refusedWith({ command, actor, changes: [patch] }),
      );
    }
  });

  test('do not come from a second first administrator', async () => {
    const changes = newPersonChanges(master.siteId, 'AP');
    const codes = [
      await refusedWith({ command: 'people.createFirstAdministrator', changes }),
      await refusedWith({
        command: 'people.createFirstAdministrator',
        changes: newPersonChanges(master.siteId, 'SA'),
      }),
    ];
    for (const code of codes) expect(code).not.toBe('applied');
  });

  test('do not come with the message', async () => {
    const changes = [changeOf('incident', 'patch', otherIncident, otherMaster.siteId, { place: 'Bridge' })];
    const actor = { ...actorStamp(master), type: 'system' as const };
    expect(await refusedWith({ command: 'incidents.markOverdue', actor, changes })).not.toBe('applied');
  });
});

test('a console that was shut out changes nothing, whichever way it comes', async () => {
  reportIncident(device, master);
  await revokeDevice(server.storage, device.id, server.clock.now());
  const body = encodeFrame(device.exchangeRequest(), compression);
  const sha = hex(sha256(body));
  const part = `${PARTS_PATH}${sha}?offset=0&size=${body.length}&for=/v1/sync`;
  const revoked = { status: 403, code: 'device-revoked' };
  await stage.expectNothing(() => device.tryExchange(), revoked);
  await stage.expectNothing(() => device.signedRequest('POST', '/v1/journal', body, CBOR), revoked);
  await stage.expectNothing(() => device.signedRequest('POST', CONFLICTS_PATH, body, CBOR), revoked);
  await stage.expectNothing(
    () => device.signedRequest('PUT', part, new Uint8Array(), { 'content-type': PART_TYPE }),
    revoked,
  );
  await stage.expectNothing(
    () => other.signedRequest('POST', '/v1/files', stage.fileOf(body), OCTETS),
    revoked,
  );
});

describe('clocks', () => {
  test.each([
    ['a day ahead', 24 * HOUR_MS],
    ['five hours ahead', 5 * HOUR_MS],
    ['five hours behind', -5 * HOUR_MS],
    ['in the year 2100', 74 * 365 * 24 * HOUR_MS],
  ])('%s are no reason to refuse work, nor to win', async (_what, offsetMs) => {
    const hlc = formatHlc(server.clock.now() + offsetMs, 0);
    const id = reportIncident(device, master);
    const { verdicts } = await device.exchange();
    const incident = { id, siteId: master.siteId, base: 0 };
    const set = await device.run({ ...patchIncident(master, incident, { place: 'Bridge' }), hlc });
    expect([...verdicts, set].map(({ status }) => status)).toEqual(['applied', 'applied']);
    const stamps = await server.inStorage((tx) => tx.records([{ collection: 'incidents', id }]));
    expect(stamps[0]?.stamps['place']?.hlc).toBe(offsetMs > 0 ? formatHlc(server.clock.now(), 0) : hlc);
  });
});
