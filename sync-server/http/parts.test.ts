import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeFrame } from '#shared/sync/codec.ts';
import { ANSWER_HEADER, HAVE_HEADER, PART_TYPE, PARTS_PATH, readKeptAnswer } from '#shared/sync/parts.ts';
import { ExchangeResponse } from '#shared/sync/wire.ts';
import { compression } from '../compression.ts';
import { decodeAnswer, refusalOf, send, type TestDevice } from '../testing/test-device.ts';
import { TestServer } from '../testing/test-server.ts';
import { signUp } from '../testing/work.ts';

let server: TestServer;
let device: TestDevice;

beforeEach(async () => {
  server = await TestServer.start();
  device = await server.enrolled('AUR');
});
afterEach(() => server.stop());

function message(): { body: Uint8Array; sha: string } {
  const body = encodeFrame(device.exchangeRequest(), compression);
  return { body, sha: createHash('sha256').update(body).digest('hex') };
}

type Put = { sha: string; offset: number; bytes: Uint8Array; size: number; from?: TestDevice };

function put({ sha, offset, bytes, size, from = device }: Put) {
  const address = `${PARTS_PATH}${sha}?offset=${offset}&size=${size}&for=/v1/sync`;
  return signed(from, 'PUT', address, bytes);
}

/** The signature covers the address only. */
function signed(from: TestDevice, method: string, address: string, bytes: Uint8Array = new Uint8Array()) {
  from.counter += 1;
  const headers = {
    ...from.signatureHeaders(method, address, new Uint8Array(), from.counter),
    ...(method === 'PUT' ? { 'content-type': PART_TYPE } : {}),
  };
  return send(server.url, { method, path: address, headers, body: bytes });
}

const answerIn = (answer: Awaited<ReturnType<typeof put>>) =>
  decodeAnswer(ExchangeResponse, { ...answer, headers: {} });

describe('an exchange in parts', () => {
  test('is done once its last byte is there, and its answer can be fetched from any byte on', async () => {
    await signUp(device);
    const { body, sha } = message();
    const half = Math.floor(body.length / 2);
    const first = await put({ sha, offset: 0, bytes: body.subarray(0, half), size: body.length });
    const head = await signed(device, 'HEAD', PARTS_PATH + sha);
    const last = await put({ sha, offset: half, bytes: body.subarray(half), size: body.length });
    const kept = readKeptAnswer(String(last.headers[ANSWER_HEADER]));
    const rest = await signed(device, 'GET', `${PARTS_PATH}${sha}?offset=10&tag=${kept?.tag}`);

    expect([first.status, head.headers[HAVE_HEADER], last.status]).toEqual([409, String(half), 200]);
    expect(answerIn(last).more).toEqual([]);
    expect(kept?.sizeBytes).toBe(last.body.length);
    expect(rest.body.equals(last.body.subarray(10))).toBe(true);
  });

  test('sent again gives the answer that was kept', async () => {
    const { body, sha } = message();
    const whole = { sha, offset: 0, bytes: body, size: body.length };
    const [once, twice] = [await put(whole), await put(whole)];

    expect(twice.body.equals(once.body)).toBe(true);
  });

  test('goes on where the server is, not where the device thinks', async () => {
    const { body, sha } = message();
    const elsewhere = await put({ sha, offset: 7, bytes: body.subarray(7), size: body.length });

    expect([elsewhere.status, elsewhere.headers[HAVE_HEADER]]).toEqual([409, '0']);
  });
});

describe('a hostile device', () => {
  test('has nothing done under a hash that is not that of its bytes', async () => {
    const { body } = message();
    const answer = await put({ sha: 'f'.repeat(64), offset: 0, bytes: body, size: body.length });

    expect(refusalOf(answer)).toEqual({ status: 422, code: 'attachment-damaged' });
  });

  test('can not fetch the answer to another, nor speak for it', async () => {
    const { body, sha } = message();
    const answered = await put({ sha, offset: 0, bytes: body, size: body.length });
    const tag = readKeptAnswer(String(answered.headers[ANSWER_HEADER]))?.tag;
    const other = await server.enrolled('BOR');
    const fetched = await signed(other, 'GET', `${PARTS_PATH}${sha}?offset=0&tag=${tag}`);
    const spoken = await put({ sha, offset: 0, bytes: body, size: body.length, from: other });

    expect([refusalOf(fetched), refusalOf(spoken)]).toEqual([
      { status: 404, code: 'not-found' },
      { status: 401, code: 'signature-wrong' },
    ]);
  });

  test('gets no more kept than four parts, the newest', async () => {
    for (let nth = 0; nth < 9; nth += 1) {
      await put({ sha: String(nth).repeat(64), offset: 0, bytes: Buffer.from('piece'), size: 1_000 });
    }
    const folder = path.join(server.folder, 'blobs', 'parts', device.id);

    expect(fs.readdirSync(folder)).toHaveLength(4);
  });

  test.each([
    ['more than a frame may have', 0, 9 * 1024 * 1024, 400],
    ['more bytes than it announced', 0, 3, 422],
    ['an offset below nothing', -1, 100, 400],
  ])('is refused %s', async (_what, offset, size, status) => {
    const { body, sha } = message();
    expect((await put({ sha, offset, bytes: body, size })).status).toBe(status);
  });
});
