import type { NewsBus } from '../news/news-bus.ts';

const POLL_MS = 5_000;

type PolledWorkParts = {
  readonly news: NewsBus;
  work(): Promise<void>;
  failed(error: unknown): void;
};

/** Work that is looked for every few seconds, and at once when something has changed; never twice at a time. */
export class PolledWork {
  readonly #parts: PolledWorkParts;
  #running: Promise<void> | undefined;
  #isAskedAgain = false;
  #stop: (() => void) | undefined;

  constructor(parts: PolledWorkParts) {
    this.#parts = parts;
  }

  start(): void {
    const timer = setInterval(() => this.#soon(), POLL_MS);
    timer.unref();
    const unsubscribe = this.#parts.news.subscribe(() => this.#soon());
    this.#stop = () => {
      clearInterval(timer);
      unsubscribe();
    };
    this.#soon();
  }

  /** Finishes what it has begun. */
  async stop(): Promise<void> {
    this.#stop?.();
    this.#isAskedAgain = false;
    await this.#running;
  }

  #soon(): void {
    if (this.#running !== undefined) {
      this.#isAskedAgain = true;
      return;
    }
    const { work, failed } = this.#parts;
    this.#running = work()
      .catch((error: unknown) => failed(error))
      .finally(() => {
        this.#running = undefined;
        if (!this.#isAskedAgain) return;
        this.#isAskedAgain = false;
        this.#soon();
      });
  }
}
