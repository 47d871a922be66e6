import { z } from 'zod';
import { FEATURES } from '../../access/features.ts';
import { JOB_PROFILES, ROLES } from '../../access/roles.ts';
import { defineEntity, type RecordOf } from '../../kernel/define-entity.ts';
import { Instant, line } from '../../kernel/fields.ts';

/** What a person types to sign in: lower case, no spaces, unique at a site. */
export const SignInName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/, 'Two to forty letters, digits, dots or dashes.');

export const person = defineEntity({
  kind: 'person',
  collection: 'people',
  version: 1,
  fields: {
    name: line(80),
    signInName: SignInName,
    role: z.enum(ROLES),
    jobProfile: z.enum(JOB_PROFILES),
    active: z.boolean(),
    granted: z.array(z.enum(FEATURES)).max(FEATURES.length),
    denied: z.array(z.enum(FEATURES)).max(FEATURES.length),
    createdAt: Instant,
  },
  indexes: [['signInName'], ['siteId', 'jobProfile']],
  searchable: ['name', 'signInName'],
});
export type Person = RecordOf<typeof person>;

/**
 * What a passphrase is checked against, apart from the person so that it never shows where a person is
 * shown. It travels to the consoles of the person's site: sign-in works with no link.
 */
export const credential = defineEntity({
  kind: 'credential',
  collection: 'people',
  version: 1,
  fields: {
    personId: z.string().max(36),
    algorithm: z.literal('scrypt'),
    /** scrypt cost, block size and parallelisation (RFC 7914). */
    cost: z.int().min(16_384).max(1_048_576),
    blockSize: z.int().min(8).max(32),
    parallelization: z.int().min(1).max(4),
    saltHex: z.string().regex(/^[0-9a-f]{32}$/),
    hashHex: z.string().regex(/^[0-9a-f]{64}$/),
    setAt: Instant,
  },
  indexes: [['personId']],
  sensitive: ['saltHex', 'hashHex'],
});
export type Credential = RecordOf<typeof credential>;
