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
export const ADMINISTRATOR: Connection = { sessionId: 'access-administrator-0001', kind: 'window' };

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
  const callers: Caller[] = [
    { name: 'nobody', connection: { sessionId: 'access-nobody-0001', kind: 'window' }, features: undefined },
  ];
  for (const [index, one] of CAST.entries()) {
    const connection: Connection = { sessionId: `access-person-${1000 + index}`, kind: 'window' };
    const { name, role, jobProfile } = one;
    const person = { name, role, jobProfile, signInName: `person.${index}` };
    await addSignedIn(host, person, connection, overridden(host, one));
    callers.push({ name: one.name, connection, features: declaredFor(one) });
  }
  return callers;
}

type NewPerson = Pick<Cast, 'name' | 'role' | 'jobProfile'> & { readonly signInName: string };

/** Adds somebody, has them changed before they come, and signs them in. Gives their id. */
export async function addSignedIn(
  { services, store }: Host,
  person: NewPerson,
  connection: Connection,
  change: (personId: string) => Promise<void>,
): Promise<string> {
  const input = { ...person, siteId: store.state.site?.id, passphrase: cheapHash() };
  const by = services.session.mustActor(ADMINISTRATOR);
  const { output } = services.runCommand<{ id: string }>(add, { commandId: randomUUID(), input }, by);
  await change(output.id);
  await services.session.signIn(connection, { signInName: person.signInName, passphrase: PASSPHRASE });
  return output.id;
}

function overridden({ services }: Host, { granted, denied }: Cast) {
  const by = services.session.mustActor(ADMINISTRATOR);
  return (id: string): Promise<void> => {
    const overrides = [
      { feature: granted, effect: 'granted' },
      { feature: denied, effect: 'denied' },
    ];
    for (const { feature, effect } of overrides.filter((each) => each.feature !== undefined)) {
      const input = { id, feature, effect, reason: 'To see that it counts.' };
      services.runCommand(override, { commandId: randomUUID(), input }, by);
    }
    return Promise.resolve();
  };
}

let hash: PassphraseHash | undefined;

/** At the least cost that a record may have: fifty people sign in, and how well a passphrase is kept is not the question. */
function cheapHash(): PassphraseHash {
  hash ??= hashed();
  return hash;
}

function hashed(): PassphraseHash {
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
