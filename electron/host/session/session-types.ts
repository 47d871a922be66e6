import type { Actor } from '#shared/access/can.ts';
import type { BreakableFeature } from '#shared/access/break-glass.ts';
import type { Connection, SignedInPerson } from '../services.ts';
import type { GrantState } from './grants.ts';
import type { NewSecret } from './second-factors.ts';
import type { HowEnded, SessionRow } from './session-rows.ts';
import type { TakenRight } from './taken-rights.ts';

/** What stands between somebody who has signed in and their work. */
export type Gate = {
  readonly kind: 'locked' | 'change-passphrase' | 'enrol-second-factor';
  readonly name: string;
  readonly initials: string;
};

/** A page's own sign-in, pushed with the console's status. */
export type SessionStatus = {
  readonly gate: Gate | null;
  readonly lockAfterMinutes: number;
  /** People parked here, besides whoever is in front. */
  readonly parked: number;
  readonly grant: GrantState | null;
  readonly taken: readonly Pick<TakenRight, 'feature' | 'reason' | 'endsAt'>[];
  /** The page fetches its new cookie with this. */
  readonly renewal: string | null;
};

/** Somebody who worked here lately, as far as the sign-in page tells of them. */
export type Recent = { readonly id: string; readonly name: string; readonly initials: string };

export type SignInInput = {
  readonly signInName?: string | undefined;
  /** Instead of the name: somebody of the list of those who worked here. */
  readonly recentId?: string | undefined;
  readonly passphrase: string;
  /** Of an authenticator app, or a recovery code. */
  readonly code?: string | undefined;
};

export type SessionFacts = Pick<SessionRow, 'id' | 'kind' | 'state' | 'signedInAt' | 'lastSeenAt'> & {
  readonly personName: string;
  readonly isOwn: boolean;
  /** The one that asks. */
  readonly isHere: boolean;
};
export type EndedSession = Pick<SessionRow, 'id' | 'kind' | 'signedInAt' | 'lastSeenAt'> & {
  readonly personName: string;
  readonly endedAt: string;
  readonly how: HowEnded;
  readonly endedByName: string | null;
};
export type SessionList = { readonly live: readonly SessionFacts[]; readonly ended: readonly EndedSession[] };

export type SessionService = {
  signIn(connection: Connection, input: SignInInput): Promise<SignedInPerson>;
  signOut(connection: Connection): void;
  current(connection: Connection): SignedInPerson | null;
  /** Throws `signed-out`, `session-locked`, or what else stands in the way. `isAct`: somebody does something. */
  mustActor(connection: Connection, how?: { isAct?: boolean }): Actor;

  status(connection: Connection): SessionStatus;
  recent(connection: Connection): Recent[];
  lock(connection: Connection): void;
  unlock(connection: Connection, input: { passphrase: string }): Promise<SignedInPerson>;
  /** Leaves the front to somebody else and comes back with the passphrase. */
  park(connection: Connection): void;
  /** The secret of the browser's new cookie, for a token that works once. */
  renewed(token: string): string | undefined;
  /** The page has its new cookie. */
  renewalSeen(): void;

  list(connection: Connection, whose: 'own' | 'all'): SessionList;
  end(connection: Connection, id: string, whose: 'own' | 'all'): void;
  endOthers(connection: Connection): { ended: number };
  setLockAfterMinutes(minutes: number): void;

  changePassphrase(connection: Connection, input: { current: string; next: string }): Promise<void>;
  secondFactor(connection: Connection): { isSet: boolean; isNeeded: boolean; recoveryCodesLeft: number };
  beginSecondFactor(connection: Connection, input: { passphrase: string }): Promise<NewSecret>;
  /** Shows the recovery codes this once. */
  confirmSecondFactor(connection: Connection, input: { code: string }): { recoveryCodes: readonly string[] };

  breakGlass(connection: Connection, input: { feature: BreakableFeature; reason: string }): TakenRight;
  endBreakGlass(connection: Connection): void;
};
