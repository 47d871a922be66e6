import { z } from 'zod';
import { FEATURES } from '../../access/features.ts';
import { JOB_PROFILES, PARTNER_PROFILES, ROLES, ROW_SCOPES } from '../../access/roles.ts';
import { type Target, targetOf } from '../../access/target.ts';
import { type Claim, type CommandContext, defineCommand } from '../../kernel/define-command.ts';
import { line } from '../../kernel/fields.ts';
import { RecordId } from '../../kernel/ids.ts';
import type { ReadTx } from '../../kernel/transaction.ts';
import { peopleError } from './errors.ts';
import { assertMayChange, assertMaySetPassphrase } from './rules.ts';
import { credential, GroupName, type OverrideNote, type Person, PassphraseHash, person } from './schema.ts';

const Reason = line(500);
const JOURNEY = { feature: 'people.manage', lane: 2, target: onPerson } as const;

/** What somebody is here and what they do. A job of the company's own ends the work for a partner. */
export const changeRole = defineCommand({
  ...JOURNEY,
  name: 'people.changeRole',
  input: z.object({ id: RecordId, role: z.enum(ROLES), jobProfile: z.enum(JOB_PROFILES) }),
  writes: [person],
  allows: [{ entity: person, patch: ['role', 'jobProfile', 'organisationId'] }],
  label: ({ role, jobProfile }) => ({ key: 'people.changeRole.label', params: { role, jobProfile } }),
  run(context, { id, role, jobProfile }) {
    const leaves = !PARTNER_PROFILES.includes(jobProfile) && context.tx.mustGet(person, id).organisationId;
    return change(context, id, { role, jobProfile, ...(leaves ? { organisationId: null } : {}) });
  },
  check: checkChange,
});

export const rename = defineCommand({
  ...JOURNEY,
  name: 'people.rename',
  input: z.object({ id: RecordId, name: line(80) }),
  writes: [person],
  allows: [{ entity: person, patch: ['name'] }],
  label: ({ name }) => ({ key: 'people.rename.label', params: { name } }),
  run: (context, { id, name }) => change(context, id, { name }),
  check: checkChange,
});

/** Grants one feature to one person, takes it away, or leaves it to role and job again. */
export const override = defineCommand({
  ...JOURNEY,
  name: 'people.override',
  input: z.object({
    id: RecordId,
    feature: z.enum(FEATURES),
    effect: z.enum(['granted', 'denied', 'cleared']),
    reason: Reason,
  }),
  writes: [person],
  allows: [{ entity: person, patch: ['granted', 'denied', 'overrideNotes'] }],
  label: ({ feature, effect, reason }) => ({
    key: `people.override.label.${effect}`,
    params: { feature, reason },
  }),
  run(context, { id, feature, effect, reason }) {
    const { tx, actor, now } = context;
    const before = tx.mustGet(person, id);
    const byName = actor.type === 'person' ? actor.name : '';
    const note: OverrideNote = { feature, effect, reason, byName, at: now };
    const without = (names: readonly string[]) => names.filter((name) => name !== feature);
    return change(context, id, {
      granted: [...without(before.granted), ...(effect === 'granted' ? [feature] : [])],
      denied: [...without(before.denied), ...(effect === 'denied' ? [feature] : [])],
      overrideNotes: [...(before.overrideNotes ?? []).filter((one) => one.feature !== feature), note],
    });
  },
  check: checkChange,
});

/** Where somebody belongs beside their site, and how far they see: null leaves that to their role. */
export const setPlace = defineCommand({
  ...JOURNEY,
  name: 'people.setPlace',
  input: z.object({
    id: RecordId,
    organisationId: GroupName.nullable(),
    providerId: GroupName.nullable(),
    teamId: GroupName.nullable(),
    rowScope: z.enum(ROW_SCOPES).nullable(),
  }),
  writes: [person],
  allows: [{ entity: person, patch: ['organisationId', 'providerId', 'teamId', 'rowScope'] }],
  label: () => ({ key: 'people.setPlace.label' }),
  run(context, { id, ...place }) {
    const { jobProfile } = context.tx.mustGet(person, id);
    if (place.organisationId !== null && !PARTNER_PROFILES.some((partner) => partner === jobProfile)) {
      throw peopleError('partner-without-job');
    }
    return change(context, id, place);
  },
  check: checkChange,
});

