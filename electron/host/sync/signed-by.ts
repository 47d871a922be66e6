import { createPublicKey, verify } from 'node:crypto';
import type { ReadFile } from '#shared/sync/exchange-file.ts';

/** What stands before the raw key in an SPKI structure (RFC 8410). */
const ED25519_SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Whether the server whose key this is has signed a text. */
export function isSignedBy(
  publicKeyHex: string,
  { signedText, signatureHex }: Pick<ReadFile, 'signedText' | 'signatureHex'>,
): boolean {
  const der = Buffer.concat([ED25519_SPKI_PREFIX, Buffer.from(publicKeyHex, 'hex')]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, Buffer.from(signedText, 'utf8'), key, Buffer.from(signatureHex, 'hex'));
}
