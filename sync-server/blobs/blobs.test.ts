import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Answer, changeOf, refusalOf, type TestDevice } from '../testing/test-device.ts';
import { TestServer } from '../testing/test-server.ts';
import { actorStamp, incidentFields, type Persona, signUp, testId } from '../testing/work.ts';

let server: TestServer;
let vessel: TestDevice;
let office: TestDevice;
let master: Persona;

const PHOTO = Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 251));
const SHA = createHash('sha256').update(PHOTO).digest('hex');

beforeEach(async () => {
  server = await TestServer.start();
  vessel = await server.enrolled('AUR');
  office = await server.enrolled('OFF');
  master = await signUp(vessel);
  await reportWithPhoto(SHA);
});
afterEach(() => server.stop());

async function reportWithPhoto(sha256: string): Promise<void> {
  const incident = testId();
  const fields = {
    ownerCollection: 'incidents',
    ownerId: incident,
    sha256,
    sizeBytes: PHOTO.length,
    mediaType: 'image/jpeg',
    previewSha256: null,
    previewSizeBytes: null,
    fileName: 'galley.jpg',
    addedAt: '2026-03-01T08:00:00.000Z',
    addedBy: master.id,
    addedByName: master.name,
  };
  const verdict = await vessel.run({
    command: 'incidents.report',
    actor: actorStamp(master),
    changes: [
      changeOf('incident', 'insert', incident, master.siteId, incidentFields(master)),
      changeOf('attachment', 'insert', testId(), master.siteId, fields),
    ],
  });
  expect(verdict).toMatchObject({ status: 'applied' });
}

function put(
  device: TestDevice,
  offset: number,
  bytes: Uint8Array,
  sha = SHA,
  size = PHOTO.length,
): Promise<Answer> {
  const path = `/v1/blobs/${sha}?offset=${offset}&size=${size}`;
  return device.signedRequest('PUT', path, bytes, { 'content-type': 'application/octet-stream' });
}

function haveOf({ status, headers }: Answer) {
  return { status, have: headers['x-fairlead-have'], complete: headers['x-fairlead-complete'] };
}

test('a photo follows in chunks, goes on where the link broke, and is served once whole', async () => {
  const head = () => vessel.signedRequest('HEAD', `/v1/blobs/${SHA}`);
  expect((await head()).status).toBe(404);
  expect(haveOf(await put(vessel, 0, PHOTO.subarray(0, 400)))).toEqual({ status: 200, have: '400' });
  expect(refusalOf(await office.signedRequest('GET', `/v1/blobs/${SHA}`))).toMatchObject({
    code: 'not-found',
  });
  expect(haveOf(await put(vessel, 0, PHOTO.subarray(0, 500)))).toEqual({ status: 409, have: '400' });
  expect(haveOf(await head())).toEqual({ status: 200, have: '400' });
  expect(haveOf(await put(vessel, 400, PHOTO.subarray(400)))).toEqual({
    status: 200,
    have: '1000',
    complete: '1',
  });

  const first = await office.signedRequest('GET', `/v1/blobs/${SHA}?offset=0&length=600`);
  const rest = await office.signedRequest('GET', `/v1/blobs/${SHA}?offset=600&length=600`);
  expect(Buffer.concat([first.body, rest.body]).equals(PHOTO)).toBe(true);
  expect(first.headers).toMatchObject({
    'x-fairlead-size': '1000',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  });
});

test('a blob that is complete already is not sent again', async () => {
  await put(vessel, 0, PHOTO);
  expect(haveOf(await put(office, 0, PHOTO))).toEqual({ status: 200, have: '1000', complete: '1' });
});

test('bytes that are not what their name says are thrown away, and can be sent again', async () => {
  const damaged = Buffer.from(PHOTO);
  damaged[3] = 0xff;
  expect(refusalOf(await put(vessel, 0, damaged))).toEqual({ status: 422, code: 'attachment-damaged' });
  expect((await vessel.signedRequest('HEAD', `/v1/blobs/${SHA}`)).status).toBe(404);
  expect(haveOf(await put(vessel, 0, PHOTO))).toMatchObject({ status: 200, complete: '1' });
});

test('two uploads of the same content at once do not mix', async () => {
  const chunk = PHOTO.subarray(0, 500);
  const answers = await Promise.all([put(vessel, 0, chunk), put(office, 0, chunk)]);
  const alike = { status: 200, have: '500' };
  expect(answers.map(haveOf)).toEqual([alike, alike]);
  expect(haveOf(await put(vessel, 500, PHOTO.subarray(500)))).toMatchObject({ complete: '1' });
});

test('a device that sees no record naming a blob can neither read, ask nor send it', async () => {
  await put(vessel, 0, PHOTO);
  const other = await server.enrolled('BOR');
  const unknown = { status: 404, code: 'not-found' };
  expect(refusalOf(await other.signedRequest('GET', `/v1/blobs/${SHA}`))).toEqual(unknown);
  expect((await other.signedRequest('HEAD', `/v1/blobs/${SHA}`)).status).toBe(404);
  expect(refusalOf(await put(other, 0, PHOTO))).toEqual(unknown);
  expect(refusalOf(await put(vessel, 0, PHOTO, 'f'.repeat(64)))).toEqual(unknown);
});

test.each([
  ['another size than the record says', 0, PHOTO.length + 1, 422],
  ['a chunk beyond the end', 900, PHOTO.length, 422],
  ['an offset below nothing', -1, PHOTO.length, 400],
])('%s is refused', async (_what, offset, size, status) => {
  expect((await put(vessel, offset, PHOTO.subarray(0, 200), SHA, size)).status).toBe(status);
});

test('a path that is no hash is refused', async () => {
  const answer = await vessel.signedRequest('GET', '/v1/blobs/..%2Fserver.sqlite');
  expect(refusalOf(answer)).toMatchObject({ status: 400, code: 'invalid-input' });
});
