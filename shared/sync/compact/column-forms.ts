/** First member of each column: how the rest of it is to be read. The numbers are on the wire: never reused. */
export const COLUMN = {
  /** [value]: every value is this scalar. */
  same: 0,
  /** [bytes]: 0 or 1 each. */
  booleans: 1,
  /** [signed numbers] */
  integers: 2,
  /** [signed differences, the first from 0] */
  differences: 3,
  /** [numbers as CBOR has them] */
  numbers: 4,
  /** [lengths in UTF-16 units, all texts in one] */
  texts: 5,
  /** [column of the texts that occur, index of each] */
  repeatedTexts: 6,
  /** [JSON text of the list]: texts that UTF-8 can't hold. */
  escapedTexts: 7,
  /** [differences of UTC milliseconds] of `2026-03-01T03:10:00.000Z` */
  instants: 8,
  /** [16 bytes each] of `0192f0c1-7e2a-7c3d-9a4b-1c2d3e4f5a6b` */
  ids: 9,
  /** [differences of the milliseconds in the first six bytes, the other ten bytes each]: version 7 ids. */
  timedIds: 10,
  /** [differences of milliseconds, counters] of hybrid logical clock stamps */
  stamps: 11,
  /** [32 bytes each] of 64 hex digits */
  hashes: 12,
  /** [lengths, column of all members] */
  lists: 13,
  /** [keys, column of each] */
  objects: 14,
  /** [key lists, index of each object's, columns of each] */
  shapes: 15,
  /** [kind of each value, a column for each kind that occurs, in the order of `KINDS`] */
  mixed: 16,
} as const;

export type Column = readonly [number, ...unknown[]];

/** Kinds of value a mixed column tells apart; their positions are on the wire. */
export const KINDS = ['null', 'boolean', 'number', 'text', 'list', 'object'] as const;
export type Kind = (typeof KINDS)[number];

/** Whole numbers beyond this, either way, are written as CBOR has them: their differences would not be safe. */
export const INTEGER_MAX = 2 ** 50;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TIMED_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7/;
const HASH = /^[0-9a-f]{64}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export const ID_BYTES = 16;
export const ID_TIME_BYTES = 6;
export const HASH_BYTES = 32;

export function isIdText(text: string): boolean {
  return text.length === 36 && UUID.test(text);
}

export function isTimedIdText(text: string): boolean {
  return TIMED_UUID.test(text);
}

export function isHashText(text: string): boolean {
  return text.length === 64 && HASH.test(text);
}

/** Whether the milliseconds of the text give exactly this text again. */
export function isInstantText(text: string): boolean {
  if (text.length !== 24 || !INSTANT.test(text)) return false;
  const ms = Date.parse(text);
  return Number.isFinite(ms) && new Date(ms).toISOString() === text;
}
