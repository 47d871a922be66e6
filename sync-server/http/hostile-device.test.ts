import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#shared/kernel/assert.ts';
import { formatHlc } from '#shared/kernel/clock.ts';
import { encodeFrame } from '#shared/sync/codec.ts';
import { withReferences } from '#shared/sync/compact/references.ts';
import { CONFLICTS_PATH } from '#shared/sync/conflicts.ts';
import { LANES } from '#shared/sync/entry.ts';
import { writeExchangeFile } from '#shared/sync/exchange-file.ts';
import { LIVE_METHOD, LIVE_PATH, readFromServer, writeLiveRequest } from '#shared/sync/live.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { PART_TYPE, PARTS_PATH } from '#shared/sync/parts.ts';
import { compression } from '../compression.ts';
import { hex, sha256 } from '../crypto.ts';
import { revokeDevice } from '../enrolment/administer.ts';
import { type Answer, changeOf, refusalOf, send, type TestDevice } from '../testing/test-device.ts';
import { TestServer } from '../testing/test-server.ts';
import {
  actorStamp,
  newPersonChanges,
  patchIncident,
  type Persona,
  reportIncident,
  signUp,
} from '../testing/work.ts';
import { HOUR_MS } from '#shared/kernel/durations.ts';

const SEED = 20_260_301;
const RUNS = 120;
const LATE_COUNTER = 1_000_000;
const CBOR = { 'content-type': 'application/cbor' };

let server: TestServer;
/** Of the ship Aurora, taken over by somebody with ill intent. */
let device: TestDevice;
let master: Persona;
/** Of the ship Borealis. */
let other: TestDevice;
let otherMaster: Persona;
let otherIncident: string;

beforeEach(async () => {
  server = await TestServer.start();
  [device, other] = [await server.enrolled('AUR'), await server.enrolled('BOR')];
  [master, otherMaster] = [await signUp(device), await signUp(other)];
  otherIncident = reportIncident(other, otherMaster);
  await other.exchange();
});
afterEach(() => server.stop());

/** Everything that the server knows of people's work. What it notes of requests themselves is left out. */
function dump() {
  return server.inStorage(async (tx) => {
    const devices = (await tx.devices()).map(
      ({ requestCounter: _counter, seenAtMs: _seen, ...rest }) => rest,
    );
    const page = { siteIds: 'all', after: 0, upTo: Number.MAX_SAFE_INTEGER, rowsMax: 10_000 } as const;
    const records = [];
    for (const lane of LANES) records.push(...(await tx.recordsAfter({ ...page, lane })));
    const entries = [];
    for (const { id } of devices) {
      entries.push(
        await tx.entriesBetween(id, { fromSeq: 1, toSeq: Number.MAX_SAFE_INTEGER, rowsMax: 10_000 }),
      );
    }
    return { organisation: await tx.organisation(), devices, records, entries };
  });
}

async function records(): Promise<unknown> {
  return (await dump()).records;
}

/** Refused, and nothing whatever has changed. */
async function expectNothing(attack: () => Promise<Answer>, refusal: { status: number; code: string }) {
  const before = await dump();
  expect(refusalOf(await attack())).toMatchObject(refusal);
  expect(await dump()).toEqual(before);
}

describe('a chain', () => {
  test('whose head is made up is refused', async () => {
    reportIncident(device, master);
    const head = { seq: 2, hash: hex(randomBytes(32)) };
    await expectNothing(() => device.tryExchange(device.exchangeRequest({ head })), {
      status: 409,
      code: 'chain-forked',
    });
  });

  test('in which an entry that was judged has another text now is refused', async () => {
    const first = must(device.journal[0], 'the first entry');
    device.journal[0] = { ...first, label: { key: 'never.happened' } };
    const entries = [...device.journal];
    await expectNothing(() => device.tryExchange(device.exchangeRequest({ entries })), {
      status: 409,
      code: 'chain-forked',
    });
  });

  test('that leaves out entries is refused', async () => {
    reportIncident(device, master);
    reportIncident(device, master);
    const entries = device.journal.slice(2);
    const before = await records();
    expect(refusalOf(await device.tryExchange(device.exchangeRequest({ entries })))).toMatchObject({
      status: 409,
      code: 'chain-broken',
    });
    // The server can't tell it from having lost entries itself, and begins an epoch; at most one a day.
    expect(await records()).toEqual(before);
  });

  test('whose entries come in another order is refused', async () => {
    reportIncident(device, master);
    reportIncident(device, master);
    const entries = device.journal.slice(1).toReversed();
    await expectNothing(() => device.tryExchange(device.exchangeRequest({ entries })), {
      status: 400,
      code: 'invalid-input',
    });
  });

  test('of another console can not be continued', async () => {
    reportIncident(other, otherMaster);
    const { entries, head, lastSeq } = other.exchangeRequest({ entries: [...other.journal] });
    await expectNothing(() => device.tryExchange(device.exchangeRequest({ entries, head, lastSeq })), {
      status: 409,
      code: 'chain-forked',
    });
  });

  test('sent a second time changes nothing, signed anew or not', async () => {
    reportIncident(device, master);
    const request = device.exchangeRequest();
    await device.exchange(request);
    const before = await dump();
    expect((await device.tryExchange(request)).status).toBe(200);
    expect(await dump()).toEqual(before);
  });
});

