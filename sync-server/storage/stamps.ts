import { must } from '#shared/kernel/assert.ts';
import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import type { FieldStamp } from '#shared/sync/merge.ts';
import type { Stamps } from './storage.ts';

/** A stamp as a tuple: version, hlc, device, foreign version, lane. */
type Packed = [number, FieldStamp['hlc'], string, number, FieldStamp['lane']];

/** By place among the distinct stamps; null for a field of the record that bears none. */
type Exceptions = { [field: string]: number | null };

/** `common`: place of the stamp of every field of the record that is no exception. */
type Stored = [distinct: Packed[], exceptions: Exceptions, common?: number];

/**
 * The stored form of the stamps of a record with these fields. Most of them have the stamp of the entry that
 * made the record, so each distinct stamp is written once, and only fields with another than the commonest are
 * named. An incident with one field changed since takes 115 bytes; with every field named it took 587.
 */
export function packStamps(stamps: Stamps, fields: JsonObject): string {
  const named = Object.keys(stamps);
  const { distinct, common } = distinctIn(stamps, named);
  const exceptions: Exceptions = {};
  let stamped = 0;
  for (const field of named) {
    const place = distinct.indexOf(stampOf(stamps, field));
    const isOfRecord = Object.hasOwn(fields, field);
    if (isOfRecord) stamped += 1;
    if (place !== common || !isOfRecord) exceptions[field] = place;
  }
  const own = Object.keys(fields);
  if (stamped < own.length) {
    for (const field of own) if (!Object.hasOwn(stamps, field)) exceptions[field] = null;
  }
  const packed = distinct.map(
    ({ version, hlc, deviceId, foreignVersion, lane }): Packed => [
      version,
      hlc,
      deviceId,
      foreignVersion,
      lane,
    ],
  );
  const stored: Stored = distinct.length === 0 ? [packed, exceptions] : [packed, exceptions, common];
  return JSON.stringify(stored);
}

export function unpackStamps(text: string, fields: JsonObject): Stamps {
  // Written by packStamps.
  const [packed, exceptions, common] = JSON.parse(text) as Stored;
  const distinct = packed.map(
    ([version, hlc, deviceId, foreignVersion, lane]): FieldStamp => ({
      version,
      hlc,
      deviceId,
      foreignVersion,
      lane,
    }),
  );
  const stamps = common === undefined ? {} : alike(fields, stampAt(distinct, common));
  for (const field of Object.keys(exceptions)) {
    const place = exceptions[field] ?? null;
    if (place === null) delete stamps[field];
    else stamps[field] = stampAt(distinct, place);
  }
  return stamps;
}

/** The distinct stamps, and the place of the commonest. A record has a handful: a list is searched fastest. */
function distinctIn(
  stamps: Stamps,
  named: readonly string[],
): { distinct: readonly FieldStamp[]; common: number } {
  const distinct: FieldStamp[] = [];
  const counts: number[] = [];
  for (const field of named) {
    const stamp = stampOf(stamps, field);
    const known = distinct.indexOf(stamp);
    const place = known < 0 ? distinct.push(stamp) - 1 : known;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return { distinct, common: counts.indexOf(Math.max(...counts)) };
}

/** An object with the same members. Made as a copy, which engines do several times faster than member by member. */
function alike(fields: JsonObject, stamp: FieldStamp): { [field: string]: FieldStamp } {
  const copy: { [field: string]: unknown } = { ...fields };
  for (const field of Object.keys(copy)) copy[field] = stamp;
  // Every member has just been replaced.
  return copy as { [field: string]: FieldStamp };
}

function stampAt(distinct: readonly FieldStamp[], place: number): FieldStamp {
  return must(distinct[place], 'a stamp that a field names');
}

function stampOf(stamps: Stamps, field: string): FieldStamp {
  return must(stamps[field], 'a stamp under each of the names');
}
