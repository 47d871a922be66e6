import type { Clock } from '#shared/kernel/clock.ts';
import { messageOf } from '#shared/kernel/errors.ts';
import type { Storage } from '../storage/storage.ts';

export type ReadyState = 'ready' | 'stopping' | 'not-set-up' | 'database-unreachable';

/** A database that takes longer to answer "are you there" is not there. */
const ANSWER_MS_MAX = 3_000;
/** Anybody may ask, so the database is not asked each time. */
const FRESH_MS = 1_000;

/** Whether this server should be sent work. */
export class Readiness {
  readonly #storage: Pick<Storage, 'check' | 'organisation'>;
  readonly #clock: Clock;
  #isStopping = false;
  #asked: { atMs: number; answer: Promise<ReadyState> } | undefined;
  /** Why the database did not answer, for the log. */
  reason = '';

  constructor(storage: Pick<Storage, 'check' | 'organisation'>, clock: Clock) {
    this.#storage = storage;
    this.#clock = clock;
  }

  /** From now on not ready, whatever the database says. */
  stop(): void {
    this.#isStopping = true;
  }

  async state(): Promise<ReadyState> {
    if (this.#isStopping) return 'stopping';
    const nowMs = this.#clock.monotonicMs();
    if (this.#asked === undefined || nowMs - this.#asked.atMs >= FRESH_MS) {
      this.#asked = { atMs: nowMs, answer: this.#ask() };
    }
    return this.#asked.answer;
  }

  async #ask(): Promise<ReadyState> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer in ${ANSWER_MS_MAX} ms`)), ANSWER_MS_MAX);
    });
    try {
      return await Promise.race([this.#askDatabase(), tooLate]);
    } catch (error) {
      this.reason = messageOf(error);
      return 'database-unreachable';
    } finally {
      clearTimeout(timer);
    }
  }

  async #askDatabase(): Promise<ReadyState> {
    await this.#storage.check();
    return (await this.#storage.organisation()) === undefined ? 'not-set-up' : 'ready';
  }
}
