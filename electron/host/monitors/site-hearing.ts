import type { Logger } from 'pino';
import type { Clock } from '#shared/kernel/clock.ts';
import { must } from '#shared/kernel/assert.ts';
import { MINUTE_MS } from '#shared/kernel/durations.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { SITES_HEARD_PATH, SitesHeardResponse } from '#shared/sync/sites-heard.ts';
import type { Store } from '../store/store.ts';
import { postForPerson } from '../sync/post.ts';
import type { ServerLink } from '../sync/server-link.ts';

const ASK_EVERY_MS = 5 * MINUTE_MS;
/** An answer that is older says nothing of now. */
const FRESH_MS = 3 * ASK_EVERY_MS;

type Parts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
  /** Throws where there is no server to ask. */
  link(): ServerLink;
};

export type SiteQuiet = {
  /** Since the site was heard. */
  readonly quietMs: number;
  /** Of it, as far as it could have been heard: the server ran, and was reached. */
  readonly countedMs: number;
};

/** How long the company's server has not heard of each site, as it said last (INC-74). */
export class SiteHearing {
  readonly #parts: Parts;
  readonly #quiet = new Map<string, SiteQuiet>();
  #answeredAtMs: number | undefined;
  #askedAtMs: number | undefined;
  #isAsking = false;
  /** Since when the server answers again: before that, perhaps nobody reached it. */
  #reachedAtMs: number | undefined;
  #hasFailed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Undefined while it is not known; null for a site that was never heard. */
  quietOf(siteId: string): SiteQuiet | null | undefined {
    const nowMs = this.#parts.clock.monotonicMs();
    if (this.#answeredAtMs === undefined || nowMs - this.#answeredAtMs > FRESH_MS) return undefined;
    return this.#quiet.get(siteId) ?? null;
  }

  /** Asks, if it is time. Resolves to whether there is a new answer. */
  async ask(): Promise<boolean> {
    const { store, clock, log } = this.#parts;
    const nowMs = clock.monotonicMs();
    const isEarly = this.#askedAtMs !== undefined && nowMs - this.#askedAtMs < ASK_EVERY_MS;
    if (this.#isAsking || isEarly || store.state.membership === undefined) return false;
    this.#isAsking = true;
    this.#askedAtMs = nowMs;
    try {
      this.#take(await this.#answer());
      return true;
    } catch (error) {
      if (!isDomainError(error)) throw error;
      this.#hasFailed = true;
      log.warn({ err: error }, 'could not ask when sites were heard');
      return false;
    } finally {
      this.#isAsking = false;
    }
  }

  #answer(): Promise<SitesHeardResponse> {
    const deviceId = must(this.#parts.store.state.deviceId, 'a store has a device id');
    const message = { protocol: PROTOCOL_VERSION, deviceId };
    return postForPerson(this.#parts.link(), {
      path: SITES_HEARD_PATH,
      message,
      schema: SitesHeardResponse,
    });
  }

  #take({ sites, listenedForMs }: SitesHeardResponse): void {
    const nowMs = this.#parts.clock.monotonicMs();
    if (this.#hasFailed) this.#reachedAtMs = nowMs;
    this.#hasFailed = false;
    const reachedForMs = this.#reachedAtMs === undefined ? Infinity : nowMs - this.#reachedAtMs;
    this.#quiet.clear();
    for (const { siteId, quietMs } of sites) {
      this.#quiet.set(siteId, { quietMs, countedMs: Math.min(quietMs, listenedForMs, reachedForMs) });
    }
    this.#answeredAtMs = nowMs;
  }
}
