import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { PassphraseHash } from '#shared/domains/people/schema.ts';

/** scrypt at 32 MiB and about 100 ms on a small machine (OWASP's 2024 minimum: N = 2^17 r 8, or 2^15 with p 3). */
const PARAMETERS = { cost: 32_768, blockSize: 8, parallelization: 3 } as const;
const KEY_BYTES = 32;
const MEMORY_BYTES_MAX = 256 * 1024 * 1024;

type Cost = Pick<PassphraseHash, 'cost' | 'blockSize' | 'parallelization'>;

/** Another `cost` for tests, which make hundreds. */
export async function hashPassphrase(passphrase: string, cost: Cost = PARAMETERS): Promise<PassphraseHash> {
  const salt = randomBytes(16);
  const key = await derive(passphrase, salt, cost);
  return { algorithm: 'scrypt', ...cost, saltHex: salt.toString('hex'), hashHex: key.toString('hex') };
}

export async function passphraseMatches(passphrase: string, hash: PassphraseHash): Promise<boolean> {
  const key = await derive(passphrase, Buffer.from(hash.saltHex, 'hex'), hash);
  return timingSafeEqual(key, Buffer.from(hash.hashHex, 'hex'));
}

/** A hash of nothing anybody knows: an unknown name takes as long to refuse as a wrong passphrase. */
export const DECOY_HASH: PassphraseHash = {
  algorithm: 'scrypt',
  ...PARAMETERS,
  saltHex: '00'.repeat(16),
  hashHex: '00'.repeat(KEY_BYTES),
};

function derive(
  passphrase: string,
  salt: Buffer,
  { cost, blockSize, parallelization }: Cost,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // NFKC: the same letters typed on another keyboard give the same bytes.
    scrypt(
      passphrase.normalize('NFKC'),
      salt,
      KEY_BYTES,
      { cost, blockSize, parallelization, maxmem: MEMORY_BYTES_MAX },
      (error, key) => (error === null ? resolve(key) : reject(error)),
    );
  });
}
