import type { Clock } from '#shared/kernel/clock.ts';
import type { NewsBus } from '../news/news-bus.ts';
import type { Storage, StorageTx } from '../storage/storage.ts';

const POLL_MS = 5_000;
/** What a replica has begun and not ended by then is tried by another one: it may be done twice, never not at all. */
const CLAIM_MS = 5 * 60_000;
const AT_ONCE = 5;

type Claim = { readonly nowMs: number; readonly untilMs: number; readonly rowsMax: number };

type PolledWorkParts<Item> = {
  readonly storage: Storage;
  readonly news: NewsBus;
  readonly clock: Clock;
  /** Marks what is due as this replica's until then. */
  claim(tx: StorageTx, claim: Claim): Promise<readonly Item[]>;
  handle(organisationId: string, item: Item): Promise<void>;
  failed(error: unknown): void;
};

/**
 * Work that replicas share by claiming it: looked for every few seconds, and at once when something has changed;
 * never twice at a time.
 */
export class PolledWork<Item> {
  readonly #parts: PolledWorkParts<Item>;
  #running: Promise<void> | undefined;
  #isAskedAgain = false;
  #stop: (() => void) | undefined;

  constructor(parts: PolledWorkParts<Item>) {
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

  /** Does everything that is due now. */
  async doDue(): Promise<void> {
    const { storage, clock, claim, handle } = this.#parts;
    const organisation = await storage.organisation();
    if (organisation === undefined) return;
    for (;;) {
      const nowMs = clock.now();
      const due = await storage.transaction(organisation.id, (tx) =>
        claim(tx, { nowMs, untilMs: nowMs + CLAIM_MS, rowsMax: AT_ONCE }),
      );
      if (due.length === 0) return;
      await Promise.all(due.map((item) => handle(organisation.id, item)));
    }
  }

  #soon(): void {
    if (this.#running !== undefined) {
      this.#isAskedAgain = true;
      return;
    }
    const { failed } = this.#parts;
    this.#running = this.doDue()
      .catch((error: unknown) => failed(error))
      .finally(() => {
        this.#running = undefined;
        if (!this.#isAskedAgain) return;
        this.#isAskedAgain = false;
        this.#soon();
      });
  }
}
