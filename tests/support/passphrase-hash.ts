/** In the form of a kept passphrase, but of none: nobody signs in with it. */
export const NOBODYS_HASH = {
  algorithm: 'scrypt',
  cost: 16_384,
  blockSize: 8,
  parallelization: 1,
  saltHex: 'a'.repeat(32),
  hashHex: 'b'.repeat(64),
} as const;
