import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type { ChangeTick, Connection, ConsoleStatus, HostServices } from '../services.ts';

/** Ids are named up to this many; beyond, a page asks again for everything in the collection. */
const TICK_IDS_MAX = 200;

/** The console's status now and after every change. Several changes between two reads become one. */
export async function* liveStatus(
  services: HostServices,
  connection: Connection,
  signal: AbortSignal | undefined,
): AsyncGenerator<ConsoleStatus> {
  const waker = new Waker(signal);
  const stop = services.onStatus(() => waker.wake());
  try {
    yield services.status(connection);
    while (await waker.next()) yield services.status(connection);
  } finally {
    stop();
  }
}

/** Which collections changed, so that a page asks again for what it shows of them. */
export async function* liveChanges(
  services: HostServices,
  signal: AbortSignal | undefined,
): AsyncGenerator<ChangeTick> {
  const waker = new Waker(signal);
  const collections = new Set<CollectionName>();
  const ids = new Set<string>();
  const stop = services.onChange((tick) => {
    for (const collection of tick.collections) collections.add(collection);
    for (const id of tick.ids) if (ids.size < TICK_IDS_MAX) ids.add(id);
    waker.wake();
  });
  try {
    while (await waker.next()) {
      const tick = { collections: [...collections], ids: [...ids] };
      collections.clear();
      ids.clear();
      yield tick;
    }
  } finally {
    stop();
  }
}

/** Remembers that something happened until somebody asks; any number of happenings in between count once. */
class Waker {
  readonly #signal: AbortSignal | undefined;
  #pending = false;
  #resume: (() => void) | undefined;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    signal?.addEventListener('abort', () => this.wake(), { once: true });
  }

  wake(): void {
    this.#pending = true;
    this.#resume?.();
  }

  /** True when something happened, false when the signal ended the waiting. */
  async next(): Promise<boolean> {
    if (!this.#pending && !this.#ended()) {
      await new Promise<void>((resolve) => {
        this.#resume = resolve;
      });
    }
    this.#pending = false;
    return !this.#ended();
  }

  #ended(): boolean {
    return this.#signal?.aborted === true;
  }
}
