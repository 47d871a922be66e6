import { assert } from './assert.ts';

/** Milliseconds since 1970 UTC, and milliseconds that never jump. Injected everywhere; nothing reads the system clock itself. */
export type Clock = {
  now(): number;
  /** Counts on through clock changes; its zero has no meaning. */
  monotonicMs(): number;
};

/**
 * Hybrid logical clock stamp (Kulkarni et al. 2014, "Logical Physical Clocks"): 12 hex digits of UTC
 * milliseconds, then 4 of a counter, so that comparing strings compares stamps.
 */
export type Hlc = string & { readonly hlc: true };

const COUNTER_MAX = 0xffff;
const WALL_MAX = 0xffff_ffff_ffff;
const PATTERN = /^[0-9a-f]{16}$/;

export function formatHlc(wallMs: number, counter: number): Hlc {
  assert(Number.isInteger(wallMs) && wallMs >= 0 && wallMs <= WALL_MAX, `HLC wall time ${wallMs}`);
  assert(Number.isInteger(counter) && counter >= 0 && counter <= COUNTER_MAX, `HLC counter ${counter}`);
  // The two halves are built to the pattern that isHlc checks.
  return (wallMs.toString(16).padStart(12, '0') + counter.toString(16).padStart(4, '0')) as Hlc;
}

export function isHlc(text: string): text is Hlc {
  return PATTERN.test(text);
}

export function wallMsOf(hlc: Hlc): number {
  return Number.parseInt(hlc.slice(0, 12), 16);
}

function counterOf(hlc: Hlc): number {
  return Number.parseInt(hlc.slice(12), 16);
}

/** The stamp of a local event: later than `last`, and not before the wall clock. */
export function nextHlc(last: Hlc | undefined, nowMs: number): Hlc {
  if (last === undefined || wallMsOf(last) < nowMs) return formatHlc(nowMs, 0);
  const counter = counterOf(last) + 1;
  return counter > COUNTER_MAX ? formatHlc(wallMsOf(last) + 1, 0) : formatHlc(wallMsOf(last), counter);
}

/**
 * What the clock becomes when a stamp from elsewhere arrives, so that what follows sorts after it.
 * A stamp more than `driftMaxMs` ahead of our own clock is not followed: one device in the year 2100
 * must not drag a fleet with it.
 */
export function receiveHlc(last: Hlc | undefined, remote: Hlc, nowMs: number, driftMaxMs: number): Hlc {
  const followed = wallMsOf(remote) > nowMs + driftMaxMs ? formatHlc(nowMs, 0) : remote;
  const newest = last === undefined || followed > last ? followed : last;
  return wallMsOf(newest) < nowMs ? formatHlc(nowMs, 0) : newest;
}

/** UTC instant as the ISO string that records hold. */
export function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

export function msOf(iso: string): number {
  const ms = Date.parse(iso);
  assert(Number.isFinite(ms), `ISO instant ${iso}`);
  return ms;
}
