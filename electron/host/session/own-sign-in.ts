import type { PersonActor } from '#shared/access/can.ts';
import { changeOwnPassphrase, enrolSecondFactor } from '#shared/domains/people/own-sign-in.ts';
import type { Person } from '#shared/domains/people/schema.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { CommandRunner } from '../commands/command-runner.ts';
import type { Store } from '../store/store.ts';
import { sessionError } from './errors.ts';
import { hashPassphrase } from './passphrase.ts';
import { newRecoveryCodes, newSecret, type NewSecret, type SecondFactors, stepOf } from './second-factors.ts';
import type { SignInCheck } from './sign-in-check.ts';

type OwnParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly commands: CommandRunner;
  readonly check: SignInCheck;
  readonly factors: SecondFactors;
};

/** A secret that was shown and not confirmed is worth nothing after this. */
const CONFIRM_MS = 15 * 60_000;
const WRONG_CODES_MAX = 10;

type Begun = { readonly secretBase32: string; readonly atMs: number; wrong: number };

/** What people do about their own sign-in. */
export class OwnSignIn {
  readonly #parts: OwnParts;
  /** By session. Until the app has shown that it has it, a secret is nowhere but here. */
  readonly #begun = new Map<string, Begun>();

  constructor(parts: OwnParts) {
    this.#parts = parts;
  }

  async changePassphrase(
    who: Person,
    actor: PersonActor,
    { current, next }: { current: string; next: string },
  ): Promise<void> {
    await this.#parts.check.passphrase(who, current, 'current');
    if (current.normalize('NFKC') === next.normalize('NFKC')) {
      throw sessionError('passphrase-same');
    }
    const passphrase = await hashPassphrase(next);
    this.#parts.commands.run(changeOwnPassphrase, { input: { passphrase } }, actor);
  }

  async beginSecondFactor(sessionId: string, who: Person, passphrase: string): Promise<NewSecret> {
    await this.#parts.check.passphrase(who, passphrase);
    const { store, clock } = this.#parts;
    const place = store.state.membership?.organisationName ?? store.state.site?.name ?? '';
    const made = await newSecret(who.signInName, ['Fairlead', place].filter(Boolean).join(' '));
    this.#begun.set(sessionId, { secretBase32: made.secretBase32, atMs: clock.now(), wrong: 0 });
    return made;
  }

  confirmSecondFactor(
    sessionId: string,
    actor: PersonActor,
    code: string,
  ): { recoveryCodes: readonly string[] } {
    const { clock, commands, factors } = this.#parts;
    const begun = this.#begun.get(sessionId);
    const isOver = begun === undefined || Math.abs(clock.now() - begun.atMs) > CONFIRM_MS;
    if (isOver || begun.wrong >= WRONG_CODES_MAX) {
      this.#begun.delete(sessionId);
      throw sessionError('confirmed-too-late');
    }
    if (stepOf(begun.secretBase32, code, clock.now()) === undefined) {
      begun.wrong += 1;
      throw sessionError('code-not-shown');
    }
    const { codes, hashes } = newRecoveryCodes(actor.id);
    const factor = { secretBase32: begun.secretBase32, recoveryHashes: hashes };
    commands.run(enrolSecondFactor, { input: factor }, actor);
    this.#begun.delete(sessionId);
    const set = factors.of(actor.id);
    // The code that confirmed it opens nothing any more.
    if (set !== undefined) factors.spendCode(set, code, clock.now());
    return { recoveryCodes: codes };
  }

  forget(sessionId: string): void {
    this.#begun.delete(sessionId);
  }
}
