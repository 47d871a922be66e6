import { z } from 'zod';
import { type Actor, can } from '#shared/access/can.ts';
import { targetOf } from '#shared/access/target.ts';
import { person } from '#shared/domains/people/schema.ts';
import type { ReadDatabase } from '#shared/kernel/transaction.ts';
import { accessError } from './errors.ts';

export type SignInState = {
  /** Windows and browsers of this console where the person is signed in. */
  readonly sessions: number;
  readonly lastSeenAt: string | null;
  /** Null: they have no passphrase, and so can't sign in. */
  readonly passphraseSetAt: string | null;
  /** Null: they have no second factor. */
  readonly secondFactorSetAt: string | null;
};

const Row = z.object({
  sessions: z.int(),
  lastSeenAt: z.string().nullable(),
  passphraseSetAt: z.string().nullable(),
  secondFactorSetAt: z.string().nullable(),
});

export function signInState(db: ReadDatabase, asker: Actor, personId: string): SignInState {
  const whose = db.record(person, personId);
  if (whose === undefined || !can(asker, 'people.manage', targetOf(person, whose)).allowed) {
    throw accessError('person-not-here');
  }
  const row = db.get(
    Row,
    `SELECT (SELECT count(*) FROM session WHERE personId = :personId) AS sessions,
       (SELECT max(lastSeenAt) FROM session WHERE personId = :personId) AS lastSeenAt,
       (SELECT max(setAt) FROM credential WHERE personId = :personId) AS passphraseSetAt,
       (SELECT max(setAt) FROM second_factor WHERE personId = :personId) AS secondFactorSetAt`,
    { personId },
  );
  return row ?? { sessions: 0, lastSeenAt: null, passphraseSetAt: null, secondFactorSetAt: null };
}
