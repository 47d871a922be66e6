/** Callers remembered at once; beyond it the one heard longest ago is forgotten, which gives it a full bucket. */
const CALLERS_MAX = 50_000;

type Bucket = { tokens: number; atMs: number };

/** So many requests a minute per caller, and as many at once after a minute of silence. */
export class TokenBuckets {
  readonly #perMinute: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Takes one token; 0 when there was one, else how long until there is. */
  take(caller: string, nowMs: number): number {
    const perMs = this.#perMinute / 60_000;
    const before = this.#buckets.get(caller) ?? { tokens: this.#perMinute, atMs: nowMs };
    const earnt = Math.max(0, nowMs - before.atMs) * perMs;
    const tokens = Math.min(this.#perMinute, before.tokens + earnt);
    const isAllowed = tokens >= 1;
    // Set anew, so that the map's order is that of the last request.
    this.#buckets.delete(caller);
    this.#buckets.set(caller, { tokens: isAllowed ? tokens - 1 : tokens, atMs: nowMs });
    this.#forgetOldest();
    return isAllowed ? 0 : (1 - tokens) / perMs;
  }

  #forgetOldest(): void {
    if (this.#buckets.size <= CALLERS_MAX) return;
    const oldest = this.#buckets.keys().next();
    if (!oldest.done) this.#buckets.delete(oldest.value);
  }
}
