import { randomBytes, randomUUID, scryptSync } from 'node:crypto';
import type { Host } from '#host/compose.ts';
import type { Connection } from '#host/services.ts';
import type { Feature } from '#shared/access/features.ts';
import {
  JOB_PROFILES,
  type JobProfile,
  PARTNER_PROFILES,
  PROFILE_FEATURES,
  ROLE_FEATURES,
  ROLES,
  type Role,
} from '#shared/access/roles.ts';
import { add } from '#shared/domains/people/commands.ts';
import { override } from '#shared/domains/people/manage.ts';
import type { PassphraseHash } from '#shared/domains/people/schema.ts';

/** Somebody signed in at the host, and what the tables say they may do. */
export type Caller = {
  readonly name: string;
  readonly connection: Connection;
  /** Undefined: nobody is signed in there. */
  readonly features: ReadonlySet<Feature> | undefined;
};

type Cast = {
  readonly name: string;
  readonly role: Role;
  readonly jobProfile: JobProfile;
  readonly granted?: Feature;
  readonly denied?: Feature;
};

const PASSPHRASE = 'only for the check of rights';
const ADMINISTRATOR: Connection = { sessionId: 'access-administrator-0001', kind: 'window' };

/** Every role, every job beside it that changes something, overrides both ways, and partners. */
const CAST: readonly Cast[] = [
  ...ROLES.map((role): Cast => ({ name: `role ${role}`, role, jobProfile: 'crew' })),
  ...JOB_PROFILES.map((jobProfile): Cast => ({ name: `job ${jobProfile}`, role: 'IT', jobProfile })),
  { name: 'IN as auditor', role: 'IN', jobProfile: 'auditor' },
  { name: 'IN as master', role: 'IN', jobProfile: 'master' },
  { name: 'SA as broker', role: 'SA', jobProfile: 'broker' },
  { name: 'IT granted store.manage', role: 'IT', jobProfile: 'crew', granted: 'store.manage' },
  { name: 'SA denied store.manage', role: 'SA', jobProfile: 'crew', denied: 'store.manage' },
  { name: 'SA denied incidents.read', role: 'SA', jobProfile: 'crew', denied: 'incidents.read' },
  { name: 'broker granted people.read', role: 'IT', jobProfile: 'broker', granted: 'people.read' },
];

/** Founds an office at the host, with people of every kind who have really signed in. */
export async function signInEverybody(host: Host): Promise<Caller[]> {
  const { services } = host;
  await services.setup.foundSite(ADMINISTRATOR, {
    code: 'OFF',
    name: 'Head office',
    siteKind: 'office',
    timeZone: 'UTC',
    administrator: { name: 'First Administrator', signInName: 'first', passphrase: PASSPHRASE },
  });
  const passphrase = cheapHash();
  const callers: Caller[] = [
    { name: 'nobody', connection: { sessionId: 'access-nobody-0001', kind: 'window' }, features: undefined },
  ];
  for (const [index, one] of CAST.entries()) {
    const connection: Connection = { sessionId: `access-person-${1000 + index}`, kind: 'window' };
    await signIn(host, { one, index, connection, passphrase });
    callers.push({ name: one.name, connection, features: declaredFor(one) });
  }
  return callers;
}

async function signIn(
  { services, store }: Host,
  how: {
    one: Cast;
    index: number;
    connection: Connection;
    passphrase: PassphraseHash;
  },
): Promise<void> {
  const { one, index, connection, passphrase } = how;
  const signInName = `person.${index}`;
  const { role, jobProfile, name } = one;
  const by = services.session.mustActor(ADMINISTRATOR);
  const siteId = store.state.site?.id;
  const made = services.runCommand<{ id: string }>(
    add,
    { commandId: randomUUID(), input: { name, signInName, role, jobProfile, siteId, passphrase } },
    by,
  );
  const overrides = [
    { feature: one.granted, effect: 'granted' },
    { feature: one.denied, effect: 'denied' },
  ];
  for (const { feature, effect } of overrides.filter((each) => each.feature !== undefined)) {
    const input = { id: made.output.id, feature, effect, reason: 'To see that it counts.' };
    services.runCommand(override, { commandId: randomUUID(), input }, by);
  }
  await services.session.signIn(connection, { signInName, passphrase: PASSPHRASE });
}

/** At the least cost that a record may have: forty people sign in, and how well a passphrase is kept is not the question. */
function cheapHash(): PassphraseHash {
  const salt = randomBytes(16);
  const parameters = { cost: 16_384, blockSize: 8, parallelization: 1 };
  const key = scryptSync(PASSPHRASE, salt, 32, parameters);
  return {
    algorithm: 'scrypt',
    ...parameters,
    saltHex: salt.toString('hex'),
    hashHex: key.toString('hex'),
  };
}

/** What the tables declare, worked out here by itself: the policy that is checked has no part in it. */
function declaredFor({ role, jobProfile, granted, denied }: Cast): ReadonlySet<Feature> {
  const isPartner = PARTNER_PROFILES.includes(jobProfile);
  const ofJob = PROFILE_FEATURES[jobProfile].filter(
    (feature) => role !== 'IN' || feature.endsWith('.read') || feature === 'audit.export',
  );
  const all = isPartner
    ? PROFILE_FEATURES[jobProfile]
    : [...ROLE_FEATURES[role], ...ofJob, ...(granted === undefined ? [] : [granted])];
  return new Set(all.filter((feature) => feature !== denied));
}
