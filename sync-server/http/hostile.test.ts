import type http from 'node:http';
import zlib from 'node:zlib';
import { encode } from 'cbor-x';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeFrame } from '#shared/sync/codec.ts';
import { dictionaryBytes } from '#shared/sync/compact/dictionaries.ts';
import { FRAME_BYTES_MAX, INFLATED_BYTES_MAX, PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { Refusal } from '#shared/sync/wire.ts';
import { compression } from '../compression.ts';
import { type Answer, CBOR, refusalOf, send, type TestDevice } from '../testing/test-device.ts';
import { TestServer } from '../testing/test-server.ts';
import { reportIncident, signUp } from '../testing/work.ts';

let server: TestServer;
let device: TestDevice;

beforeEach(async () => {
  server = await TestServer.start();
  device = await server.enrolled('AUR');
});
afterEach(() => server.stop());

/** Members of a request of which every other value is wrong; another value of the rest may make sense. */
const JUDGED = ['protocol', 'deviceId', 'entries', 'head'];

function signedSync(body: Uint8Array, headers: http.OutgoingHttpHeaders = {}): Promise<Answer> {
  return device.signedRequest('POST', '/v1/sync', body, { ...CBOR, ...headers });
}

describe('signatures', () => {
  test('a request with a byte changed on the way is refused and changes nothing', async () => {
    const body = Buffer.from(encodeFrame(device.exchangeRequest(), compression));
    const headers = { ...CBOR, ...device.signatureHeaders('POST', '/v1/sync', body, 1) };
    body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
    const answer = await send(server.url, { method: 'POST', path: '/v1/sync', headers, body });
    expect(refusalOf(answer)).toEqual({ status: 401, code: 'signature-wrong' });
    expect(await server.inStorage((tx) => tx.device(device.id))).toMatchObject({ requestCounter: 0 });
  });

  test.each([
    ['no signature', ''],
    ['a signature of another kind', 'Bearer abc'],
    ['what is not base64url', `Fairlead ${'/'.repeat(116)}`],
    ['too few bytes', 'Fairlead AAAA'],
    ['a counter of nothing', `Fairlead ${Buffer.alloc(87).toString('base64url')}`],
  ])('%s is refused', async (_what, authorization) => {
    const refused = refusalOf(await signedSync(Buffer.from([0xa0]), { authorization }));
    expect([401, refused.code]).toEqual([
      refused.status,
      authorization.length > 100 && !authorization.includes('/') ? 'device-unknown' : 'signature-wrong',
    ]);
  });

  test('a device that was never enrolled is unknown', async () => {
    expect(refusalOf(await server.newDevice().tryExchange())).toEqual({
      status: 401,
      code: 'device-unknown',
    });
  });

  test('a request recorded on the way and sent again is refused', async () => {
    const body = Buffer.from(encodeFrame(device.exchangeRequest(), compression));
    const headers = { ...CBOR, ...device.signatureHeaders('POST', '/v1/sync', body, 5) };
    const request = { method: 'POST', path: '/v1/sync', headers, body };
    expect((await send(server.url, request)).status).toBe(200);
    expect(refusalOf(await send(server.url, request))).toEqual({ status: 409, code: 'replayed' });
  });

  test('a device can not speak for another', async () => {
    const other = await server.enrolled('BOR');
    expect(refusalOf(await device.tryExchange(other.exchangeRequest()))).toEqual({
      status: 401,
      code: 'signature-wrong',
    });
  });
});

describe('frames', () => {
  test('an oversized frame is refused before it is read', async () => {
    const answer = await signedSync(new Uint8Array(FRAME_BYTES_MAX + 1));
    expect(refusalOf(answer)).toEqual({ status: 413, code: 'frame-too-large' });
  });

  test('a deflate bomb stops at the limit', async () => {
    const dictionary = dictionaryBytes(1);
    const deflated = zlib.deflateRawSync(Buffer.alloc(INFLATED_BYTES_MAX + 1), { dictionary });
    const bomb = Buffer.concat([Buffer.of(1, 1), deflated]);
    expect(bomb.length).toBeLessThan(FRAME_BYTES_MAX);
    expect(refusalOf(await signedSync(bomb))).toEqual({
      status: 413,
      code: 'frame-too-large',
    });
  });

  test.each([
    ['what says that it is deflated', Buffer.from('hello'), { 'content-encoding': 'deflate' }],
    ['an encoding the server does not know', Buffer.from([0xa0]), { 'content-encoding': 'br' }],
    ['no body', new Uint8Array(), {}],
    ['a value that holds itself', Buffer.from('d81c81d81d00', 'hex'), {}],
    ['arrays a million deep', Buffer.alloc(1_000_000, 0x81), {}],
    ['more entries than an exchange may have', Buffer.from(encode({ entries: Array(5_000).fill({}) })), {}],
    ['a list', Buffer.from(encode([1, 2, 3])), {}],
  ])('%s is refused as invalid', async (_what, body, headers) => {
    expect(refusalOf(await signedSync(body, headers))).toEqual({ status: 400, code: 'invalid-input' });
  });

  test('a console of another protocol version is told which side to update', async () => {
    const ask = async (protocol: number) => {
      const answer = await device.tryExchange({ ...device.exchangeRequest(), protocol, news: true });
      const { error } = Refusal.parse(JSON.parse(answer.body.toString('utf8')));
      return [answer.status, error.code, error.remedy];
    };
    expect([await ask(PROTOCOL_VERSION - 1), await ask(PROTOCOL_VERSION + 1)]).toEqual([
      [426, 'protocol-too-old', expect.stringMatching(/^Update the console/)],
      [426, 'protocol-too-old', expect.stringMatching(/update the server/)],
    ]);
  });

  test('any bytes get a clear refusal, never a failure of the server', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom([], [0, 1], [1, 1], [128, 1]),
        async (bytes, head) => {
          const answer = await signedSync(Buffer.concat([Buffer.from(head), bytes]));
          expect(refusalOf(answer)).toEqual({ status: 400, code: 'invalid-input' });
        },
      ),
      { seed: 20_260_301, numRuns: 300 },
    );
  });

  test('any well-formed value in place of an exchange gets a clear refusal', async () => {
    const valid: object = device.exchangeRequest();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(valid)),
        fc.jsonValue({ maxDepth: 4 }),
        async (key, value) => {
          fc.pre(JSON.stringify(value) !== JSON.stringify(Reflect.get(valid, key)));
          const answer = await device.tryExchange({ ...valid, [key]: value });
          if (answer.status === 200 && !JUDGED.includes(key)) return;
          expect([400, 401, 409, 426]).toContain(refusalOf(answer).status);
        },
      ),
      { seed: 20_260_301, numRuns: 200 },
    );
  });

  test('any damage to an entry gets a refusal or a verdict', async () => {
    const master = await signUp(device);
    reportIncident(device, master);
    const entry = device.journal[1];
    const paths = ['seq', 'hlc', 'actor', 'command', 'label', 'lane', 'changes'];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 3 }), async (key, value) => {
        const entries = [{ ...entry, [key]: value }];
        const answer = await device.tryExchange({ ...device.exchangeRequest(), entries });
        expect([400, 409]).toContain(answer.status);
        expect(refusalOf(answer).code).not.toBe('server-failed');
      }),
      { seed: 20_260_301, numRuns: 200 },
    );
    expect((await device.exchange()).verdicts).toMatchObject([{ status: 'applied' }]);
  });
});