describe('work that is not theirs', () => {
  test.each(['amend', 'comment', 'resolve'])("another ship's record stays as it is: %s", async (verb) => {
    const before = await records();
    const record = { id: otherIncident, siteId: otherMaster.siteId, base: 0 };
    const claimed = { ...record, siteId: master.siteId };
    const command = `incidents.${verb}`;
    const verdicts = [
      await device.run(patchIncident(master, record, { place: 'Bridge' }, command)),
      await device.run(patchIncident(master, claimed, { place: 'Bridge' }, command)),
    ];
    expect(verdicts.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await records()).toEqual(before);
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
      const before = await records();
      const answer = await device.tryExchange(wire);
      // Only who knows the id can name it under the chain; then it is refused for what it is.
      if (answer.status === 200) expect(await placeOfTheirs()).not.toBe('Bridge');
      else {
        expect([400, 409]).toContain(answer.status);
        expect(await records()).toEqual(before);
      }
    }
  });

  async function placeOfTheirs(): Promise<unknown> {
    const key = { collection: 'incidents', id: otherIncident } as const;
    return (await server.inStorage((tx) => tx.records([key])))[0]?.fields['place'];
  }

  test('nobody acts as a person of another site, or as nobody', async () => {
    const before = await records();
    const id = reportIncident(device, { ...otherMaster, siteId: master.siteId });
    const verdicts = [(await device.exchange()).verdicts[0]];
    reportIncident(device, {
      id: '0192f0c1-7e2a-7c3d-9a4b-ffffffffffff',
      name: 'Nobody',
      siteId: master.siteId,
    });
    verdicts.push((await device.exchange()).verdicts[0]);
    expect(verdicts).toMatchObject([{ code: 'forbidden' }, { code: 'forbidden' }]);
    expect(await records()).toEqual(before);
    expect(JSON.stringify(before)).not.toContain(id);
  });
});

