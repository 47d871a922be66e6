import { createHash, createPublicKey, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import { signedText } from '#shared/sync/wire.ts';
import { openStore } from '../store/store.ts';
import { deviceKey } from './device-key.ts';

const CLOCK = { now: () => 0, monotonicMs: () => 0 };
/** What stands before the raw key in an SPKI structure (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

function open() {
  return openStore({ file: ':memory:' }, CLOCK);
}

it('makes one key for a store, for good', () => {
  const store = open();
  const first = deviceKey(store).publicKeyHex;

  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(deviceKey(store).publicKeyHex).toBe(first);
  expect(deviceKey(open()).publicKeyHex).not.toBe(first);
});

it('signs each request once, with a counter that grows over restarts', () => {
  const store = open();
  const body = Buffer.from('body');
  const request = { method: 'POST', path: '/v1/sync', body };
  const all = [deviceKey(store).stamp(request), deviceKey(store).stamp(request)];

  expect(all.map(({ counter }) => counter)).toEqual([1, 2]);
  const key = deviceKey(store);
  const publicKey = createPublicKey({
    key: Buffer.concat([SPKI_PREFIX, Buffer.from(key.publicKeyHex, 'hex')]),
    format: 'der',
    type: 'spki',
  });
  const text = signedText({
    deviceId: key.deviceId,
    counter: 2,
    method: 'POST',
    path: '/v1/sync',
    bodySha256Hex: createHash('sha256').update(body).digest('hex'),
  });
  const signature = all[1]?.signature ?? new Uint8Array();
  expect(verify(null, Buffer.from(text), publicKey, signature)).toBe(true);
});