describe('addresses', () => {
  test('what is not there, and what is not spoken here, is refused in the same form', async () => {
    const ask = (method: string, path: string, headers = {}) =>
      send(server.url, { method, path, headers, body: new Uint8Array() });
    expect([
      refusalOf(await ask('GET', '/v2/sync')),
      refusalOf(await ask('GET', '/%')),
      refusalOf(await ask('POST', '/v1/sync', { 'content-type': 'text/html', 'content-length': 0 })),
    ]).toEqual([
      { status: 404, code: 'not-found' },
      { status: 400, code: 'invalid-input' },
      { status: 400, code: 'invalid-input' },
    ]);
  });

  test('health and readiness are told apart', async () => {
    const ask = async (path: string) => {
      const answer = await send(server.url, { method: 'GET', path, headers: {}, body: new Uint8Array() });
      return [answer.status, JSON.parse(answer.body.toString('utf8'))];
    };
    expect([await ask('/healthz'), await ask('/readyz')]).toEqual([
      [200, { status: 'ok' }],
      [200, { status: 'ready' }],
    ]);
  });
});

test('a failure of the server itself tells nothing of its inside', async () => {
  await server.storage.close();
  const answer = await device.tryExchange();
  expect(refusalOf(answer)).toEqual({ status: 500, code: 'server-failed' });
  expect(answer.body.toString('utf8')).not.toMatch(/database|sqlite|open/i);
});
