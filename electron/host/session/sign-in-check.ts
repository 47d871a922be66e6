import { actorOfPerson } from '#shared/domains/people/actor.ts';
import { spendRecoveryCode } from '#shared/domains/people/own-sign-in.ts';
import type { Person } from '#shared/domains/people/schema.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { DomainError } from '#shared/kernel/errors.ts';
import type { AuditNotes } from '../audit/audit-notes.ts';
import type { CommandRunner } from '../commands/command-runner.ts';
import type { Store } from '../store/store.ts';
import { sessionError } from './errors.ts';
import { DECOY_HASH, passphraseMatches } from './passphrase.ts';
import { recoveryHash, type SecondFactors } from './second-factors.ts';
import { type Attempt, SignInAttempts } from './sign-in-attempts.ts';
import { credentialOf, personNamed } from './sign-in-people.ts';

type CheckParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly commands: CommandRunner;
  readonly audit: AuditNotes;
  readonly factors: SecondFactors;
};

/** Whether somebody is who they say: passphrase, second factor, and what wrong ones cost. */
export class SignInCheck {
  readonly #parts: CheckParts;
  readonly #attempts: SignInAttempts;

  constructor(parts: CheckParts) {
    this.#parts = parts;
    this.#attempts = new SignInAttempts(parts.store, parts.clock);
  }

  async signIn(input: {
    signInName: string;
    passphrase: string;
    code?: string | undefined;
  }): Promise<Person> {
    const { store, factors } = this.#parts;
    const attempt = this.#attempts.begin(input.signInName);
    const found = personNamed(store, input.signInName);
    const matches = await this.#matches(found, input.passphrase);
    if (found === undefined || !matches) throw this.#failed(attempt, found, wrong('no-match', attempt));
    const factor = factors.of(found.id);
    if (factor !== undefined) {
      if (input.code === undefined || input.code === '') {
        attempt.undone();
        throw sessionError('code-asked');
      }
      if (!this.#spend(found, input.code)) throw this.#failed(attempt, found, wrong('code-wrong', attempt));
    }
    attempt.passed();
    return found;
  }

  /** For somebody who is here already: to unlock, to change something of theirs. */
  async passphrase(who: Person, passphrase: string, field?: string): Promise<void> {
    const attempt = this.#attempts.begin(who.signInName);
    if (!(await this.#matches(who, passphrase))) {
      throw this.#failed(attempt, who, wrong('passphrase-wrong', attempt, field));
    }
    attempt.passed();
  }

  /** Somebody has another passphrase now: wrong tries at the one before cost them no time. */
  forgiven(signInName: string): void {
    this.#attempts.forget(signInName);
  }

  /** One that was replaced while its hash was being made is wrong by then. */
  async #matches(who: Person | undefined, passphrase: string): Promise<boolean> {
    const { store } = this.#parts;
    const hash = who && credentialOf(store, who.id);
    const matches = await passphraseMatches(passphrase, hash ?? DECOY_HASH);
    if (who === undefined || hash === undefined) return false;
    return matches && credentialOf(store, who.id)?.hashHex === hash.hashHex;
  }

  #spend(who: Person, code: string): boolean {
    const { factors, clock, commands } = this.#parts;
    const factor = factors.of(who.id);
    if (factor === undefined) return false;
    if (factors.spendCode(factor, code, clock.now())) return true;
    const hash = recoveryHash(who.id, code);
    if (!factor.recoveryHashes.includes(hash)) return false;
    commands.run(spendRecoveryCode, { input: { hash } }, actorOfPerson(who));
    return true;
  }

  /** Notes it, but never a name that nobody has: people type their passphrase there. */
  #failed(attempt: Attempt, who: Person | undefined, error: DomainError): DomainError {
    const params = { failures: attempt.failures, ...(who === undefined ? {} : { name: who.name }) };
    this.#parts.audit.note('nobody', { event: 'sign-in-failed', params });
    return error;
  }
}

function wrong(
  what: 'no-match' | 'passphrase-wrong' | 'code-wrong',
  { delaySeconds }: Attempt,
  field?: string,
): DomainError {
  if (delaySeconds === 0) return sessionError(what, {}, { field });
  return sessionError(`${what}-wait`, { delaySeconds }, { field, retryAfterSeconds: delaySeconds });
}
