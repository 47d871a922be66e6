import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { quickSignatures } from './quick-signatures.ts';

it('fits its own text and key only, however the public key came', () => {
  const { sign, verify, createPublicKey } = quickSignatures();
  const [own, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
  const text = Buffer.from('a request');
  const der = own.publicKey.export({ format: 'der', type: 'spki' });
  const read = createPublicKey({ key: der, format: 'der', type: 'spki' });
  const signature = sign(null, text, own.privateKey);

  expect({
    bytes: signature.length,
    isOwn: verify(null, text, read, signature),
    isOtherText: verify(null, Buffer.from('another'), read, signature),
    isOtherKey: verify(null, text, other.publicKey, signature),
  }).toEqual({ bytes: 64, isOwn: true, isOtherText: false, isOtherKey: false });
});
