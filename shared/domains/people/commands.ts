import { z } from 'zod';
import type { Actor } from '../../access/can.ts';
import { JOB_PROFILES, ROLES, type Role } from '../../access/roles.ts';
import { type Claim, type CommandContext, defineCommand, type Site } from '../../kernel/define-command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { line } from '../../kernel/fields.ts';
import { RecordId } from '../../kernel/ids.ts';
import { credential, type Person, person, SignInName } from './schema.ts';

/** What the host made of a passphrase. The passphrase itself never reaches a command, a journal or a wire. */
const { algorithm, cost, blockSize, parallelization, saltHex, hashHex } = credential.schema.shape;
export const PassphraseHash = z.object({ algorithm, cost, blockSize, parallelization, saltHex, hashHex });
export type PassphraseHash = z.infer<typeof PassphraseHash>;

const NEW_PERSON = [
  { entity: person, insert: true },
  { entity: credential, insert: true },
];

const NewPerson = z.object({
  name: line(80),
  signInName: SignInName,
  role: z.enum(ROLES),
  jobProfile: z.enum(JOB_PROFILES),
  passphrase: PassphraseHash,
});

/**
 * The first person of a site, who makes all others. Needs nobody signed in, so it works exactly once: the
 * device and the server both refuse it where a person exists.
 */
export const createFirstAdministrator = defineCommand({
  name: 'people.createFirstAdministrator',
  feature: 'people.manage',
  system: true,
  lane: 2,
  input: NewPerson.omit({ role: true, jobProfile: true }),
  writes: [person, credential],
  allows: NEW_PERSON,
  label: (input) => ({ key: 'people.createFirstAdministrator.label', params: { name: input.name } }),
  target: ({ site }) => site.id,
  run(context, input) {
    if (context.tx.find(person, { siteId: context.site.id }).length > 0) throw siteHasPeople();
    const role = firstRole(context.site);
    return insertPerson(context, context.site.id, { ...input, role, jobProfile: 'administrator' });
  },
  check(claim) {
    if (claim.hasPeople) throw siteHasPeople();
    const { role } = onlyNewPerson(claim);
    if (role !== firstRole(claim.site)) throw roleTooHigh();
  },
});

/** Whoever sets up the office answers for all; whoever sets up a ship, for that ship. */
function firstRole(site: Site): Role {
  return site.kind === 'office' ? 'SA' : 'AP';
}

function siteHasPeople(): DomainError {
  return new DomainError({
    code: 'already-set-up',
    message: 'This site has people already.',
    remedy: 'Sign in, or ask an administrator of the site.',
  });
}

export const add = defineCommand({
  name: 'people.add',
  feature: 'people.manage',
  lane: 2,
  input: NewPerson.extend({ siteId: RecordId }),
  writes: [person, credential],
  allows: NEW_PERSON,
  label: (input) => ({ key: 'people.add.label', params: { name: input.name } }),
  target: (_context, input) => input.siteId,
  run(context, { siteId, ...input }) {
    assertMayGive(context.actor, input.role);
    return insertPerson(context, siteId, input);
  },
  check(claim) {
    assertMayGive(claim.actor, onlyNewPerson(claim).role);
  },
});

/**
 * The one person an entry adds, with nothing granted beyond the role, and the one credential, which is that
 * person's: a credential for anybody else would be a key to their account.
 */
function onlyNewPerson({ writes }: Claim): Person {
  const [newPerson, newCredential] = [person, credential].map((entity) =>
    writes.find((write) => write.kind === entity.kind && write.op === 'insert'),
  );
  const added = person.schema.safeParse(newPerson?.after);
  const key = credential.schema.safeParse(newCredential?.after);
  const isSound =
    writes.length === 2 &&
    added.success &&
    key.success &&
    key.data.personId === added.data.id &&
    key.data.siteId === added.data.siteId &&
    added.data.granted.length === 0;
  if (isSound) return added.data;
  throw new DomainError({
    code: 'rule-broken',
    message: 'Adding a person makes that one person and their passphrase, nothing else.',
  });
}

function insertPerson(context: CommandContext, siteId: string, input: z.output<typeof NewPerson>) {
  const { tx, now, newId } = context;
  const taken = tx.find(person, { signInName: input.signInName });
  if (taken.some((other) => other.siteId === siteId)) {
    throw new DomainError({
      code: 'already-exists',
      message: `Somebody at this site signs in as ${input.signInName} already.`,
      remedy: 'Choose another sign-in name.',
      field: 'signInName',
    });
  }
  const created = tx.insert(person, {
    id: newId(),
    siteId,
    name: input.name,
    signInName: input.signInName,
    role: input.role,
    jobProfile: input.jobProfile,
    active: true,
    granted: [],
    denied: [],
    createdAt: now,
  });
  tx.insert(credential, { id: newId(), siteId, personId: created.id, ...input.passphrase, setAt: now });
  return { id: created.id };
}

/** Nobody gives a role above their own: SA first, IN last. */
function assertMayGive(actor: Actor, role: Role): void {
  if (actor.type === 'person' && ROLES.indexOf(role) >= ROLES.indexOf(actor.role)) return;
  throw roleTooHigh();
}

function roleTooHigh(): DomainError {
  return new DomainError({
    code: 'forbidden',
    message: 'You can only give roles up to your own.',
    remedy: 'Ask somebody with a higher role.',
    field: 'role',
  });
}

export const peopleCommands = { createFirstAdministrator, add };
