import { z } from 'zod';
import { ROLES } from '../../access/roles.ts';
import { defineEntity, type RecordOf } from '../../kernel/define-entity.ts';
import { Instant } from '../../kernel/fields.ts';

export const RECOVERY_CODES = 10;

/** What an authenticator app and the console have in common (RFC 6238): 160 bits, base32. */
const Secret = z.string().regex(/^[A-Z2-7]{32}$/);
const RecoveryHashes = z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(RECOVERY_CODES);

/**
 * A person's second factor. It travels to the consoles of their site and to offices, as their passphrase's hash
 * does: a code is checked with no link.
 */
export const secondFactor = defineEntity({
  kind: 'second-factor',
  collection: 'people',
  version: 1,
  fields: {
    personId: z.string().max(36),
    secretBase32: Secret,
    /** Of the recovery codes that were not used yet. */
    recoveryHashes: RecoveryHashes,
    setAt: Instant,
  },
  scope: { ownerId: 'personId' },
  indexes: [['personId']],
  sensitive: ['secretBase32', 'recoveryHashes'],
});
export type SecondFactor = RecordOf<typeof secondFactor>;

/** Who at a site needs a second factor to sign in. One record a site. */
export const signInPolicy = defineEntity({
  kind: 'sign-in-policy',
  collection: 'people',
  version: 1,
  fields: {
    secondFactorRoles: z.array(z.enum(ROLES)).max(ROLES.length),
    secondFactorPeople: z.array(z.string().max(36)).max(500),
    setAt: Instant,
  },
  indexes: [['siteId']],
});
export type SignInPolicy = RecordOf<typeof signInPolicy>;

const { secretBase32, recoveryHashes } = secondFactor.schema.shape;
export const NewSecondFactor = z.object({ secretBase32, recoveryHashes });
