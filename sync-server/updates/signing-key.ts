import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import fs from 'node:fs';
import { signedReleaseText } from '#shared/kernel/release-feed.ts';
import { messageOf } from '#shared/kernel/errors.ts';
import { hex } from '../crypto.ts';
import { updateError } from './errors.ts';

/** Makes a publisher's key in a new file, and returns the half that goes into the program (FAIRLEAD_UPDATE_KEYS). */
export function makeSigningKey(file: string): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  try {
    fs.writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw updateError('key-not-written', { file, fault: messageOf(error) });
  }
  return publicHalfOf(privateKey);
}

export function readSigningKey(file: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(fs.readFileSync(file));
  } catch (error) {
    throw updateError('no-key', { file, fault: messageOf(error) });
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw updateError('key-of-another-kind', { file });
}

/** Raw 32 bytes as hex: the last of its SPKI form (RFC 8410). */
export function publicHalfOf(key: KeyObject): string {
  return hex(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32));
}

export function signRelease(key: KeyObject, release: { sha512: string; version: string }): string {
  return hex(sign(null, Buffer.from(signedReleaseText(release), 'utf8'), key));
}
