import { isoOf } from '#shared/kernel/clock.ts';
import { localTimeOf } from '#shared/kernel/local-time.ts';
import type { Period } from '#shared/kernel/define-roll-up.ts';
import { DAY_MS, HOUR_MS } from './durations.ts';

/** A period that holds an instant: its start as an instant, and as the clocks of the site showed it. */
export type PeriodStart = { readonly period: Period; readonly startAt: string; readonly localStart: string };

/**
 * The hour, day, week and month that hold an instant at a place. A day starts with the first instant of its
 * date, also where the clocks skip midnight; an hour that the clocks repeat is two hours.
 */
export function periodsOf(atMs: number, timeZone: string): readonly PeriodStart[] {
  return remembered(startsKnown, timeZone, Math.floor(atMs / SLOT_MS), SLOT_MS, computePeriods);
}

/** First instant at which the clocks of a place show a local time: `2026-03-01`, or `2026-03-01T07:00`. */
export function firstInstantOf(localStart: string, timeZone: string): string {
  return isoOf(firstInstant(localMsOf(localStart), timeZone));
}

/** A local time as if it were UTC's. */
export function localMsOf(localStart: string): number {
  return Date.parse(localStart.includes('T') ? `${localStart}Z` : `${localStart}T00:00Z`);
}

/** Offsets from UTC are whole quarters of an hour, and so are the moments at which they change (since 1972). */
const SLOT_MS = 15 * 60_000;
/** About a year of slots for each zone in use. */
const SLOTS_KEPT_MAX = 40_000;

/** What was computed for a slot of time in a zone: asking `Intl` costs more than writing a row. */
type Known<Value> = Map<string, Map<number, Value>>;
const startsKnown: Known<readonly PeriodStart[]> = new Map();
const datesKnown: Known<readonly PeriodStart[]> = new Map();
const daysKnown: Known<number | undefined> = new Map();
const offsetsKnown: Known<number> = new Map();

function remembered<Value>(
  known: Known<Value>,
  timeZone: string,
  slot: number,
  slotMs: number,
  compute: (startMs: number, timeZone: string) => Value,
): Value {
  const ofZone = known.get(timeZone) ?? new Map<number, Value>();
  known.set(timeZone, ofZone);
  const found = ofZone.get(slot);
  if (found !== undefined) return found;
  const value = compute(slot * slotMs, timeZone);
  if (ofZone.size >= SLOTS_KEPT_MAX) ofZone.clear();
  ofZone.set(slot, value);
  return value;
}

function computePeriods(atMs: number, timeZone: string): readonly PeriodStart[] {
  const localMs = atMs + offsetMs(atMs, timeZone);
  const hourMs = atMs - modulo(localMs, HOUR_MS);
  const localDate = Math.floor(localMs / DAY_MS);
  return [
    {
      period: 'hour',
      startAt: isoOf(hourMs),
      localStart: isoOf(localMs - modulo(localMs, HOUR_MS)).slice(0, 16),
    },
    ...remembered(datesKnown, timeZone, localDate, DAY_MS, computeDate),
  ];
}

/** The day, week and month that hold a local date, given as if its midnight were UTC's. */
function computeDate(dateMs: number, timeZone: string): readonly PeriodStart[] {
  const local = new Date(dateMs);
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  // getUTCDay counts from Sunday.
  const sinceMonday = (local.getUTCDay() + 6) % 7;
  return [
    startOfDate('day', dateMs, timeZone),
    startOfDate('week', Date.UTC(year, month, day - sinceMonday), timeZone),
    startOfDate('month', Date.UTC(year, month, 1), timeZone),
  ];
}

function startOfDate(period: Period, dateMs: number, timeZone: string): PeriodStart {
  return { period, startAt: isoOf(firstInstant(dateMs, timeZone)), localStart: isoOf(dateMs).slice(0, 10) };
}

/**
 * First instant of a local date. Around a change there are two offsets to try: where midnight comes twice the
 * earlier one is it, where it is skipped both miss it and the later one is the moment of the change.
 */
function firstInstant(dateMs: number, timeZone: string): number {
  const tried = [dateMs - DAY_MS, dateMs + DAY_MS].map((nearMs) => dateMs - offsetMs(nearMs, timeZone));
  const exact = tried.filter((atMs) => atMs + offsetMs(atMs, timeZone) === dateMs);
  return exact.length > 0 ? Math.min(...exact) : Math.max(...tried);
}

function offsetMs(atMs: number, timeZone: string): number {
  const onDay = remembered(daysKnown, timeZone, Math.floor(atMs / DAY_MS), DAY_MS, computeDay);
  return onDay ?? remembered(offsetsKnown, timeZone, Math.floor(atMs / SLOT_MS), SLOT_MS, computeOffset);
}

/** The offset of a whole day of UTC; undefined on a day on which it changes. No zone changes and changes back within one. */
function computeDay(startMs: number, timeZone: string): number | undefined {
  const offset = computeOffset(startMs, timeZone);
  return computeOffset(startMs + DAY_MS - SLOT_MS, timeZone) === offset ? offset : undefined;
}

function computeOffset(atMs: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = localTimeOf(atMs, zoneHere(timeZone));
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(atMs / 1_000) * 1_000;
}

/** Whether a zone is known is asked once: the answer costs as much as a format. */
const zonesHere = new Map<string, string>();

/** Lists of zones differ between machines; a record with a zone unknown here must not stop a commit. */
function zoneHere(timeZone: string): string {
  const asked = zonesHere.get(timeZone);
  if (asked !== undefined) return asked;
  const zone = isKnownZone(timeZone) ? timeZone : 'UTC';
  zonesHere.set(timeZone, zone);
  return zone;
}

function isKnownZone(timeZone: string): boolean {
  try {
    Intl.DateTimeFormat('en-US', { timeZone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
