import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { must } from '#shared/kernel/assert.ts';
import type { OrganisationTx } from './storage/storage.ts';

const NAME = 'signing-key';

/** The organisation's own Ed25519 key: devices learn its public half when they enrol. */
export type ServerKey = {
  /** Raw 32 bytes as hex. */
  readonly publicKeyHex: string;
  sign(text: string): Uint8Array;
};

/** Made on first use, by whichever replica comes first. */
export async function serverKey(tx: Pick<OrganisationTx, 'secret' | 'keepSecret'>): Promise<ServerKey> {
  const known = await tx.secret(NAME);
  if (known === undefined) {
    const { privateKey } = generateKeyPairSync('ed25519');
    await tx.keepSecret(NAME, privateKey.export({ format: 'der', type: 'pkcs8' }));
  }
  const der = known ?? must(await tx.secret(NAME), 'the key that was just kept');
  const key = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  // RFC 8410: the raw key is the last 32 bytes of its SPKI form.
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    publicKeyHex: publicKey.toString('hex'),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), key),
  };
}
