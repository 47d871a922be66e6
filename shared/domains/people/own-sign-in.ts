import { z } from 'zod';
import { ROLES } from '../../access/roles.ts';
import { type Target, targetOf } from '../../access/target.ts';
import { type Claim, type CommandContext, defineCommand } from '../../kernel/define-command.ts';
import { line } from '../../kernel/fields.ts';
import { RecordId } from '../../kernel/ids.ts';
import type { ReadTx } from '../../kernel/transaction.ts';
import { peopleError } from './errors.ts';
import { HASH, peopleIn } from './manage.ts';
import { assertMaySetPassphrase } from './rules.ts';
import { credential, PassphraseHash, person } from './schema.ts';
import { NewSecondFactor, secondFactor, signInPolicy } from './sign-in-schema.ts';

const OWN = { feature: 'sign-in.own', lane: 2, target: onOneself } as const;

/** The host has seen the old passphrase before it runs this. */
export const changeOwnPassphrase = defineCommand({
  ...OWN,
  name: 'people.changeOwnPassphrase',
  input: z.object({ passphrase: PassphraseHash }),
  writes: [credential],
  allows: [{ entity: credential, patch: HASH }],
  label: () => ({ key: 'people.changeOwnPassphrase.label' }),
  run({ tx, actor, now }, { passphrase }) {
    const keys = tx.find(credential, { personId: actor.id });
    const newest = keys.toSorted((a, b) => (a.setAt < b.setAt ? 1 : -1))[0];
    if (newest === undefined) throw peopleError('nothing-of-yours');
    tx.patch(credential, newest.id, { ...passphrase, setAt: now, mustChange: false });
    return { id: newest.id };
  },
  check: checkOwn,
});

/** The host has seen a code made with the secret before it runs this. */
export const enrolSecondFactor = defineCommand({
  ...OWN,
  name: 'people.enrolSecondFactor',
  input: NewSecondFactor,
  writes: [secondFactor],
  allows: [{ entity: secondFactor, insert: true, patch: ['secretBase32', 'recoveryHashes', 'setAt'] }],
  label: () => ({ key: 'people.enrolSecondFactor.label' }),
  run({ tx, actor, now, newId }, factor) {
    const fields = { ...factor, setAt: now };
    const [known] = tx.find(secondFactor, { personId: actor.id });
    if (known === undefined) {
      const { siteId } = tx.mustGet(person, RecordId.parse(actor.id));
      tx.insert(secondFactor, { id: newId(), siteId, personId: actor.id, ...fields });
    } else tx.patch(secondFactor, known.id, fields);
    return {};
  },
  check: checkOwn,
});

/** A recovery code opens once. */
export const spendRecoveryCode = defineCommand({
  ...OWN,
  name: 'people.spendRecoveryCode',
  input: z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/) }),
  writes: [secondFactor],
  allows: [{ entity: secondFactor, patch: ['recoveryHashes'] }],
  label: () => ({ key: 'people.spendRecoveryCode.label' }),
  run({ tx, actor }, { hash }) {
    const [known] = tx.find(secondFactor, { personId: actor.id });
    if (known === undefined || !known.recoveryHashes.includes(hash)) throw peopleError('nothing-of-yours');
    const recoveryHashes = known.recoveryHashes.filter((one) => one !== hash);
    tx.patch(secondFactor, known.id, { recoveryHashes });
    return { left: recoveryHashes.length };
  },
  check(claim) {
    checkOwn(claim);
    const [write] = claim.writes;
    const before = secondFactor.schema.safeParse(write?.before);
    const after = secondFactor.schema.safeParse(write?.after);
    const isLess =
      before.success &&
      after.success &&
      after.data.recoveryHashes.every((hash) => before.data.recoveryHashes.includes(hash));
    if (!isLess) throw peopleError('one-at-a-time');
  },
});

/** For somebody who lost their telephone and their recovery codes. Whoever does it may do all that they may. */
export const resetSecondFactor = defineCommand({
  name: 'people.resetSecondFactor',
  feature: 'people.manage',
  lane: 2,
  input: z.object({ id: RecordId, reason: line(500) }),
  target: ({ tx }, { id }) => targetOf(person, tx.mustGet(person, id)),
  writes: [secondFactor],
  allows: [{ entity: secondFactor, remove: true }],
  label: ({ reason }) => ({ key: 'people.resetSecondFactor.label', params: { reason } }),
  run({ tx, actor }, { id }) {
    assertMaySetPassphrase(actor, tx.mustGet(person, id));
    for (const known of tx.find(secondFactor, { personId: id })) tx.remove(secondFactor, known.id);
    return { id };
  },
  check(claim) {
    for (const { before } of claim.writes) {
      const known = secondFactor.schema.safeParse(before);
      const whose = known.success
        ? peopleIn(claim, known.data.siteId).find((one) => one.id === known.data.personId)
        : undefined;
      if (whose === undefined) throw peopleError('one-at-a-time');
      assertMaySetPassphrase(claim.actor, whose);
    }
  },
});

export const setSignInPolicy = defineCommand({
  name: 'people.setSignInPolicy',
  feature: 'people.manage',
  lane: 2,
  input: z.object({
    siteId: RecordId,
    secondFactorRoles: z.array(z.enum(ROLES)).max(ROLES.length),
    secondFactorPeople: z.array(RecordId).max(500),
  }),
  target: (_context, { siteId }) => siteId,
  writes: [signInPolicy],
  allows: [
    {
      entity: signInPolicy,
      insert: true,
      patch: ['secondFactorRoles', 'secondFactorPeople', 'setAt'],
    },
  ],
  label: () => ({ key: 'people.setSignInPolicy.label' }),
  run({ tx, now, newId }: CommandContext, { siteId, ...needs }) {
    const fields = { ...needs, setAt: now };
    const [known] = tx.find(signInPolicy, { siteId });
    if (known === undefined) tx.insert(signInPolicy, { id: newId(), siteId, ...fields });
    else tx.patch(signInPolicy, known.id, fields);
    return { siteId };
  },
});

export const signInCommands = {
  changeOwnPassphrase,
  enrolSecondFactor,
  spendRecoveryCode,
  resetSecondFactor,
  setSignInPolicy,
};

function onOneself({ tx, actor }: { readonly tx: ReadTx; readonly actor: { id: string } }): Target {
  const self = tx.get(person, RecordId.parse(actor.id));
  if (self === undefined) throw peopleError('nothing-of-yours');
  return targetOf(person, self);
}

/** One record, and that of whoever acts, before and after. */
function checkOwn({ actor, writes }: Claim): void {
  const [write] = writes;
  const isOwn =
    writes.length === 1 &&
    write?.after?.['personId'] === actor.id &&
    (write.before === undefined || write.before['personId'] === actor.id);
  if (!isOwn) throw peopleError('one-at-a-time');
}