export const deactivate = defineCommand({
  ...JOURNEY,
  name: 'people.deactivate',
  input: z.object({ id: RecordId, reason: Reason }),
  writes: [person],
  allows: [{ entity: person, patch: ['active'] }],
  label: ({ reason }) => ({ key: 'people.deactivate.label', params: { reason } }),
  run: (context, { id }) => change(context, id, { active: false }),
  check: checkChange,
});

export const reactivate = defineCommand({
  ...JOURNEY,
  name: 'people.reactivate',
  input: z.object({ id: RecordId, reason: Reason }),
  writes: [person],
  allows: [{ entity: person, patch: ['active'] }],
  label: ({ reason }) => ({ key: 'people.reactivate.label', params: { reason } }),
  run: (context, { id }) => change(context, id, { active: true }),
  check: checkChange,
});

export const HASH = [
  'algorithm',
  'cost',
  'blockSize',
  'parallelization',
  'saltHex',
  'hashHex',
  'setAt',
  'mustChange',
] as const;

/** A new passphrase for somebody who forgot theirs. */
export const setPassphrase = defineCommand({
  ...JOURNEY,
  name: 'people.setPassphrase',
  input: z.object({ id: RecordId, passphrase: PassphraseHash }),
  writes: [credential],
  allows: [{ entity: credential, insert: true, patch: HASH }],
  label: () => ({ key: 'people.setPassphrase.label' }),
  run({ tx, actor, now, newId }, { id, passphrase }) {
    const whose = tx.mustGet(person, id);
    assertMaySetPassphrase(actor, whose);
    const newest = tx.find(credential, { personId: id }).toSorted((a, b) => (a.setAt < b.setAt ? 1 : -1))[0];
    const fields = { ...passphrase, setAt: now, mustChange: true };
    if (newest !== undefined) tx.patch(credential, newest.id, fields);
    else tx.insert(credential, { id: newId(), siteId: whose.siteId, personId: id, ...fields });
    return { id };
  },
  check(claim) {
    const [write] = claim.writes;
    const key = credential.schema.safeParse(write?.after);
    const whose = key.success
      ? peopleIn(claim, key.data.siteId).find((one) => one.id === key.data.personId)
      : undefined;
    const isSame = key.success && (write?.before === undefined || write.before['personId'] === whose?.id);
    if (claim.writes.length !== 1 || whose === undefined || !isSame) throw peopleError('one-at-a-time');
    assertMaySetPassphrase(claim.actor, whose);
  },
});

export const manageCommands = {
  changeRole,
  rename,
  override,
  setPlace,
  deactivate,
  reactivate,
  setPassphrase,
};

function onPerson({ tx }: { readonly tx: ReadTx }, { id }: { readonly id: RecordId }): Target {
  return targetOf(person, tx.mustGet(person, id));
}

function change({ tx, actor }: CommandContext, id: RecordId, fields: Partial<Person>) {
  const before = tx.mustGet(person, id);
  const after = { ...before, ...fields };
  assertMayChange(actor, { before, after, people: () => tx.find(person, { siteId: before.siteId }) });
  tx.patch(person, id, fields);
  return { id };
}

/** One person, changed as they may be; what stood there and what would stand are the server's own. */
function checkChange(claim: Claim): void {
  const [write] = claim.writes;
  const before = person.schema.safeParse(write?.before);
  const after = person.schema.safeParse(write?.after);
  if (claim.writes.length !== 1 || !before.success || !after.success) throw peopleError('one-at-a-time');
  const people = () => peopleIn(claim, before.data.siteId);
  assertMayChange(claim.actor, { before: before.data, after: after.data, people });
}

export function peopleIn(claim: Claim, siteId: string): Person[] {
  return claim.peopleAt(siteId).flatMap((record) => {
    const parsed = person.schema.safeParse(record);
    return parsed.success ? [parsed.data] : [];
  });
}
