import { z } from 'zod';
import { JOB_PROFILES, PARTNER_PROFILES, ROLES, type Role } from '../../access/roles.ts';
import { type Claim, type CommandContext, defineCommand, type Site } from '../../kernel/define-command.ts';
import { line } from '../../kernel/fields.ts';
import { RecordId } from '../../kernel/ids.ts';
import { peopleError } from './errors.ts';
import { manageCommands } from './manage.ts';
import { signInCommands } from './own-sign-in.ts';
import { assertMayGive, narrowedFor } from './rules.ts';
import { credential, GroupName, type Person, PassphraseHash, person, SignInName } from './schema.ts';

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
    if (context.tx.find(person, { siteId: context.site.id }).length > 0) throw peopleError('site-has-people');
    const role = firstRole(context.site);
    return insertPerson(context, context.site.id, { ...input, role, jobProfile: 'administrator' });
  },
  check(claim) {
    if (claim.hasPeople) throw peopleError('site-has-people');
    const { role } = onlyNewPerson(claim);
    if (role !== firstRole(claim.site)) throw peopleError('role-too-high');
  },
});

/** Whoever sets up the office answers for all; whoever sets up a ship, for that ship. */
function firstRole(site: Site): Role {
  return site.kind === 'office' ? 'SA' : 'AP';
}

export const add = defineCommand({
  name: 'people.add',
  feature: 'people.manage',
  lane: 2,
  input: NewPerson.extend({
    siteId: RecordId,
    /** The partner somebody works for; null for the company's own people. */
    organisationId: GroupName.nullable().default(null),
    /** The passphrase is known to whoever handed it out: another one is chosen at the first sign-in. */
    mustChange: z.boolean().optional(),
  }),
  writes: [person, credential],
  allows: NEW_PERSON,
  label: (input) => ({ key: 'people.add.label', params: { name: input.name } }),
  target: (_context, input) => input.siteId,
  run(context, { siteId, organisationId, ...input }) {
    const place = {
      organisationId: PARTNER_PROFILES.includes(input.jobProfile) ? organisationId : null,
      rowScope: narrowedFor(context.actor, input.role),
    };
    return insertPerson(context, siteId, input, (made) => {
      const placed = { ...made, ...place };
      assertMayGive(context.actor, placed);
      return placed;
    });
  },
  check(claim) {
    assertMayGive(claim.actor, onlyNewPerson(claim));
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
  throw peopleError('more-than-one-person');
}

type Unsaved = Omit<Person, 'kind'>;

function insertPerson(
  context: CommandContext,
  siteId: string,
  input: z.output<typeof NewPerson> & { readonly mustChange?: boolean | undefined },
  placed: (made: Unsaved) => Unsaved = (made) => made,
) {
  const { tx, now, newId } = context;
  const taken = tx.find(person, { signInName: input.signInName });
  if (taken.some((other) => other.siteId === siteId)) {
    throw peopleError('sign-in-name-taken', { signInName: input.signInName });
  }
  const made = placed({
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
  const created = tx.insert(person, made);
  const mustChange = input.mustChange === true ? { mustChange: true } : {};
  const key = { personId: created.id, ...input.passphrase, setAt: now, ...mustChange };
  tx.insert(credential, { id: newId(), siteId, ...key });
  return { id: created.id };
}

export const peopleCommands = { createFirstAdministrator, add, ...manageCommands, ...signInCommands };
