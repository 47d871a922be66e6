import type { Clock } from '#shared/kernel/clock.ts';
import { operationsError } from './errors.ts';
import { TokenBuckets } from './token-buckets.ts';

export type RateLimitSettings = {
  readonly requestsPerMinutePerAddress: number;
  readonly requestsPerMinutePerDevice: number;
};

/**
 * Holds off who asks too often. Addresses are counted before anything is read, devices only once their
 * signature fits: otherwise anybody could use up the requests of a device whose id he knows.
 */
export class RateLimits {
  readonly #clock: Clock;
  readonly #addresses: TokenBuckets;
  readonly #devices: TokenBuckets;

  constructor(settings: RateLimitSettings, clock: Clock) {
    this.#clock = clock;
    this.#addresses = new TokenBuckets(settings.requestsPerMinutePerAddress);
    this.#devices = new TokenBuckets(settings.requestsPerMinutePerDevice);
  }

  /** Throws `too-many-attempts` with the time to wait. */
  assertAddress(address: string): void {
    refuseIf(this.#addresses.take(address, this.#clock.monotonicMs()), 'address-asks-too-often');
  }

  /** Throws `too-many-attempts` with the time to wait. */
  assertDevice(deviceId: string): void {
    refuseIf(this.#devices.take(deviceId, this.#clock.monotonicMs()), 'console-asks-too-often');
  }
}

function refuseIf(waitMs: number, key: 'address-asks-too-often' | 'console-asks-too-often'): void {
  if (waitMs <= 0) return;
  throw operationsError(key, {}, { retryAfterSeconds: Math.ceil(waitMs / 1000) });
}
