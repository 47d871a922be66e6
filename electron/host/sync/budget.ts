import { BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';

/** What is known of a link from what it has carried. */
export type LinkEstimate = {
  /** Undefined before anything large enough to tell has been carried. */
  readonly bytesPerSecond: number | undefined;
  /** So much goes through without a break; what is larger is sent so that it can be resumed. */
  readonly surelyBytes: number;
};

/** On a link that nobody knows yet: what fits into a connection that is cut every 15 s at 2.4 kbit/s. */
const SURELY_FIRST_BYTES = 4 * 1024;
const SURELY_LEAST_BYTES = 1024;
const SURELY_MOST_BYTES = 1024 * 1024;
/** What moves less is mostly waiting for round trips, and tells nothing of the throughput. */
const TELLING_BYTES = 1024;
/** A connection should be done in a few seconds. */
const SURELY_SECONDS = 5;
/** How much a new measurement counts beside all before it. */
const WEIGHT = 0.3;

/** An exchange should not occupy a link for longer: what is urgent then waits for its turn. */
const EXCHANGE_SECONDS = 30;
const CHUNK_SECONDS = 4;
const CHUNK_LEAST_BYTES = 2 * 1024;
/** Entries and records shrink on the wire by at least this much. */
const COMPRESSION = 5;
const BUDGET_LEAST_BYTES = 16 * 1024;

export function unknownLink(): LinkEstimate {
  return { bytesPerSecond: undefined, surelyBytes: SURELY_FIRST_BYTES };
}

/** After something went through: `bytes` both ways in `durationMs`, the round trip included. */
export function afterMoved(
  estimate: LinkEstimate,
  { bytes, durationMs }: { bytes: number; durationMs: number },
): LinkEstimate {
  if (bytes < TELLING_BYTES) return estimate;
  const measured = (bytes * 1000) / Math.max(durationMs, 1);
  const before = estimate.bytesPerSecond ?? measured;
  const bytesPerSecond = before + (measured - before) * WEIGHT;
  const carried = Math.min(bytesPerSecond * SURELY_SECONDS, Math.max(2 * bytes, estimate.surelyBytes));
  return { bytesPerSecond, surelyBytes: between(carried, SURELY_LEAST_BYTES, SURELY_MOST_BYTES) };
}

/** After a connection broke with something on it. */
export function afterCut(estimate: LinkEstimate): LinkEstimate {
  return {
    ...estimate,
    surelyBytes: between(estimate.surelyBytes / 2, SURELY_LEAST_BYTES, SURELY_MOST_BYTES),
  };
}

/** Of entries up, and of records down, before compression. */
export function exchangeBytes({ bytesPerSecond }: LinkEstimate, bytesMax: number): number {
  if (bytesPerSecond === undefined) return bytesMax;
  return between(
    bytesPerSecond * EXCHANGE_SECONDS * COMPRESSION,
    Math.min(BUDGET_LEAST_BYTES, bytesMax),
    bytesMax,
  );
}

/** Of an attachment. Compression does nothing for these. */
export function chunkBytes({ bytesPerSecond, surelyBytes }: LinkEstimate): number {
  const wanted = bytesPerSecond === undefined ? 8 * surelyBytes : bytesPerSecond * CHUNK_SECONDS;
  return between(Math.min(wanted, 8 * surelyBytes), CHUNK_LEAST_BYTES, BLOB_CHUNK_BYTES);
}

/** Whether a request of this size, with an answer to records of `answerBytes` before compression, may be cut. */
export function mayBeCut(
  { surelyBytes }: LinkEstimate,
  { bodyBytes, answerBytes }: { bodyBytes: number; answerBytes: number },
): boolean {
  return Math.max(bodyBytes, answerBytes / COMPRESSION) > surelyBytes;
}

function between(value: number, least: number, most: number): number {
  return Math.round(Math.min(Math.max(value, least), most));
}
