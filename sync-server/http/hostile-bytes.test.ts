import fc from 'fast-check';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeFrame } from '#shared/sync/codec.ts';
import { CONFLICTS_PATH } from '#shared/sync/conflicts.ts';
import { LIVE_METHOD, LIVE_PATH, readFromServer, writeLiveRequest } from '#shared/sync/live.ts';
import { PART_TYPE, PARTS_PATH } from '#shared/sync/parts.ts';
import { compression } from '../compression.ts';
import { hex, sha256 } from '../crypto.ts';
import { HostileStage, OCTETS } from '../testing/hostile-stage.ts';
import { type Answer, CBOR, refusalOf, send, type TestDevice } from '../testing/test-device.ts';
import type { TestServer } from '../testing/test-server.ts';
import { type Persona, reportIncident } from '../testing/work.ts';

const SEED = 20_260_301;
const RUNS = 120;
const LATE_COUNTER = 1_000_000;

let stage: HostileStage;
let server: TestServer;
let device: TestDevice;
let master: Persona;
let other: TestDevice;
beforeEach(async () => {
  stage = await HostileStage.start();
  ({ server, device, master, other } = stage);
});
afterEach(() => stage.stop());

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
    let before = await stage.dump();
    await fc.assert(
      fc.asyncProperty(damaged(valid), async (bytes) => {
        const answer = await shoot(bytes);
        expect(OUTCOMES).toContain(answer.status);
        if (answer.status === 200) before = await stage.dump();
        else {
          // How much of a part is there stands in a header.
          if (answer.body.length > 0) expect(refusalOf(answer).code).not.toBe('server-failed');
          expect(await stage.dump()).toEqual(before);
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
    const question = device.frame({ incarnation: '', from: 1, budgetBytes: 1_000 });
    await bombard(question, signed('/v1/journal'));
  });

  test('in place of a question for conflicts', async () => {
    await bombard(device.frame({ epoch: '', afterVersion: 0 }), signed(CONFLICTS_PATH));
  });

  test('in place of an enrolment', async () => {
    const request = server.newDevice().enrolRequest(await server.siteCode('AUR'));
    await bombard(encodeFrame(request, compression), (body) =>
      send(server.url, { method: 'POST', path: '/v1/enrol', headers: CBOR, body }),
    );
  });

  test('in place of a file', async () => {
    reportIncident(device, master);
    const valid = stage.fileOf(encodeFrame(device.exchangeRequest(), compression));
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
    const before = await stage.dump();
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
    expect(await stage.dump()).toEqual(before);
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

function statusIn(data: Uint8Array): number {
  const message = readFromServer(Uint8Array.from(data));
  return message?.kind === 'answer' ? message.answer.status : 0;
}
