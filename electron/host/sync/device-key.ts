import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { must } from '#shared/kernel/assert.ts';
import type { RequestStamp } from '#shared/sync/request-stamp.ts';
import { signedText } from '#shared/sync/wire.ts';
import type { Store } from '../store/store.ts';

const encoder = new TextEncoder();

/** A console's own Ed25519 key: made here, never sent anywhere. What the server knows is its public half. */
export type DeviceKey = {
  readonly deviceId: string;
  /** Raw 32 bytes as hex. */
  readonly publicKeyHex: string;
  /** Signature over a text, hex. */
  sign(text: string): string;
  /** What proves that a request comes from this device, once. */
  stamp(request: { method: string; path: string; body: Uint8Array }): RequestStamp;
};

/** The key of this console, made on first use. */
export function deviceKey(store: Store): DeviceKey {
  const deviceId = must(store.state.deviceId, 'a store has a device id');
  const privateKey = storedKey(store.state) ?? makeKey(store);
  return {
    ...signingKey(deviceId, privateKey),
    stamp({ method, path, body }) {
      // Committed before the request leaves: a counter that was used is never used again.
      const counter = store.bookkeeping(() => store.state.nextRequestCounter());
      const bodySha256Hex = createHash('sha256').update(body).digest('hex');
      const text = signedText({ deviceId, counter, method, path, bodySha256Hex });
      return { deviceId, counter, signature: sign(null, encoder.encode(text), privateKey) };
    },
  };
}

/** The key that there is, for who may not make one: a worker beside the host. */
export function keyIn(
  state: Pick<Store['state'], 'deviceId' | 'privateKey'>,
): Omit<DeviceKey, 'stamp'> | undefined {
  const { deviceId } = state;
  const privateKey = storedKey(state);
  return deviceId === undefined || privateKey === undefined ? undefined : signingKey(deviceId, privateKey);
}

function signingKey(deviceId: string, privateKey: KeyObject): Omit<DeviceKey, 'stamp'> {
  return {
    deviceId,
    publicKeyHex: rawPublicKey(privateKey).toString('hex'),
    sign: (text) => sign(null, encoder.encode(text), privateKey).toString('hex'),
  };
}

function storedKey({ privateKey: base64 }: Pick<Store['state'], 'privateKey'>): KeyObject | undefined {
  if (base64 === undefined) return undefined;
  return createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });
}

/** Makes another key; the one there was is gone. */
export function makeKey(store: Store): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519');
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  store.bookkeeping(() => {
    store.state.privateKey = der.toString('base64');
  });
  return privateKey;
}

/** RFC 8410: the raw key is the last 32 bytes of its SPKI form. */
function rawPublicKey(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
}
