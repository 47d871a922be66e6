import { z } from 'zod';
import type { Clock } from '#shared/kernel/clock.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import { sessionError } from './errors.ts';
import { delaySecondsAfter } from './sign-in-delay.ts';

const Failure = z.object({ failures: z.int(), lockedUntilMs: z.int() });
type Failure = z.infer<typeof Failure>;

export type Attempt = {
  readonly failures: number;
  /** Seconds until the next try, if this one fails. */
  readonly delaySeconds: number;
  /** It was right: what failed before is forgotten. */
  passed(): void;
  /** It was neither right nor wrong: it does not count. */
  undone(): void;
};

/** Wrong tries by sign-in name, known or not, and how long each makes the next one wait. */
export class SignInAttempts {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Throws `too-many-attempts` while a name has to wait. An attempt counts as failed from its beginning, so that
   * a hundred at once are not a hundred free ones.
   */
  begin(signInName: string): Attempt {
    const before = this.#failureOf(signInName);
    const waitMs = (before?.lockedUntilMs ?? 0) - this.#clock.now();
    if (waitMs > 0) {
      const waitSeconds = Math.ceil(waitMs / 1000);
      throw sessionError('too-many-wrong', { waitSeconds }, { retryAfterSeconds: waitSeconds });
    }
    const failures = (before?.failures ?? 0) + 1;
    const delaySeconds = delaySecondsAfter(failures);
    this.#save(signInName, { failures, lockedUntilMs: this.#clock.now() + delaySeconds * 1000 });
    return {
      failures,
      delaySeconds,
      passed: () => this.forget(signInName),
      undone: () => (before === undefined ? this.forget(signInName) : this.#putBack(signInName, before)),
    };
  }

  forget(signInName: string): void {
    connectionOf(this.#store.db)
      .statement('DELETE FROM sign_in_failure WHERE signInName = ?')
      .run(signInName);
  }

  #failureOf(signInName: string): Failure | undefined {
    const sql = 'SELECT failures, lockedUntilMs FROM sign_in_failure WHERE signInName = :signInName';
    return this.#store.get(Failure, sql, { signInName });
  }

  #save(signInName: string, { failures, lockedUntilMs }: Failure): void {
    connectionOf(this.#store.db)
      .statement(
        `INSERT INTO sign_in_failure (signInName, failures, lockedUntilMs) VALUES (?, ?, ?)
         ON CONFLICT (signInName) DO UPDATE SET failures = excluded.failures, lockedUntilMs = excluded.lockedUntilMs`,
      )
      .run(signInName, failures, lockedUntilMs);
  }

  /** Unless it was forgotten meanwhile. */
  #putBack(signInName: string, { failures, lockedUntilMs }: Failure): void {
    connectionOf(this.#store.db)
      .statement('UPDATE sign_in_failure SET failures = ?, lockedUntilMs = ? WHERE signInName = ?')
      .run(failures, lockedUntilMs, signInName);
  }
}
