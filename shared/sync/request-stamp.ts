import { ID_BYTES, isIdText } from './compact/column-forms.ts';
import { syncError } from './errors.ts';
import { bytesOfHex, hexOfBytes, idOfHex } from './hex.ts';

/** What proves that a request comes from a device, and came once. */
export type RequestStamp = {
  readonly deviceId: string;
  readonly counter: number;
  /** Ed25519 over `signedText`, 64 bytes. */
  readonly signature: Uint8Array;
};

/** Largest number that six bytes hold; at a request a millisecond it lasts for 8,900 years. */
const COUNTER_BYTES = 6;
const COUNTER_MAX = 2 ** (8 * COUNTER_BYTES) - 1;
const SIGNATURE_BYTES = 64;
const DEVICE_ID_CHARACTERS_MAX = 36;
const PLAIN_ID = /^[0-9a-zA-Z-]+$/;
const SCHEME = 'Fairlead ';

/**
 * One header, `authorization: Fairlead <base64url>`: a byte that says how long the device's id is (0: a UUID in
 * sixteen bytes), the id, six bytes of counter, 64 of signature. 116 characters for a UUID, where three headers
 * took 290.
 */
export function writeAuthorization(stamp: RequestStamp): string {
  return SCHEME + toBase64Url(writeStamp(stamp));
}

/** Throws `signature-wrong` for whatever `writeAuthorization` did not write. */
export function readAuthorization(header: string | undefined): RequestStamp {
  if (header === undefined || !header.startsWith(SCHEME)) throw syncError('unsigned');
  const bytes = fromBase64Url(header.slice(SCHEME.length));
  const first = bytes?.[0];
  if (bytes === undefined || first === undefined) throw syncError('unsigned');
  const idBytes = bytes.subarray(1, 1 + (first === 0 ? ID_BYTES : first));
  const proof = bytes.subarray(1 + (first === 0 ? ID_BYTES : first));
  if (first > DEVICE_ID_CHARACTERS_MAX || proof.length !== PROOF_BYTES) throw syncError('unsigned');
  const deviceId = first === 0 ? idOfHex(hexOfBytes(idBytes)) : new TextDecoder().decode(idBytes);
  if (!PLAIN_ID.test(deviceId)) throw syncError('unsigned');
  return { deviceId, ...readProof(proof) };
}

/** Counter and signature, where the device is known already. */
export const PROOF_BYTES = COUNTER_BYTES + SIGNATURE_BYTES;

export function writeProof({ counter, signature }: Pick<RequestStamp, 'counter' | 'signature'>): Uint8Array {
  const bytes = new Uint8Array(PROOF_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(counter / 2 ** 32));
  view.setUint32(2, counter % 2 ** 32);
  bytes.set(signature, COUNTER_BYTES);
  return bytes;
}

/** `bytes` are `PROOF_BYTES` long. */
export function readProof(bytes: Uint8Array): Pick<RequestStamp, 'counter' | 'signature'> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    counter: view.getUint16(0) * 2 ** 32 + view.getUint32(2),
    signature: bytes.slice(COUNTER_BYTES, PROOF_BYTES),
  };
}

function writeStamp(stamp: RequestStamp): Uint8Array {
  const { deviceId, counter } = stamp;
  if (counter > COUNTER_MAX) throw new Error(`Request counter ${counter}`);
  const isUuid = isIdText(deviceId);
  const id = isUuid ? bytesOfHex(deviceId.replaceAll('-', '')) : new TextEncoder().encode(deviceId);
  const bytes = new Uint8Array(1 + id.length + PROOF_BYTES);
  bytes[0] = isUuid ? 0 : id.length;
  bytes.set(id, 1);
  bytes.set(writeProof(stamp), 1 + id.length);
  return bytes;
}

function toBase64Url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array | undefined {
  if (!/^[\w-]{1,200}$/.test(text) || text.length % 4 === 1) return undefined;
  const characters = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}
