import { z } from 'zod';
import { ROLES, ROW_SCOPES } from '../../access/roles.ts';
import { defineEntity, type RecordOf } from '../../kernel/define-entity.ts';
import { growingName, Instant, line, prose } from '../../kernel/fields.ts';

/** What a person types to sign in: lower case, no spaces, unique at a site. */
export const SignInName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/, 'Two to forty letters, digits, dots or dashes.');

/** More than there are features, for those that newer programs add. */
const OVERRIDES_MAX = 200;
const FeatureNames = z.array(growingName(40)).max(OVERRIDES_MAX);
export const Passphrase = z.string().min(8, 'At least 8 characters.').max(200, 'At most 200 characters.');

/** A partner, a provider or a team, by a name that everybody at it has in common. */
export const GroupName = line(36);
const Group = GroupName.nullable().optional();

/** Why a feature was granted, taken away or left to role and job again: the last time for each feature. */
export const OverrideNote = z.strictObject({
  feature: growingName(40),
  effect: z.enum(['granted', 'denied', 'cleared']),
  reason: prose(500),
  byName: z.string().max(80),
  at: Instant,
});
export type OverrideNote = z.infer<typeof OverrideNote>;

/** The fields of version 2 may be missing: people of before have none of them. */
export const person = defineEntity({
  kind: 'person',
  collection: 'people',
  version: 2,
  fields: {
    name: line(80),
    signInName: SignInName,
    role: z.enum(ROLES),
    /** One of `JOB_PROFILES`, or of a newer program's. */
    jobProfile: growingName(40),
    active: z.boolean(),
    granted: FeatureNames,
    denied: FeatureNames,
    createdAt: Instant,
    organisationId: Group,
    providerId: Group,
    teamId: Group,
    rowScope: z.enum(ROW_SCOPES).nullable().optional(),
    overrideNotes: z.array(OverrideNote).max(OVERRIDES_MAX).optional(),
  },
  addedIn: { organisationId: 2, providerId: 2, teamId: 2, rowScope: 2, overrideNotes: 2 },
  scope: {
    organisationId: 'organisationId',
    providerId: 'providerId',
    teamId: 'teamId',
    ownerId: 'id',
  },
  indexes: [['signInName'], ['siteId', 'jobProfile']],
  searchable: ['name', 'signInName'],
  readsAreLogged: true,
});
export type Person = RecordOf<typeof person>;

/**
 * What a passphrase is checked against, apart from the person so that it never shows where a person is
 * shown. It travels to the consoles of the person's site: sign-in works with no link.
 */
export const credential = defineEntity({
  kind: 'credential',
  collection: 'people',
  version: 2,
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
    /** Somebody else set it: whoever signs in with it chooses another one first. */
    mustChange: z.boolean().optional(),
  },
  addedIn: { mustChange: 2 },
  scope: { ownerId: 'personId' },
  indexes: [['personId']],
  sensitive: ['saltHex', 'hashHex'],
});
export type Credential = RecordOf<typeof credential>;

/** What the host made of a passphrase. The passphrase itself never reaches a command, a journal or a wire. */
const { algorithm, cost, blockSize, parallelization, saltHex, hashHex } = credential.schema.shape;
export const PassphraseHash = z.object({ algorithm, cost, blockSize, parallelization, saltHex, hashHex });
export type PassphraseHash = z.infer<typeof PassphraseHash>;
