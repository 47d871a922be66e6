import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isDomainError } from '../kernel/errors.ts';
import { readAuthorization, writeAuthorization } from './request-stamp.ts';

const SIGNATURE = Uint8Array.from({ length: 64 }, (_, index) => index * 3);
const SEED = 20_261_121;

it('reads what it wrote, whatever the device and the counter', () => {
  const deviceId = fc.oneof(fc.uuid(), fc.stringMatching(/^[0-9a-zA-Z-]{8,36}$/));
  const counter = fc.integer({ min: 1, max: 2 ** 48 - 1 });
  fc.assert(
    fc.property(
      deviceId,
      counter,
      fc.uint8Array({ minLength: 64, maxLength: 64 }),
      (id, count, signature) => {
        const stamp = { deviceId: id, counter: count, signature };
        expect(readAuthorization(writeAuthorization(stamp))).toEqual(stamp);
      },
    ),
    { seed: SEED },
  );
});

it('takes 125 characters for a device with a UUID', () => {
  const deviceId = '0192f0c1-7e2a-7c3d-9a4b-000000000001';
  expect(writeAuthorization({ deviceId, counter: 7, signature: SIGNATURE })).toHaveLength(125);
});

it('refuses whatever else a header may say', () => {
  const wrong = fc.oneof(
    fc.string(),
    fc.string().map((text) => `Fairlead ${text}`),
    fc.uint8Array({ maxLength: 120 }).map((bytes) => `Fairlead ${Buffer.from(bytes).toString('base64url')}`),
  );
  fc.assert(
    fc.property(wrong, (header) => {
      try {
        // Bytes of the right length are a stamp that no key has signed.
        expect(readAuthorization(header).signature).toHaveLength(64);
      } catch (error) {
        expect(isDomainError(error) && error.code).toBe('signature-wrong');
      }
    }),
    { seed: SEED, numRuns: 2_000 },
  );
  expect(() => readAuthorization(undefined)).toThrow('no signature');
});