describe('rights', () => {
  async function refusedWith(draft: Parameters<TestDevice['run']>[0]): Promise<string> {
    const before = await records();
    const verdict = await device.run(draft);
    expect(await records()).toEqual(before);
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
  await expectNothing(() => device.tryExchange(), revoked);
  await expectNothing(() => device.signedRequest('POST', '/v1/journal', body, CBOR), revoked);
  await expectNothing(() => device.signedRequest('POST', CONFLICTS_PATH, body, CBOR), revoked);
  await expectNothing(
    () => device.signedRequest('PUT', part, new Uint8Array(), { 'content-type': PART_TYPE }),
    revoked,
  );
  await expectNothing(() => other.signedRequest('POST', '/v1/files', fileOf(body), OCTETS), revoked);
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

/** What every decoder gets: bytes, and messages of which some bytes are others. */
describe('anything at all', () => {
  const OUTCOMES = [200, 400, 401, 403, 404, 409, 413, 415, 422, 426];

  function damaged(valid: Uint8Array): fc.Arbitrary<Uint8Array> {
    const edits = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    const mutated = fc.tuple(edits, fc.nat(valid.length)).map(([changes, cut]) => {
      const bytes = Uint8Array.from(valid);
      for (const [at, change] of changes) bytes[at] = (bytes[at] ?? 0) ^ change;
      return cut % 5 === 0 ? bytes.subarray(0, cut) : bytes;
    });
    return fc.oneof(fc.uint8Array({ maxLength: 300 }), mutated);
  }

  /** Whatever was not taken for good (200) has changed nothing. */
  async function bombard(valid: Uint8Array, shoot: (bytes: Uint8Array) => Promise<Answer>): Promise<void> {
    let before = await dump();
    await fc.assert(
      fc.asyncProperty(damaged(valid), async (bytes) => {
        const answer = await shoot(bytes);
        expect(OUTCOMES).toContain(answer.status);
        if (answer.status === 200) before = await dump();
        else {
          // How much of a part is there stands in a header.
          if (answer.body.length > 0) expect(refusalOf(answer).code).not.toBe('server-failed');
          expect(await dump()).toEqual(before);
        }
      }),
      { seed: SEED, numRuns: RUNS },
    );
  }

  const signed = (path: string) => (body: Uint8Array) => device.signedRequest('POST', path, body, CBOR);

  test('in place of an exchange', async () => {
    reportIncident(device, master);
    await bombard(encodeFrame(device.exchangeRequest(), compression), signed('/v1/sync'));
  });

  test('in place of a question for the own journal', async () => {
    const question = {
      protocol: PROTOCOL_VERSION,
      deviceId: device.id,
      incarnation: '',
      from: 1,
      budgetBytes: 1_000,
    };
    await bombard(encodeFrame(question, compression), signed('/v1/journal'));
  });

  test('in place of a question for conflicts', async () => {
    const question = { protocol: PROTOCOL_VERSION, deviceId: device.id, epoch: '', afterVersion: 0 };
    await bombard(encodeFrame(question, compression), signed(CONFLICTS_PATH));
  });

  test('in place of an enrolment', async () => {
    const request = server.newDevice().enrolRequest(await server.siteCode('AUR'));
    await bombard(encodeFrame(request, compression), (body) =>
      send(server.url, { method: 'POST', path: '/v1/enrol', headers: CBOR, body }),
    );
  });

  test('in place of a file', async () => {
    reportIncident(device, master);
    const valid = fileOf(encodeFrame(device.exchangeRequest(), compression));
    await bombard(valid, (body) => other.signedRequest('POST', '/v1/files', body, OCTETS));
  });

  test('in place of a part', async () => {
    reportIncident(device, master);
    await bombard(encodeFrame(device.exchangeRequest(), compression), (body) => {
      const path = `${PARTS_PATH}${hex(sha256(body))}?offset=0&size=${Math.max(1, body.length)}&for=/v1/sync`;
      // The signature of a part covers its address alone.
      const counter = (device.counter += 1);
      const headers = {
        'content-type': PART_TYPE,
        ...device.signatureHeaders('PUT', path, new Uint8Array(), counter),
      };
      return send(server.url, { method: 'PUT', path, headers, body });
    });
  });

  test('over a live connection', async () => {
    reportIncident(device, master);
    const body = encodeFrame(device.exchangeRequest(), compression);
    const before = await dump();
    // A message of which nothing that is signed was damaged comes too late.
    device.counter = LATE_COUNTER;
    await fc.assert(
      fc.asyncProperty(damaged(liveMessage(body)), async (bytes) => {
        const socket = await openLive();
        const ended = new Promise<number>((resolve) => {
          socket.on('message', (data: Buffer) => resolve(statusIn(data)));
          socket.on('close', () => resolve(0));
        });
        socket.send(bytes);
        expect([0, ...OUTCOMES.filter((status) => status !== 200)]).toContain(await ended);
        socket.terminate();
      }),
      { seed: SEED, numRuns: 40 },
    );
    expect(await dump()).toEqual(before);
  });

  function liveMessage(body: Uint8Array): Uint8Array {
    const path = '/v1/sync';
    const counter = LATE_COUNTER;
    const headers = device.signatureHeaders(LIVE_METHOD, path, body, counter);
    const signature = Buffer.from(String(headers.authorization), 'base64url').subarray(-64);
    return writeLiveRequest({ id: 1, path, body, counter, signature });
  }

  function openLive(): Promise<WebSocket> {
    const path = `${LIVE_PATH}?idle=60`;
    const counter = (device.counter += 1);
    const headers = device.signatureHeaders('GET', path, new Uint8Array(), counter);
    const socket = new WebSocket(server.url.replace(/^http/, 'ws') + path, {
      headers: { authorization: String(headers.authorization) },
    });
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(socket));
      socket.once('error', reject);
    });
  }
});

const OCTETS = { 'content-type': 'application/octet-stream' };

function fileOf(body: Uint8Array): Uint8Array {
  const { epoch, view, cursors, since, began, echo } = device;
  const asked = { epoch, view, cursors, since, began, echo, lanes: [...LANES] };
  const header = { deviceId: device.id, madeAtMs: server.clock.now(), asked };
  return writeExchangeFile({ kind: 'request', header, body }, sha256, (text) =>
    Buffer.from(device.sign(text), 'hex'),
  );
}

function statusIn(data: Uint8Array): number {
  const message = readFromServer(Uint8Array.from(data));
  return message?.kind === 'answer' ? message.answer.status : 0;
}
